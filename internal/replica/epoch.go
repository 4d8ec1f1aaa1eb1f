package replica

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"pleach/seal"
	"pleach/wire"
)

// epoch is one verified commit and what it means here.
type epoch struct {
	commit  seal.Commit
	raw     []byte
	key     seal.Key
	open    bool      // whether key is known
	keys    []wire.ID // ids of the member keys, as in the commit
	persons []wire.ID // whose each of keys is; see named
	members []wire.ID // persons, ascending
}

// epochs are a space's commits, by number. They only grow.
type epochs []epoch

// newEpoch reads a commit without judging it.
func newEpoch(raw []byte) (epoch, error) {
	c, err := seal.ParseCommit(raw)
	if err != nil {
		return epoch{}, fmt.Errorf("%w: %w", ErrBadCommit, err)
	}
	e := epoch{commit: c, raw: bytes.Clone(raw)}
	for _, m := range c.Members {
		e.keys = append(e.keys, m.ID())
	}
	return e, nil
}

// merge takes commits from number from on: those that are known must be the
// same, those that are new must follow. The receiver is not changed. With an
// error come those before the commit that does not fit, so that nobody takes
// away what was there by adding to it.
func (es epochs) merge(cfg *Config, from int, raws [][]byte) (epochs, error) {
	out, err := es.follow(cfg, from, raws)
	for len(out) > len(es) {
		if !out.anchored(cfg) {
			return es, fmt.Errorf("%w: the commit that this person knows is not among them", ErrBadCommit)
		}
		fit, keyErr := out.unlock(cfg, len(es))
		if keyErr == nil {
			return out, err
		}
		out, err = out[:max(fit, len(es))], keyErr
	}
	return es, err
}

// follow adds the commits that follow, as far as can be seen without a key.
func (es epochs) follow(cfg *Config, from int, raws [][]byte) (epochs, error) {
	out := slices.Clone(es)
	for i, raw := range raws {
		n := from + i
		if n < len(out) {
			if !bytes.Equal(out[n].raw, raw) {
				return out, fmt.Errorf("%w: commit %d", ErrFork, n)
			}
			continue
		}
		e, err := out.next(cfg, raw)
		if err != nil {
			return out, err
		}
		out = append(out, out.named(e))
	}
	return out, nil
}

// next verifies the commit that follows.
func (es epochs) next(cfg *Config, raw []byte) (epoch, error) {
	e, err := newEpoch(raw)
	if err != nil {
		return epoch{}, err
	}
	var prev *seal.Commit
	if len(es) > 0 {
		prev = &es[len(es)-1].commit
	}
	if err := e.commit.Verify(prev); err != nil {
		return epoch{}, fmt.Errorf("%w: %w", ErrBadCommit, err)
	}
	switch {
	case wire.ID(e.commit.Space) != cfg.Space:
		return epoch{}, fmt.Errorf("%w: commit %d is of another space", ErrBadCommit, e.commit.N)
	case cfg.Seats > 0 && len(e.keys) > cfg.Seats:
		return epoch{}, fmt.Errorf("%w: commit %d lets somebody in, and all %d places are taken", ErrBadCommit, e.commit.N, cfg.Seats)
	}
	return e, es.fresh(e)
}

// anchored checks that these are the commits of the space that this person
// knows, and not of one that a relay made up: one of them is known, or signed
// with the keys of now.
func (es epochs) anchored(cfg *Config) bool {
	self := cfg.self()
	return slices.ContainsFunc(es, func(e epoch) bool {
		return wire.ID(e.commit.Author) == self || e.commit.Hash() == cfg.Anchor
	})
}

// unlock finds the keys that are not known yet, and holds those of commits from
// number from on against each other. With an error comes the number of the
// commit that is at fault.
func (es epochs) unlock(cfg *Config, from int) (int, error) {
	if at, err := es.openAll(cfg); err != nil {
		return at, err
	}
	for i := max(from, 1); i < len(es); i++ {
		if err := es.handsOn(i); err != nil {
			return i, err
		}
	}
	return len(es), nil
}

// openAll goes from the newest back, because a newer epoch may hand on the one
// before and spares the costly HPKE. An error comes with the number of the
// commit that gave no key, or the wrong one.
func (es epochs) openAll(cfg *Config) (int, error) {
	for i := len(es) - 1; i >= 0; i-- {
		if es[i].open {
			continue
		}
		if by, err := es.open(cfg, i); err != nil {
			return by, fmt.Errorf("%w: commit %d: %w", ErrBadCommit, by, err)
		}
	}
	return len(es), nil
}

// handsOn checks that whoever comes later can read what was written before: a
// commit hands on the key before it, unless its author leaves or lets somebody
// in. Only who knows both keys can tell. Else one member could take from the
// other's next device what the other has written.
func (es epochs) handsOn(i int) error {
	e, before := es[i], es[i-1]
	if !e.open || !before.open {
		return nil
	}
	if len(e.commit.PrevKey) == 0 {
		if _, renewed := es[:i].renews(e); renewed || slices.Contains(e.keys, wire.ID(e.commit.Author)) && len(e.members) <= len(before.members) {
			return fmt.Errorf("%w: commit %d keeps the key before it back", ErrBadCommit, i)
		}
		return nil
	}
	if key, err := e.commit.OpenPrev(e.key); err != nil || key != before.key {
		return fmt.Errorf("%w: commit %d hands on another key than the one before it", ErrBadCommit, i)
	}
	return nil
}

// known is how many keys are known.
func (es epochs) known() (n int) {
	for _, e := range es {
		if e.open {
			n++
		}
	}
	return n
}

// open finds one key. by is the commit that it comes from.
func (es epochs) open(cfg *Config, i int) (by int, err error) {
	e := &es[i]
	handedOn := i+1 < len(es) && es[i+1].open && len(es[i+1].commit.PrevKey) > 0
	switch {
	case handedOn:
		by = i + 1
		if e.key, err = es[by].commit.OpenPrev(es[by].key); err == nil {
			err = e.commit.CheckKey(e.key)
		}
	case slices.Contains(e.keys, cfg.self()):
		by = i
		e.key, err = e.commit.Open(cfg.Member)
	default:
		return i, nil
	}
	e.open = err == nil
	return by, err
}

// newest is the epoch that what goes out is sealed under.
func (es epochs) newest(self wire.ID) (epoch, error) {
	if len(es) == 0 {
		return epoch{}, ErrNoSpace
	}
	e := es[len(es)-1]
	switch {
	case !slices.Contains(e.members, es.person(self)):
		return epoch{}, fmt.Errorf("%w: since commit %d", ErrNotMember, e.commit.N)
	case !e.open:
		return epoch{}, fmt.Errorf("%w: by commit %d", ErrRenewed, e.commit.N)
	}
	return e, nil
}

// writable is the epoch to write under on this device: the newest, or, where
// the person's keys were renewed, the newest that opens here. Before it goes
// out it is sealed again.
func (es epochs) writable(self wire.ID) (epoch, error) {
	e, err := es.newest(self)
	if !errors.Is(err, ErrRenewed) {
		return e, err
	}
	for _, e := range slices.Backward(es) {
		if e.open && slices.Contains(e.keys, self) {
			return e, nil
		}
	}
	return e, err
}
