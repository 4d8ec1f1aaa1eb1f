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

// PastBrought, in the private space, says with whom a space was shared that
// came along from another account of this person's. Its words are in copies, as
// those of any other space that has ended, and nobody can add to it.
type PastBrought struct {
	Space   wire.ID   `json:"space"`
	Self    wire.ID   `json:"self"`  // member id of this person there
	Other   wire.ID   `json:"other"` // and of the other
	Partner string    `json:"partner"`
	Inviter bool      `json:"inviter,omitempty"` // this person had invited
	Since   time.Time `json:"since"`
	At      time.Time `json:"at"`
}

// Kind implements Event.
func (PastBrought) Kind() string { return "past-brought/1" }

// Past is a person's copy of a space that was shared.
type Past struct {
	Ended   bool
	Brought *PastBrought // it came along from another account
	Own     bool         // this person left
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

func (p *Private) brought(e PastBrought) {
	p.past(e.Space, func(past *Past) { past.Brought = first(past.Brought, &e) })
}

func byPlace(a, b KeptEntry) int {
	return cmp.Or(cmp.Compare(a.Lamport, b.Lamport), slices.Compare(a.Device[:], b.Device[:]),
		cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Part, b.Part))
}

// Whole are the entries of the copy in the order of the space, each once and
// none in parts.
func (p Past) Whole() []KeptEntry {
	kept := slices.CompactFunc(slices.SortedFunc(slices.Values(p.Entries), byPlace),
		func(a, b KeptEntry) bool { return byPlace(a, b) == 0 })
	whole := kept[:0]
	for i := 0; i < len(kept); {
		one := kept[i]
		one.Part, one.Payload = 0, slices.Clone(one.Payload)
		for i++; i < len(kept) && kept[i].Device == one.Device && kept[i].Seq == one.Seq; i++ {
			one.Payload = append(one.Payload, kept[i].Payload...)
		}
		whole = append(whole, one)
	}
	return whole
}

// Given are the answers of the copy, each once.
func (p Past) Given() []KeptAnswer {
	seen := map[[2]wire.ID]bool{}
	var out []KeptAnswer
	for _, a := range p.Answers {
		if key := [2]wire.ID{a.Gate, a.Author}; !seen[key] {
			seen[key] = true
			out = append(out, a)
		}
	}
	return out
}

// Shared folds the copy as the space itself would be.
func (p Past) Shared() *Shared {
	var entries []Entry
	for _, e := range p.Whole() {
		entries = append(entries, Entry{Author: e.Author, Event: decoded(e.Payload)})
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
