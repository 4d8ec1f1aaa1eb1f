package bond

import (
	"cmp"
	"slices"
	"time"

	"pleach/wire"
)

// SharingEnded, in the private space, says that a shared space is over for this
// person. Everything else of theirs goes on.
type SharingEnded struct {
	Space wire.ID `json:"space"`
	// Own: this person has left. When the other has, nothing says when.
	Own bool      `json:"own,omitempty"`
	At  time.Time `json:"at,omitzero"`
}

// Kind implements Event.
func (SharingEnded) Kind() string { return "sharing-ended/1" }

// CopyKept, in the private space, is a part of this person's own copy of what was
// shared. Copies of several devices add up: what is in two is there once.
type CopyKept struct {
	Space   wire.ID      `json:"space"`
	Entries []KeptEntry  `json:"entries,omitempty"`
	Answers []KeptAnswer `json:"answers,omitempty"`
}

// Kind implements Event.
func (CopyKept) Kind() string { return "copy-kept/1" }

// KeptEntry is an entry of the shared space at its place in the order there, or
// a part of one that is large.
type KeptEntry struct {
	Lamport uint64  `json:"lamport"`
	Device  wire.ID `json:"device"`
	Seq     uint64  `json:"seq"`
	Part    int     `json:"part,omitempty"`
	Author  wire.ID `json:"author"`
	Payload []byte  `json:"payload"`
}

// KeptAnswer is one person's answer to a gate that had opened.
type KeptAnswer struct {
	Gate    wire.ID `json:"gate"`
	Author  wire.ID `json:"author"`
	Payload []byte  `json:"payload"`
}

// Past is a person's copy of a space that was shared.
type Past struct {
	Ended   bool
	Own     bool // this person left
	Entries []KeptEntry
	Answers []KeptAnswer
}

func (p *Private) past(space wire.ID, change func(*Past)) {
	if p.Past == nil {
		p.Past = map[wire.ID]Past{}
	}
	past := p.Past[space]
	change(&past)
	p.Past[space] = past
}

func (p *Private) end(e SharingEnded) {
	p.past(e.Space, func(past *Past) { past.Ended, past.Own = true, past.Own || e.Own })
	if p.Ring.Ended == nil {
		p.Ring.Ended = map[wire.ID]bool{}
	}
	p.Ring.Ended[e.Space] = true
}

func (p *Private) copied(e CopyKept) {
	p.past(e.Space, func(past *Past) {
		past.Entries = append(past.Entries, e.Entries...)
		past.Answers = append(past.Answers, e.Answers...)
	})
}

func byPlace(a, b KeptEntry) int {
	return cmp.Or(cmp.Compare(a.Lamport, b.Lamport), slices.Compare(a.Device[:], b.Device[:]),
		cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Part, b.Part))
}

// Shared folds the copy as the space itself would be.
func (p Past) Shared() *Shared {
	kept := slices.CompactFunc(slices.SortedFunc(slices.Values(p.Entries), byPlace),
		func(a, b KeptEntry) bool { return byPlace(a, b) == 0 })
	var entries []Entry
	for i := 0; i < len(kept); {
		first, payload := kept[i], []byte(nil)
		for ; i < len(kept) && kept[i].Device == first.Device && kept[i].Seq == first.Seq; i++ {
			payload = append(payload, kept[i].Payload...)
		}
		entries = append(entries, Entry{Author: first.Author, Event: decoded(payload)})
	}
	return FoldShared(entries)
}

func decoded(payload []byte) Event {
	e, err := Decode(payload)
	if err != nil {
		return Unknown{}
	}
	return e
}

// Opened are the answers of a round that both had given, by author.
func (p Past) Opened(gate wire.ID) map[wire.ID]Answers {
	out := map[wire.ID]Answers{}
	for _, a := range p.Answers {
		if e, ok := decoded(a.Payload).(Answers); ok && a.Gate == gate {
			out[a.Author] = e
		}
	}
	return out
}
