package client

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"pleach/internal/bond"
	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// epochLife is for how long a key is used by a device that still has something
// to send.
const epochLife = 30 * 24 * time.Hour

// epochSeen is since when this device has known a space's newest epoch.
type epochSeen struct {
	Epoch uint32    `json:"epoch"`
	Since time.Time `json:"since"`
}

// stale reports whether an epoch is due to be replaced, by this device's clock.
// When that cannot be kept, another month begins.
func (s *space) stale(epoch uint32) bool {
	ctx, name, now := context.Background(), nameEpoch+s.id.String(), s.person.cfg.Now()
	var seen epochSeen
	raw, err := s.person.box.get(ctx, name)
	if err == nil && raw != nil && json.Unmarshal(raw, &seen) == nil && seen.Epoch == epoch {
		return now.Sub(seen.Since) > epochLife
	}
	if raw, err = json.Marshal(epochSeen{epoch, now}); err == nil {
		_ = s.person.box.put(ctx, name, raw)
	}
	return false
}

// pairKeys are this person's member keys in a shared space, oldest first.
func pairKeys(pair bond.Pair) ([]seal.Member, error) {
	var out []seal.Member
	for _, raw := range append([][]byte{pair.Member}, pair.Renewed...) {
		m, err := seal.ParseMember(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// openPair opens a shared space with the keys that are in it as far as this
// device knows.
func (p *Person) openPair(ctx context.Context, pair bond.Pair) (*space, error) {
	keys, err := pairKeys(pair)
	if err != nil {
		return nil, err
	}
	s, err := p.openSpace(ctx, pair.Space, keys[0], wire.Hash(pair.Anchor))
	if err != nil {
		return nil, err
	}
	if newest, ok := s.rep().Newest(); ok {
		if m, is := heldBy(newest, keys); is && s.keys() != m.Public().ID() {
			err = s.openAs(ctx, m)
		}
	}
	return s, err
}

// heldBy is which of the keys are in a commit.
func heldBy(c seal.Commit, keys []seal.Member) (seal.Member, bool) {
	for _, m := range keys {
		if slices.ContainsFunc(c.Members, func(o seal.MemberPublic) bool { return o.ID() == m.Public().ID() }) {
			return m, true
		}
	}
	return seal.Member{}, false
}

// renewPair sees to it that keys which somebody with the old password could
// have read are not used any longer. Whoever changes the password makes new ones
// for the shared space too, once; each device goes over to them.
func (p *Person) renewPair(ctx context.Context) error {
	_, s := p.spaces()
	pair, ok := p.Private().Ring.Pair()
	if s == nil || !ok || s.id != pair.Space {
		return nil
	}
	l, err := p.lineage()
	if err != nil {
		return err
	}
	heir, first := p.private.keys(), l.members()[0].Public().ID()
	if heir == first && len(l.masters) > 1 && !p.Private().Ring.RenewedFor(pair.Space, heir) {
		m, err := seal.NewMember(p.cfg.Rand)
		if err != nil {
			return err
		}
		e := bond.MemberRenewed{Space: pair.Space, Member: m.Bytes(), After: heir, At: p.cfg.Now()}
		if err := p.private.write(ctx, e); err != nil {
			return err
		}
		pair.Renewed = append(slices.Clone(pair.Renewed), e.Member)
	}
	return p.takeKeys(ctx, s, pair)
}

// takeKeys goes from the keys that the space is open with to the newest. The
// person's other devices know of them before anybody needs them.
func (p *Person) takeKeys(ctx context.Context, s *space, pair bond.Pair) error {
	keys, err := pairKeys(pair)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(keys, func(m seal.Member) bool { return m.Public().ID() == s.keys() })
	if at+1 == len(keys) {
		return nil
	}
	if err := p.private.sync(ctx, p.api); err != nil {
		return err
	}
	for _, m := range keys[at+1:] {
		err := s.rep().Rotate(ctx, replica.Rotation{Renew: &m})
		if errors.Is(err, replica.ErrRenewed) {
			continue // they were used and replaced while this device was away
		}
		if err == nil {
			err = s.openAs(ctx, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
