package replica_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

// TestDevicesConvergeOverALossyNetwork lets three devices of two people write,
// answer, sync, change keys, crash and come back over a network that loses,
// repeats and delays, and then gives them a good one. rapid prints the seed of a failure.
func TestDevicesConvergeOverALossyNetwork(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newLossyWorld(rt)
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			m.step(rt)
		}
		m.settle(rt)
		m.check(rt)
	})
}

type lossyWorld struct {
	couple
	devices  []*testkit.Device
	replicas []*replica.Replica
	wrote    []map[string]bool
	gates    []wire.ID
	answered map[wire.ID]map[int]string // by gate and person
	count    int
}

func newLossyWorld(rt *rapid.T) *lossyWorld {
	c := newCouple(rt, rapid.Uint64().Draw(rt, "seed"))
	desk := must[*testkit.Device](rt)(c.ada.Person.Device(ctx))
	m := &lossyWorld{couple: c, devices: []*testkit.Device{c.ada, c.noor, desk}, answered: map[wire.ID]map[int]string{}}
	for i := range 3 {
		m.gates = append(m.gates, wire.ID{byte(i + 1)})
		m.answered[m.gates[i]] = map[int]string{}
	}
	for _, d := range m.devices {
		r := c.open(d)
		ok(rt, r.Sync(ctx))
		m.replicas, m.wrote = append(m.replicas, r), append(m.wrote, map[string]bool{})
		d.Network.SetFaults(testkit.Faults{DropRequest: 0.15, DropResponse: 0.15, Duplicate: 0.1, Delay: 0.2})
	}
	return m
}

func (m *lossyWorld) step(rt *rapid.T) {
	i := rapid.IntRange(0, len(m.devices)-1).Draw(rt, "device")
	r := m.replicas[i]
	switch rapid.SampledFrom([]string{"write", "write", "sync", "sync", "answer", "restart", "snapshot", "rotate", "age"}).Draw(rt, "do") {
	case "write":
		m.count++
		text := fmt.Sprintf("text %d", m.count)
		write(m, r, text)
		m.wrote[i][text] = true
	case "sync":
		_ = r.Sync(ctx) // may fail: that is the point
	case "answer":
		m.answer(rt, i)
	case "rotate":
		_ = r.Rotate(ctx, replica.Rotation{}) // may fail too
	case "age":
		m.devices[i].Stale = !m.devices[i].Stale
	case "snapshot":
		ok(m, r.Snapshot(ctx))
	case "restart":
		m.replicas[i] = m.open(m.devices[i])
	}
}

// answer is only given on one device of each person, which is Ada's first.
func (m *lossyWorld) answer(rt *rapid.T, i int) {
	gate := rapid.SampledFrom(m.gates).Draw(rt, "gate")
	if i == 2 || m.answered[gate][i] != "" {
		return
	}
	m.devices[i].Strict = rapid.Bool().Draw(rt, "strict")
	text := fmt.Sprintf("answer of %d", i)
	ok(m, m.replicas[i].Answer(ctx, gate, []byte(text)))
	m.answered[gate][i] = text
}

func (m *lossyWorld) settle(rt *rapid.T) {
	for _, d := range m.devices {
		d.Network.SetFaults(testkit.Faults{})
		d.Stale = false
	}
	for range 4 {
		for _, r := range m.replicas {
			if err := r.Sync(ctx); err != nil {
				rt.Fatalf("Sync over a good network: %v", err)
			}
		}
	}
}

func (m *lossyWorld) check(rt *rapid.T) {
	all := 0
	for i, r := range m.replicas {
		if r.Pending() != 0 || r.Trouble() != nil {
			rt.Fatalf("device %d: %d pending, trouble %v", i, r.Pending(), r.Trouble())
		}
		all += len(m.wrote[i])
	}
	wantSame(m, m.replicas...)
	if got := len(m.replicas[0].Entries()); got != all {
		rt.Fatalf("%d entries of %d written", got, all)
	}
	for i, r := range m.replicas {
		wantSame(m, r, m.open(m.devices[i]))
		m.checkAnswers(rt, r)
	}
}

func (m *lossyWorld) checkAnswers(rt *rapid.T, r *replica.Replica) {
	for _, gate := range m.gates {
		want := 0
		if len(m.answered[gate]) == 2 {
			want = 2
		}
		if got := answers(r, gate); len(got) != want {
			rt.Fatalf("gate %v shows %q, with %d answered", gate, got, len(m.answered[gate]))
		}
	}
}
