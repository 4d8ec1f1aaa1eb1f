package client

import (
	"context"

	"pleach/internal/bond"
	"pleach/internal/replica"
	"pleach/wire"
)

// erase writes an event that takes something back, and erases the words of what
// this person had written about it: here and now, at the relay when it hears of
// it, and on every other device when that does. Their places stay.
func (s *space) erase(ctx context.Context, about wire.ID, back bond.Event) error {
	refs, payloads, err := s.about(about)
	if err != nil {
		return err
	}
	payload, err := bond.Encode(back)
	if err != nil {
		return err
	}
	if err := s.rep().Erase(ctx, refs, append(payloads, payload)...); err != nil {
		return err
	}
	s.person.kick()
	s.person.cfg.Changed()
	return nil
}

// about finds what this person wrote about a thing, and what stays of each.
func (s *space) about(id wire.ID) (refs []replica.Ref, left [][]byte, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	self := s.replica.Self()
	for i, e := range s.entries() {
		about, empty, ok := bond.Empty(e.Event)
		if !ok || about != id || e.Author != self {
			continue
		}
		payload, err := bond.Encode(empty)
		if err == nil {
			payload, err = bond.Encode(bond.Emptied{Event: string(payload)})
		}
		if err != nil {
			return nil, nil, err
		}
		refs, left = append(refs, s.places[i]), append(left, payload)
	}
	return refs, left, nil
}

// forget drops decoded events whose entries are gone.
func (s *space) forget() {
	if len(s.decoded) <= len(s.places) {
		return
	}
	kept := make(map[replica.Ref]bond.Event, len(s.places))
	for _, ref := range s.places {
		kept[ref] = s.decoded[ref]
	}
	s.decoded = kept
}

// unerased are those of refs that this person can still read here.
func unerased(r *replica.Replica, refs []replica.Ref) []replica.Ref {
	wanted := map[replica.Ref]bool{}
	for _, ref := range refs {
		wanted[ref] = true
	}
	var out []replica.Ref
	for _, e := range r.Entries() {
		if wanted[e.Ref] && e.Author == r.Self() {
			out = append(out, e.Ref)
		}
	}
	return out
}
