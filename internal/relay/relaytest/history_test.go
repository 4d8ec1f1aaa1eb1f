package relaytest

import "testing"

// TestWhatNoOrderExplains: the histories that a store must not make are found.
func TestWhatNoOrderExplains(t *testing.T) {
	one, two := place(1, 1), place(1, 2)
	other := place(2, 1)
	for name, c := range map[string]struct {
		ops  []func(h *history) // one after another
		want bool
	}{
		"all is well":                     {steps(push(one+two, 2), push(other, 3), pull(0, one+two+other), pull(2, other)), true},
		"asked twice":                     {steps(push(one, 1), push(one, 1), pull(0, one)), true},
		"stored twice":                    {steps(push(one, 1), push(one, 2)), false},
		"acknowledged and lost":           {steps(push(one, 1), pull(0, "")), false},
		"half of it is there":             {steps(push(one+two, 2), pull(0, one)), false},
		"seen and gone":                   {steps(push(one, 1), push(other, 2), pull(0, one+other), pull(0, one)), false},
		"the order changes":               {steps(push(one, 1), push(other, 2), pull(0, other+one)), false},
		"a position that nobody has":      {steps(push(one, 7)), false},
		"something that nobody has said":  {steps(pull(0, one)), false},
		"a cursor that hides what is new": {steps(push(one, 1), push(other, 2), pull(1, "")), false},
	} {
		h := &history{}
		for _, op := range c.ops {
			op(h)
		}
		if h.explained() != c.want {
			t.Errorf("%s: explained is %v", name, !c.want)
		}
	}
}

func steps(ops ...func(*history)) []func(*history) { return ops }

func push(places string, pos uint64) func(*history) {
	return func(h *history) { h.add(0, h.clock.Add(1), asked{places: places}, heard{pos: pos}) }
}

func pull(after uint64, places string) func(*history) {
	return func(h *history) { h.add(0, h.clock.Add(1), asked{after: after}, heard{places: places}) }
}
