package client

import (
	"context"
	"fmt"
	"slices"

	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// line is a person's master keys, newest first. The newest opens the older
// ones, so that what was sealed under them is taken over on each device when it
// comes to it, and a step that was cut off is gone on with.
type line struct {
	account wire.ID
	space   wire.ID // the private space, of the oldest
	masters []seal.Key
}

func (v *vaultRecord) line(master seal.Key) (line, error) {
	space, _ := seal.PrivateSpace(master, v.Account)
	l := line{account: v.Account, space: space, masters: []seal.Key{master}}
	if len(v.Before) == 0 {
		return l, nil
	}
	s, err := seal.OpenSuccession(master, v.Account, v.Before)
	if err != nil {
		return l, fmt.Errorf("%w: %w", ErrVault, err)
	}
	l.space, l.masters = s.Space, append(l.masters, s.Masters...)
	return l, nil
}

// formerly are the keys that records of one purpose may still be sealed under.
func (v *vaultRecord) formerly(l line, purpose string) []seal.Key {
	if !v.Behind {
		return nil
	}
	var keys []seal.Key
	for _, m := range l.masters[1:] {
		keys = append(keys, seal.LocalKey(m, purpose))
	}
	return keys
}

// members are the person's keys in the private space, newest first.
func (l line) members() []seal.Member {
	var out []seal.Member
	for _, m := range l.masters {
		_, member := seal.PrivateSpace(m, l.account)
		out = append(out, member)
	}
	return out
}

// succession is what a key after the newest one has to know.
func (l line) succession() seal.Succession {
	s := seal.Succession{Space: l.space}
	for _, m := range slices.Backward(l.masters) {
		s = s.After(m)
	}
	return s
}

// lineage is a copy of the person's line, so that locking can wipe the keys while
// one is in use. ErrLocked once that has happened.
func (p *Person) lineage() (line, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.done:
		return line{}, ErrLocked
	default:
		l := p.line
		l.masters = slices.Clone(l.masters)
		return l, nil
	}
}

func (l line) zero() {
	for i := range l.masters {
		l.masters[i].Zero()
	}
}

// openPrivate opens the private space with the newest keys that are in it as
// far as this device knows. A device that knows nothing begins with those before
// the newest: whoever made the newest may not have handed over yet.
func (p *Person) openPrivate(ctx context.Context) (*space, error) {
	members := p.line.members()
	s, err := p.openSpace(ctx, p.line.space, members[min(1, len(members)-1)], wire.Hash{})
	if err != nil {
		return nil, err
	}
	holder, known, err := s.holder(members)
	if err == nil && known && s.keys() != holder.Public().ID() {
		err = s.openAs(ctx, holder)
	}
	return s, err
}

// holder is whose of the members the private space is as of the newest commit;
// false when the device has none.
func (s *space) holder(members []seal.Member) (seal.Member, bool, error) {
	newest, ok := s.rep().Newest()
	if !ok {
		return seal.Member{}, false, nil
	}
	for _, m := range members {
		if len(newest.Members) == 1 && newest.Members[0].ID() == m.Public().ID() {
			return m, true, nil
		}
	}
	return seal.Member{}, false, fmt.Errorf("%w: somebody else is in the private space", replica.ErrNotMember)
}

func (s *space) memberKeys() seal.Member {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.member
}

// keys names the member keys that the space is open with.
func (s *space) keys() [16]byte { return s.memberKeys().Public().ID() }

// openAs goes on with other member keys of the same person.
func (s *space) openAs(ctx context.Context, m seal.Member) error {
	if err := s.rep().As(ctx, m); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.member = m
	return nil
}

// catchUp seals what this device holds under the newest master key, after it
// was replaced here or on another device. The replicas did so when they opened.
func (p *Person) catchUp(ctx context.Context) error {
	if !p.vault.Behind {
		return nil
	}
	if err := p.box.sealAgain(ctx); err != nil {
		return err
	}
	fresh := *p.vault
	fresh.Behind = false
	if err := fresh.save(ctx, p.cfg.Storage); err != nil {
		return err
	}
	*p.vault = fresh
	return nil
}

// succeed takes the private space over to the newest master key's member keys.
// Every device may find that done, half done, or not begun.
func (p *Person) succeed(ctx context.Context) error {
	p.succeeding.Lock()
	defer p.succeeding.Unlock()
	l, err := p.lineage()
	if err != nil {
		return err
	}
	members := l.members()
	heir := members[0]
	for p.private.keys() != heir.Public().ID() {
		holder, known, err := p.private.holder(members)
		if err != nil || !known {
			return err
		}
		if p.private.keys() == holder.Public().ID() {
			if err := p.private.rep().Rotate(ctx, replica.Rotation{Renew: &heir}); err != nil {
				return err
			}
			holder = heir
		}
		if err := p.private.openAs(ctx, holder); err != nil {
			return err
		}
		if err := p.private.rep().Sync(ctx); err != nil { // and signs, where it has to
			return err
		}
	}
	return nil
}
