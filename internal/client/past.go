package client

import (
	"cmp"
	"slices"

	"pleach/internal/bond"
	"pleach/seal"
	"pleach/wire"
)

// Past is what this person keeps of somebody they shared with.
type Past struct {
	Pair   bond.Pair
	Own    bool // this person has left
	Self   wire.ID
	Other  wire.ID
	Shared *bond.Shared
	Copy   bond.Past
}

// Past lists the person's copies of what was shared and has ended, newest
// first, also of what came along from another account.
func (p *Person) Past() []Past {
	private := p.Private()
	former := map[wire.ID]bool{}
	var out []Past
	for _, pair := range private.Ring.Former() {
		former[pair.Space] = true
		past := Past{Pair: pair, Own: private.Past[pair.Space].Own}
		if member, err := seal.ParseMember(pair.Member); err == nil {
			past.Self = member.Public().ID()
		}
		out = append(out, past)
	}
	for space, kept := range private.Past {
		if b := kept.Brought; b != nil && !former[space] {
			pair := bond.Pair{Space: space, Inviter: b.Inviter, Partner: b.Partner, Since: b.Since}
			out = append(out, Past{Pair: pair, Self: b.Self, Other: b.Other})
		}
	}
	for i := range out {
		out[i].fill(private.Past[out[i].Pair.Space])
	}
	slices.SortStableFunc(out, func(a, b Past) int {
		return cmp.Or(b.Pair.Since.Compare(a.Pair.Since), slices.Compare(a.Pair.Space[:], b.Pair.Space[:]))
	})
	return out
}

// fill reads the copy.
func (past *Past) fill(kept bond.Past) {
	past.Copy, past.Shared = kept, kept.Shared()
	for id, name := range past.Shared.Names {
		if id != past.Self {
			past.Other, past.Pair.Partner = id, name
		}
	}
}

// Moved reports whether all of it came along from another account.
func (p *Person) Moved() bool { return p.HasPast() && len(p.Private().Ring.Former()) == 0 }

// HasPast reports whether there is something of that, without reading it.
func (p *Person) HasPast() bool {
	private := p.Private()
	for _, kept := range private.Past {
		if kept.Brought != nil {
			return true
		}
	}
	return len(private.Ring.Former()) > 0
}
