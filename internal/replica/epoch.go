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
// same, those that are new must follow. The receiver is not changed.
func (es epochs) merge(cfg *Config, from int, raws [][]byte) (epochs, error) {
	out := slices.Clone(es)
	for i, raw := range raws {
		n := from + i
		if n < len(out) {
			if !bytes.Equal(out[n].raw, raw) {
				return nil, fmt.Errorf("%w: commit %d", ErrFork, n)
			}
			continue
		}
		e, err := out.next(cfg, raw)
		if err != nil {
			return nil, err
		}
		out = append(out, out.named(e))
	}
	if len(out) == len(es) {
		return es, nil
	}
	return out, out.unlock(cfg)
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
	if wire.ID(e.commit.Space) != cfg.Space {
		return epoch{}, fmt.Errorf("%w: commit %d is of another space", ErrBadCommit, e.commit.N)
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

// unlock finds the keys that are not known yet.
func (es epochs) unlock(cfg *Config) error {
	if !es.anchored(cfg) {
		return fmt.Errorf("%w: the commit that this person knows is not among them", ErrBadCommit)
	}
	return es.openAll(cfg)
}

// openAll goes from the newest back, because a newer epoch may hand on the one
// before and spares the costly HPKE.
func (es epochs) openAll(cfg *Config) error {
	for i := len(es) - 1; i >= 0; i-- {
		if es[i].open {
			continue
		}
		if err := es.open(cfg, i); err != nil {
			return fmt.Errorf("%w: commit %d: %w", ErrBadCommit, i, err)
		}
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

func (es epochs) open(cfg *Config, i int) (err error) {
	e := &es[i]
	handedOn := i+1 < len(es) && es[i+1].open && len(es[i+1].commit.PrevKey) > 0
	switch {
	case handedOn:
		if e.key, err = es[i+1].commit.OpenPrev(es[i+1].key); err == nil {
			err = e.commit.CheckKey(e.key)
		}
	case slices.Contains(e.keys, cfg.self()):
		e.key, err = e.commit.Open(cfg.Member)
	default:
		return nil
	}
	e.open = err == nil
	return err
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
