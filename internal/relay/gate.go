package relay

import (
	"slices"

	"pleach/wire"
)

// Sealed is an answer as a store keeps it.
type Sealed struct {
	Account wire.ID
	Device  wire.ID
	Hash    wire.Hash // of Data, to recognise a repeat
	Data    []byte    // the answer's encoding
	Strict  bool      // it was posted without its wrap, which may follow as a key
	Key     wire.Hash // of the key's wrap once it was released, zero before
	Opened  bool      // it is in the stream
}

// NewSealed is what is kept of an answer that was read from data.
func NewSealed(by wire.ID, a wire.Answer, data []byte) Sealed {
	return Sealed{Account: by, Device: a.Device, Hash: wire.HashBody(data), Data: data, Strict: len(a.Wrap) == 0}
}

// Gate is what a store knows of a gate: who must answer, and who has.
type Gate struct {
	Members []wire.ID // accounts of the space, now
	Answers []Sealed
}

// Admit decides on one more answer. It is false without an error for a repeat
// of the same bytes. Errors: CodeGateAnswered, and CodeForbidden for somebody
// who joined after the gate had opened.
func (g Gate) Admit(a Sealed) (bool, error) {
	for _, have := range g.Answers {
		switch {
		case have.Account != a.Account:
		case have.Hash == a.Hash:
			return false, nil
		default:
			return false, Refuse(wire.CodeGateAnswered, "")
		}
	}
	if g.opened() {
		return false, Refuse(wire.CodeForbidden, "This was answered and opened before you joined.")
	}
	return true, nil
}

// Opens reports whether the gate opens: at least two members, and each has
// answered. Then Answers are to enter the stream at once, in the order that
// Sort gives.
func (g Gate) Opens() bool {
	if len(g.Members) < 2 || g.opened() {
		return false
	}
	for _, m := range g.Members {
		if !slices.ContainsFunc(g.Answers, func(a Sealed) bool { return a.Account == m }) {
			return false
		}
	}
	return true
}

// Sort orders the answers by device, so that nothing tells who was first.
func (g Gate) Sort() {
	slices.SortFunc(g.Answers, func(a, b Sealed) int {
		if c := slices.Compare(a.Device[:], b.Device[:]); c != 0 {
			return c
		}
		return slices.Compare(a.Account[:], b.Account[:])
	})
}

func (g Gate) opened() bool {
	return len(g.Answers) > 0 && g.Answers[0].Opened
}

// Of is what an account has answered, zero if it has not.
func (g Gate) Of(account wire.ID) Sealed {
	for _, a := range g.Answers {
		if a.Account == account {
			return a
		}
	}
	return Sealed{}
}

// AdmitKey decides whether a key may follow this answer, the one that the
// asking account gave to the key's gate. It is false without an error for a
// repeat. Errors: CodeNotFound while the gate is not open, CodeForbidden for
// another device's key, CodeGateAnswered when the answer has its key.
func (a Sealed) AdmitKey(k wire.Key) (bool, error) {
	wrap := wire.HashBody(k.Wrap)
	switch {
	case !a.Opened:
		return false, Refuse(wire.CodeNotFound, "There is no open answer of yours that this key belongs to.")
	case a.Device != k.Device:
		return false, Refuse(wire.CodeForbidden, "The answer is from another device.")
	case !a.Strict || (!a.Key.IsZero() && a.Key != wrap):
		return false, Refuse(wire.CodeGateAnswered, "The answer has its key already.")
	}
	return a.Key.IsZero(), nil
}
