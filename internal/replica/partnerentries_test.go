package replica_test

import (
	"bytes"
	"crypto/cipher"
	"math"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"

	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// asIs changes nothing.
func asIs(*wire.Header) {}

func one(e wire.Entry) forgery { return forgery{entries: []wire.Entry{e}} }

// header is an attack of one event in Noor's chain with a spoiled header.
func header(change func(*modified, *wire.Header)) func(*modified) forgery {
	return func(m *modified) forgery {
		return one(m.event("a lie", func(h *wire.Header) { change(m, h) }))
	}
}

// authorshipAttacks write in Ada's name.
var authorshipAttacks = []attack{
	{name: "an entry in Ada's chain", relay: wire.CodeForbidden, want: replica.ErrBadSignature,
		do: header(func(m *modified, h *wire.Header) {
			last := m.chain(m.adas())
			h.Device, h.Seq, h.Prev, h.Lamport = m.adas(), last.Header.Seq+1, last.Hash(), h.Lamport+1
		})},
	{name: "an entry in place of Ada's last", relay: wire.CodeForbidden, want: replica.ErrFork,
		do: header(func(m *modified, h *wire.Header) {
			last := m.chain(m.adas()).Header
			h.Device, h.Seq, h.Prev = m.adas(), last.Seq, last.Prev
		})},
	{name: "a certificate by Noor for a chain of Ada's", relay: wire.CodeForbidden, want: replica.ErrFork,
		do: func(m *modified) forgery {
			id := seal.DevicePublic{ID: m.adas(), Sign: m.device().Public().Sign}
			return one(m.begins(m.device(), m.adas(), seal.Certify(m.member(), m.space, id)))
		}},
	{name: "a certificate that says that it is by Ada", want: replica.ErrBadSignature,
		do: func(m *modified) forgery {
			d, ada := m.another(), m.ada.Person.Members[m.space].Public().ID()
			cert := seal.Certify(m.member(), m.space, d.Public())
			copy(cert[49:], ada[:])
			return one(m.begins(d, d.ID(), cert))
		}},
	{name: "Ada's own certificate, on another device", want: replica.ErrSplice,
		do: func(m *modified) forgery {
			d := m.another()
			_, entries := m.stored()
			for _, e := range entries {
				if e.Header.Device == m.adas() && e.Header.Seq == 1 {
					return one(m.begins(d, d.ID(), e.Body))
				}
			}
			return forgery{}
		}},
	{name: "a certificate by somebody who is not in the space", want: replica.ErrNotMember,
		do: func(m *modified) forgery {
			d, stranger := m.another(), must[seal.Member](m)(seal.NewMember(m.Rand()))
			return one(m.begins(d, d.ID(), seal.Certify(stranger, m.space, d.Public())))
		}},
	{name: "a certificate for another space", want: replica.ErrBadSignature,
		do: func(m *modified) forgery {
			d := m.another()
			return one(m.begins(d, d.ID(), seal.Certify(m.member(), wire.ID{1}, d.Public())))
		}},
	{name: "an entry that is signed with another key", want: replica.ErrBadSignature,
		do: func(m *modified) forgery {
			e := m.event("a lie", asIs)
			e.Sig = m.another().Sign(e.Hash())
			return one(e)
		}},
	{name: "an entry that nobody signed", relay: wire.CodeMalformed, want: replica.ErrBadSignature,
		do: func(m *modified) forgery {
			e := m.event("a lie", asIs)
			e.Sig = nil
			return one(e)
		}},
	{name: "a text that says that it is Ada's", shown: []string{`{"author":"Ada"}`},
		do: func(m *modified) forgery { return one(m.event(`{"author":"Ada"}`, asIs)) }},
	{name: "the very words of Ada's, under Noor's name", shown: []string{"Ada's"},
		do: func(m *modified) forgery { return one(m.event("Ada's", asIs)) }},
	{name: "an entry of Ada's, bytes and all, in Noor's chain", want: replica.ErrSplice,
		do: func(m *modified) forgery {
			e := m.chain(m.adas())
			h := m.next(wire.ClassEvent)
			h.Commitment = e.Header.Commitment
			e.Header = h
			return one(m.signed(e))
		}},
	{name: "many devices of her own, each with a chain", shown: nil,
		do: func(m *modified) forgery {
			for range 300 {
				d := m.another()
				m.tell(one(m.begins(d, d.ID(), seal.Certify(m.member(), m.space, d.Public()))))
			}
			return forgery{}
		}},
}

// orderAttacks lie about time and place.
var orderAttacks = []attack{
	{name: "the greatest Lamport time", want: replica.ErrOrder,
		do: header(func(_ *modified, h *wire.Header) { h.Lamport = math.MaxUint64 })},
	{name: "a Lamport time just out of reach", want: replica.ErrOrder,
		do: header(func(_ *modified, h *wire.Header) { h.Lamport += 1<<20 + 10 })},
	{name: "a Lamport time that goes back", want: replica.ErrOrder,
		do: header(func(_ *modified, h *wire.Header) { h.Lamport = 1 })},
	{name: "a Lamport time that stands still", want: replica.ErrOrder,
		do: header(func(_ *modified, h *wire.Header) { h.Lamport-- })},
	{name: "a Lamport time before what it saw", want: replica.ErrOrder,
		do: func(m *modified) forgery {
			d, last := m.another(), m.chain(m.adas())
			e := m.begins(d, d.ID(), seal.Certify(m.member(), m.space, d.Public()))
			e.Header.Lamport, e.Header.Seen = 1, []wire.Head{{Device: m.adas(), Seq: last.Header.Seq, Hash: last.Hash()}}
			e.Sig = d.Sign(e.Hash())
			return one(e)
		}},
	{name: "a chain that begins before everything", shown: []string{"before everything"},
		do: func(m *modified) forgery {
			d := m.another()
			first := m.begins(d, d.ID(), seal.Certify(m.member(), m.space, d.Public()))
			first.Header.Lamport = 1
			first.Sig = nil
			second := m.event("before everything", func(h *wire.Header) {
				h.Device, h.Seq, h.Prev, h.Lamport = d.ID(), 2, first.Hash(), 2
			})
			second.Sig = d.Sign(second.Hash())
			return forgery{entries: []wire.Entry{first, second}}
		}},
	{name: "another entry in a place of Noor's", relay: wire.CodeFork, want: replica.ErrFork,
		do: header(func(m *modified, h *wire.Header) {
			last := m.chain(h.Device).Header
			h.Seq, h.Prev = last.Seq, last.Prev
		})},
	{name: "a number that leaves one out", relay: wire.CodeGap, want: replica.ErrGap,
		do: header(func(_ *modified, h *wire.Header) { h.Seq++ })},
	{name: "the greatest number", relay: wire.CodeGap, want: replica.ErrGap,
		do: header(func(_ *modified, h *wire.Header) { h.Seq = math.MaxUint64 })},
	{name: "an entry that follows another one", relay: wire.CodeFork, want: replica.ErrFork,
		do: header(func(_ *modified, h *wire.Header) { h.Prev[0] ^= 1 })},
	{name: "an epoch that nobody began", want: replica.ErrEpochUnknown,
		do: header(func(_ *modified, h *wire.Header) { h.Epoch = math.MaxUint32 })},
	{name: "an epoch from before Noor came", want: replica.ErrOrder,
		do: header(func(_ *modified, h *wire.Header) { h.Epoch = 0 })},
	{name: "a head with number 0", want: replica.ErrOrder, do: seen(func(_ *modified, h *wire.Head) { h.Seq = 0 })},
	{name: "a head of its own chain", want: replica.ErrOrder,
		do: seen(func(m *modified, h *wire.Head) { h.Device, h.Seq = m.device().ID(), 1 })},
	{name: "a head of a device that is not there", want: replica.ErrGap,
		do: seen(func(m *modified, h *wire.Head) { h.Device = m.another().ID() })},
	{name: "a head that Ada's laptop has not written", want: replica.ErrGap,
		do: seen(func(_ *modified, h *wire.Head) { h.Seq = math.MaxUint64 })},
	{name: "a head that is another entry than Ada's", want: replica.ErrFork,
		do: seen(func(_ *modified, h *wire.Head) { h.Hash[0] ^= 1 })},
	{name: "as many heads as there may be", want: replica.ErrGap,
		do: header(func(m *modified, h *wire.Header) {
			for i := range wire.MaxSeen {
				h.Seen = append(h.Seen, wire.Head{Device: wire.ID{byte(i >> 8), byte(i), 1}, Seq: 1})
			}
		})},
	{name: "more heads than there may be", relay: wire.CodeMalformed, want: replica.ErrMalformed,
		do: header(func(m *modified, h *wire.Header) {
			for i := range wire.MaxSeen + 1 {
				h.Seen = append(h.Seen, wire.Head{Device: wire.ID{byte(i >> 8), byte(i), 1}, Seq: 1})
			}
		})},
}

// seen is an event that names the head of Ada's laptop, spoiled.
func seen(change func(*modified, *wire.Head)) func(*modified) forgery {
	return header(func(m *modified, h *wire.Header) {
		last := m.chain(m.adas())
		head := wire.Head{Device: m.adas(), Seq: last.Header.Seq, Hash: last.Hash()}
		change(m, &head)
		h.Seen = []wire.Head{head}
	})
}

// sealAttacks are entries whose inside is not what it should be.
var sealAttacks = []attack{
	{name: "a key that is not the one committed to", want: replica.ErrSplice,
		do: header(func(_ *modified, h *wire.Header) { h.Commitment[0] ^= 1 })},
	{name: "no commitment", want: replica.ErrSplice,
		do: header(func(_ *modified, h *wire.Header) { h.Commitment = wire.Hash{} })},
	{name: "a key from another entry", want: replica.ErrSplice, do: spoiled(func(m *modified, e *wire.Entry) {
		e.Wrap = m.chain(m.adas()).Wrap
	})},
	{name: "no key", want: replica.ErrSplice, do: spoiled(func(_ *modified, e *wire.Entry) { e.Wrap = nil })},
	{name: "a body of random bytes", want: replica.ErrSplice, do: spoiled(func(_ *modified, e *wire.Entry) {
		e.Body = bytes.Repeat([]byte{7}, 552)
	})},
	{name: "no body", want: replica.ErrSplice, do: spoiled(func(_ *modified, e *wire.Entry) { e.Body = nil })},
	{name: "padding that is not zero", want: replica.ErrSplice, do: padded(func(b []byte) []byte { b[511] = 1; return b })},
	{name: "padding to an odd size", want: replica.ErrSplice, do: padded(func(b []byte) []byte { return append(b, 0) })},
	{name: "a length beyond the text", want: replica.ErrSplice, do: padded(func(b []byte) []byte { b[0] = 255; return b })},
	{name: "no words from the beginning", want: replica.ErrWithheld, do: spoiled(func(_ *modified, e *wire.Entry) {
		*e = e.Erase()
	})},
	{name: "text that is no text", shown: []string{"\xff\xfe\x00\xc0"},
		do: func(m *modified) forgery { return one(m.event("\xff\xfe\x00\xc0", asIs)) }},
	{name: "no text", shown: []string{""}, do: func(m *modified) forgery { return one(m.event("", asIs)) }},
	{name: "a body larger than a server takes", relay: wire.CodeTooLarge, shown: []string{huge},
		do: func(m *modified) forgery { return one(m.event(huge, asIs)) }},
	{name: "a kind of entry that nobody knows", relay: wire.CodeVersion, want: replica.ErrVersion,
		do: header(func(_ *modified, h *wire.Header) { h.Class = 9 })},
	{name: "an entry of another space", relay: wire.CodeMalformed, want: replica.ErrSplice,
		do: header(func(_ *modified, h *wire.Header) { h.Space[0] ^= 1 })},
	{name: "a certificate in the middle of a chain", relay: wire.CodeMalformed, want: replica.ErrMalformed,
		do: spoiled(func(m *modified, e *wire.Entry) {
			e.Header.Class, e.Header.Commitment, e.Wrap = wire.ClassCert, wire.Hash{}, nil
			e.Body = seal.Certify(m.member(), m.space, m.device().Public())
		})},
}

var huge = string(bytes.Repeat([]byte("x"), 2<<20))

// spoiled changes a sealed event and signs it again.
func spoiled(change func(*modified, *wire.Entry)) func(*modified) forgery {
	return func(m *modified) forgery {
		e := m.event("a lie", asIs)
		change(m, &e)
		return one(m.signed(e))
	}
}

// padded seals a text with a padding of its own.
func padded(change func([]byte) []byte) func(*modified) forgery {
	return func(m *modified) forgery {
		key := must[seal.Key](m)(seal.NewKey(m.Rand()))
		h := m.next(wire.ClassEvent)
		h.Commitment = key.Commitment()
		e := m.sealed(h, key, "a lie")
		e.Body = boxed(m, key, h.Bytes(), change(append([]byte{0, 0, 0, 5}, append([]byte("a lie"), make([]byte, 503)...)...)))
		return one(m.signed(e))
	}
}

// boxed seals bytes as a body that are padded already.
func boxed(t tb, key seal.Key, header, plain []byte) []byte {
	t.Helper()
	aead := must[cipher.AEAD](t)(chacha20poly1305.NewX(key[:]))
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	return aead.Seal(nonce, nonce, plain, slices.Concat([]byte("pleach/1 body\x00"), header))
}
