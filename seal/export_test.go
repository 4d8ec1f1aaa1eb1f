package seal

import "crypto/ed25519"

// Resign lets tests write commits that an honest program would not.
func Resign(c *Commit, m Member) { c.Sig = ed25519.Sign(m.sign, c.message()) }

// SealStep seals any bytes as a pairing step, for the fuzzers.
func (s InviteSecret) SealStep(step string, before [][]byte, plain []byte) ([]byte, error) {
	return s.seal(zeros{}, step, before, plain)
}

// OpenStep returns the bytes inside a pairing step.
func (s InviteSecret) OpenStep(step string, before [][]byte, sealed []byte) ([]byte, error) {
	return s.open(step, before, sealed)
}

// Encoded is a baggage as it is sealed, and Reseal seals any bytes as one.
func (b Baggage) Encoded() ([]byte, error) { return b.encode() }

func (h Handover) Reseal(master Key, plain []byte) Handover {
	h.Sealed, _ = lock(zeros{}, nil, handoverKey(master, h.Account), message("handover", h.clear()), plain)
	return h
}

// StringAs writes a handover of another version.
func (h Handover) StringAs(version byte) string { return h.write(version) }

// Pad and Unpad are the padding of bodies, for the fuzzers.
var Pad, Unpad = pad, unpad

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
