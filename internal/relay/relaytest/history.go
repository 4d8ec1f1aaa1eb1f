package relaytest

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/anishathalye/porcupine"

	"pleach/internal/relay"
)

// history is what a crowd asked of one space and heard, with the order of calls
// and answers.
type history struct {
	clock atomic.Int64
	mu    sync.Mutex
	ops   []porcupine.Operation
}

// asked is a push of entries that follow one another in a chain, or a pull. A
// place is three bytes: whose chain, and the number in it.
type asked struct {
	places string // of a push
	after  uint64 // of a pull
}

// heard is the position after a push, or the places that a pull gave.
type heard struct {
	pos    uint64
	places string
}

const placeSize = 3

func place(device byte, seq uint64) string {
	return string([]byte{device, byte(seq >> 8), byte(seq)})
}

func places(device byte, b relay.Batch) string {
	var s strings.Builder
	for _, e := range b.Entries {
		s.WriteString(place(device, e.Seq))
	}
	return s.String()
}

// add records one operation that has ended, from its first try.
func (h *history) add(client int, call int64, in asked, out heard) {
	op := porcupine.Operation{ClientId: client, Input: in, Call: call, Output: out, Return: h.clock.Add(1)}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ops = append(h.ops, op)
}

// log is what a space is to the crowd: a log to which a push adds once, however
// often it is sent, and which a pull reads to its end. The state is its places.
var log = porcupine.Model{
	Init: func() any { return "" },
	Step: func(state, in, out any) (bool, any) {
		now, a, h := state.(string), in.(asked), out.(heard)
		if a.places == "" {
			from := int(a.after) * placeSize
			return from <= len(now) && now[from:] == h.places, now
		}
		if at := find(now, a.places); at >= 0 {
			return h.pos == uint64((at+len(a.places))/placeSize), now
		}
		if find(now, a.places[:placeSize]) >= 0 {
			return false, now // half a push
		}
		now += a.places
		return h.pos == uint64(len(now)/placeSize), now
	},
}

func find(log, part string) int {
	for from := 0; ; {
		at := strings.Index(log[from:], part)
		if at < 0 || (from+at)%placeSize == 0 {
			return max(at+from, at)
		}
		from += at + 1
	}
}

// check demands that there is one order of all that was asked, in which each
// operation happened at one moment between its call and its answer.
func (h *history) check(t *testing.T) {
	t.Helper()
	if !h.explained() {
		t.Fatalf("%d operations that no one order explains", len(h.ops))
	}
}

func (h *history) explained() bool { return porcupine.CheckOperations(log, h.ops) }
