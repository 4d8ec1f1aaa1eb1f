package replica_test

import (
	"math"

	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// own is the chain of Ada's phone, which is lied to about what it wrote itself.
func (m *modified) own() wire.ID { return m.phone.Device() }

// seenOwn is an event that names the head of the phone's own chain, spoiled.
func seenOwn(change func(*wire.Head)) func(*modified) forgery {
	return header(func(m *modified, h *wire.Header) {
		last := m.chain(m.own())
		head := wire.Head{Device: m.own(), Seq: last.Header.Seq, Hash: last.Hash()}
		change(&head)
		h.Seen = []wire.Head{head}
	})
}

// memoryAttacks would have Ada's phone believe that it wrote something else than
// it did. That takes its own signature: it never begins anew, and stays who it is.
var memoryAttacks = []attack{
	{name: "a head that Ada's own phone has not written", want: replica.ErrGap, do: seenOwn(func(h *wire.Head) { h.Seq += 5 })},
	{name: "the greatest head of Ada's own phone", want: replica.ErrGap, do: seenOwn(func(h *wire.Head) { h.Seq = math.MaxUint64 })},
	{name: "a head that is another entry than the phone's own", want: replica.ErrFork, do: seenOwn(func(h *wire.Head) { h.Hash[0] ^= 1 })},
	{name: "an entry in the phone's own chain", relay: wire.CodeForbidden, want: replica.ErrBadSignature,
		do: header(func(m *modified, h *wire.Header) {
			last := m.chain(m.own())
			h.Device, h.Seq, h.Prev = m.own(), last.Header.Seq+1, last.Hash()
		})},
	{name: "an entry in place of the phone's own last", relay: wire.CodeForbidden, want: replica.ErrBadSignature,
		do: header(func(m *modified, h *wire.Header) {
			last := m.chain(m.own()).Header
			h.Device, h.Seq, h.Prev = m.own(), last.Seq, last.Prev
		})},
	{name: "a certificate by Noor for the phone's own chain", relay: wire.CodeForbidden, want: replica.ErrBadSignature,
		do: func(m *modified) forgery {
			id := seal.DevicePublic{ID: m.own(), Sign: m.device().Public().Sign}
			return one(m.begins(m.device(), m.own(), seal.Certify(m.member(), m.space, id)))
		}},
	{name: "another answer by the phone itself", relay: wire.CodeForbidden, want: replica.ErrBadSignature,
		do: says("Ada says yes", func(m *modified, a *wire.Answer) { a.Device = m.own() })},
}
