package replica_test

import (
	"bytes"
	"fmt"
	"slices"

	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// erasureAttacks take away what is not Noor's.
var erasureAttacks = []attack{
	{name: "erasing what Ada wrote", relay: wire.CodeForbidden, want: replica.ErrNotAuthor,
		do: func(m *modified) forgery { return one(m.erases(m.chain(m.adas()))) }},
	{name: "erasing what Ada wrote, by another name", want: replica.ErrGap,
		do: func(m *modified) forgery {
			e := m.chain(m.adas())
			e.Header.Device = m.another().ID()
			return one(m.erases(e))
		}},
	{name: "erasing another text in Ada's place", relay: wire.CodeForbidden, want: replica.ErrFork,
		do: func(m *modified) forgery {
			e := m.chain(m.adas())
			e.Header.Lamport++
			return one(m.erases(e))
		}},
	{name: "erasing what Ada will write next", relay: wire.CodeForbidden, want: replica.ErrGap,
		do: func(m *modified) forgery {
			e := m.chain(m.adas())
			e.Header.Seq++
			return one(m.erases(e))
		}},
	{name: "erasing Ada's certificate", relay: wire.CodeMalformed, want: replica.ErrMalformed,
		do: func(m *modified) forgery {
			e := m.chain(m.adas())
			e.Header.Seq = 1
			return one(m.erases(e))
		}},
	{name: "erasing what Noor's own chain has not reached", want: replica.ErrGap,
		do: func(m *modified) forgery {
			e := m.chain(m.device().ID())
			e.Header.Seq += 5
			return one(m.erases(e))
		}},
	{name: "erasing that something was erased", shown: []string{},
		do: func(m *modified) forgery {
			text := m.event("said and erased", asIs)
			m.tell(one(text))
			syncAll(m, m.phone)
			m.tell(one(m.erases(text)))
			return one(m.erases(m.chain(m.device().ID())))
		}},
	{name: "erasing in words", want: replica.ErrMalformed, relay: wire.CodeMalformed,
		do: func(m *modified) forgery {
			return one(m.signed(wire.Entry{Header: m.next(wire.ClassErase), Body: []byte("all of it")}))
		}},
	{name: "serving again what was erased", shown: []string{},
		do: func(m *modified) forgery {
			text := m.event("said and erased", asIs)
			m.tell(one(text))
			m.tell(one(m.erases(text)))
			syncAll(m, m.phone)
			m.serve(one(text))
			return forgery{}
		}},
}

func says(text string, change func(*modified, *wire.Answer)) func(*modified) forgery {
	return func(m *modified) forgery {
		return forgery{answers: []wire.Answer{m.says(text, func(a *wire.Answer) { change(m, a) })}}
	}
}

// revealed lets both answer honestly, and the gate open for everybody.
func revealed(m *modified) {
	answer(m, m.noor, "Noor's answer")
	syncAll(m, m.noor, m.phone, m.noor, m.laptop, m.phone)
	if got := answers(m.noor, thisWeek); !slices.Contains(got, adaAnswers) {
		m.Fatal("the gate has not opened")
	}
}

// gateAttacks are about answers that both give alone.
var gateAttacks = []attack{
	{name: "an answer that nothing opens", want: replica.ErrSplice,
		do: says("", func(_ *modified, a *wire.Answer) { a.Body = bytes.Repeat([]byte{9}, 552) })},
	{name: "an answer whose key is another", want: replica.ErrSplice,
		do: says("", func(_ *modified, a *wire.Answer) { a.Commitment[0] ^= 1 })},
	{name: "an answer with the key of Ada's entry", want: replica.ErrSplice,
		do: says("", func(m *modified, a *wire.Answer) { a.Wrap = m.chain(m.adas()).Wrap })},
	{name: "an answer with another gate's key", want: replica.ErrSplice,
		do: func(m *modified) forgery {
			other := m.says("early", func(a *wire.Answer) { a.Gate = wire.ID{8} })
			return says("", func(_ *modified, a *wire.Answer) { a.Wrap = other.Wrap })(m)
		}},
	{name: "an answer for another gate, in this one", want: replica.ErrBadSignature,
		do: func(m *modified) forgery {
			a := m.says("Noor's", func(a *wire.Answer) { a.Gate = wire.ID{8} })
			a.Gate = thisWeek // and signed for the other
			return forgery{answers: []wire.Answer{a}}
		}},
	{name: "no answer, with a key that never comes", released: true,
		do: says("", func(_ *modified, a *wire.Answer) { a.Wrap = []byte{} })},
	{name: "an answer whose key opens nothing", want: replica.ErrSplice, released: true,
		do: func(m *modified) forgery {
			a := m.says("", func(a *wire.Answer) { a.Wrap = []byte{} })
			m.tell(forgery{answers: []wire.Answer{a}})
			syncAll(m, m.phone)
			return forgery{keys: []wire.Key{{Gate: thisWeek, Device: a.Device, Wrap: bytes.Repeat([]byte{1}, wire.WrapSize)}}}
		}},
	{name: "an empty answer", released: true, do: says("", func(*modified, *wire.Answer) {})},
	{name: "an answer changed after the reveal", relay: wire.CodeGateAnswered, want: replica.ErrFork, released: true,
		do: func(m *modified) forgery { revealed(m); return says("another", func(*modified, *wire.Answer) {})(m) }},
	{name: "a second answer by another device of hers", relay: wire.CodeGateAnswered, want: replica.ErrFork, released: true,
		do: func(m *modified) forgery {
			revealed(m)
			d := m.another()
			m.tell(one(m.begins(d, d.ID(), seal.Certify(m.member(), m.space, d.Public()))))
			a := m.says("another", func(a *wire.Answer) { a.Device = d.ID() })
			a.Sig = d.Sign(a.Hash())
			return forgery{answers: []wire.Answer{a}}
		}},
	{name: "another key for an answer that was read", relay: wire.CodeGateAnswered, released: true,
		do: func(m *modified) forgery {
			revealed(m)
			return forgery{keys: []wire.Key{{Gate: thisWeek, Device: m.device().ID(), Wrap: bytes.Repeat([]byte{1}, wire.WrapSize)}}}
		}},
	{name: "an answer in Ada's name", relay: wire.CodeForbidden, want: replica.ErrBadSignature,
		do: says("Ada says yes", func(m *modified, a *wire.Answer) { a.Device = m.adas() })},
	{name: "an answer by a device without a chain", want: replica.ErrNotMember,
		do: says("", func(m *modified, a *wire.Answer) { a.Device = m.another().ID() })},
	{name: "an answer of an epoch that nobody began", want: replica.ErrEpochUnknown,
		do: says("", func(_ *modified, a *wire.Answer) { a.Epoch = 99 })},
	{name: "an answer of an epoch from before Noor came", want: replica.ErrNotMember,
		do: says("", func(_ *modified, a *wire.Answer) { a.Epoch = 0 })},
	{name: "an answer of another space", relay: wire.CodeMalformed, want: replica.ErrSplice,
		do: says("", func(_ *modified, a *wire.Answer) { a.Space[0] ^= 1 })},
	{name: "a key for Ada's answer before there is one", relay: wire.CodeNotFound, want: replica.ErrGap,
		do: func(m *modified) forgery {
			return forgery{keys: []wire.Key{{Gate: thisWeek, Device: m.phone.Device(), Wrap: bytes.Repeat([]byte{1}, wire.WrapSize)}}}
		}},
	{name: "answers to many gates that Ada never heard of",
		do: func(m *modified) forgery {
			for i := range 50 {
				gate := wire.ID{200, byte(i)}
				m.tell(forgery{answers: []wire.Answer{m.says(fmt.Sprint("round ", i), func(a *wire.Answer) { a.Gate = gate })}})
			}
			m.forget() // they stay at the relay: Ada answers none of them
			return one(m.event("there is more", asIs))
		}, shown: []string{"there is more"}},
}
