package model

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

// person tells whose step it is.
func person(says string) int {
	if strings.HasPrefix(says, names[noor]) {
		return noor
	}
	return ada
}

// sync is everything that one device can do by itself, as Sync does it.
func (v revealing) sync(r round, p int) round {
	for again := true; again; {
		again = false
		for _, s := range append(v.device(r, p), v.deliveries(r, p)...) {
			if !strings.Contains(s.says, "writes") {
				r, again = s.to, true
				break
			}
		}
	}
	return r
}

// coarse is the model in the steps that a real client can be asked for.
func (v revealing) coarse() system[round] {
	return system[round]{begin: []round{{}}, next: func(r round) (out []step[round]) {
		for p, name := range names {
			if r.wrote[p].text == 0 {
				n := r
				n.wrote[p] = posted{1, !v.strict[p], false}
				out = append(out, step[round]{name + " writes", n, true})
			}
			out = append(out, step[round]{name + " syncs", v.sync(r, p), true})
		}
		return out
	}}
}

// TestTheRealRevealDoesWhatItsModelDoes takes the shortest way to every state
// of the coarse model, goes it with real clients and a real relay, and compares
// who can read what after every step.
func TestTheRealRevealDoesWhatItsModelDoes(t *testing.T) {
	for _, strict := range modes {
		v := revealing{strict: strict}
		w, b := v.coarse().explore()
		if b != nil || len(w.seen) < 10 {
			t.Fatalf("%d states, %v", len(w.seen), b)
		}
		for i := range w.seen {
			replayReveal(t, v, w.story(i))
		}
		t.Logf("strict %v: %d stories", strict, len(w.seen))
	}
}

func replayReveal(t *testing.T, v revealing, story []string) {
	t.Helper()
	ctx, gate := context.Background(), wire.ID{7}
	people := couple(t, v.strict)
	var r round
	for i, says := range story {
		p := person(says)
		var err error
		if strings.HasSuffix(says, "writes") {
			r.wrote[p] = posted{1, !v.strict[p], false}
			err = people[p].Answer(ctx, gate, fmt.Append(nil, names[p]))
		} else {
			r = v.sync(r, p)
			err = people[p].Sync(ctx)
		}
		if err != nil {
			t.Fatalf("%q: %v", story[:i+1], err)
		}
		for q := range people {
			if reads := len(people[q].Answers(gate)) == 2; reads != (r.shown[q] > 0) {
				t.Fatalf("strict %v, after %q: %s reads is %v, and in the model %v",
					v.strict, story[:i+1], names[q], reads, r.shown[q] > 0)
			}
		}
	}
}

// couple is two real replicas in one space that have met.
func couple(t *testing.T, strict [2]bool) [2]*replica.Replica {
	t.Helper()
	ctx := context.Background()
	world, err := testkit.NewWorld(50)
	fatal(t, err)
	a, n, space, err := world.Couple(ctx)
	fatal(t, err)
	a.Strict, n.Strict = strict[ada], strict[noor]
	var out [2]*replica.Replica
	for p, d := range []*testkit.Device{a, n} {
		out[p], err = d.Open(ctx, space)
		fatal(t, err)
		fatal(t, out[p].Sync(ctx))
	}
	fatal(t, out[ada].Sync(ctx))
	return out
}

func fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
