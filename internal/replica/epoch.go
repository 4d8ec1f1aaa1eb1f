package replica

import (
	"bytes"
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
	open    bool // whether key is known
	members []wire.ID
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
		e.members = append(e.members, m.ID())
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
		out = append(out, e)
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
	return e, nil
}

// anchored checks that these are the commits of the space that this person
// knows, and not of one that a relay made up.
func (es epochs) anchored(cfg *Config) bool {
	known := func(e epoch) bool { return e.commit.Hash() == cfg.Anchor }
	return wire.ID(es[0].commit.Author) == cfg.self() || slices.ContainsFunc(es, known)
}

// unlock finds the keys that are not known yet, newest first, because a newer
// epoch may hand on the one before and spares the costly HPKE.
func (es epochs) unlock(cfg *Config) error {
	if !es.anchored(cfg) {
		return fmt.Errorf("%w: the commit that this person knows is not among them", ErrBadCommit)
	}
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

func (es epochs) open(cfg *Config, i int) (err error) {
	e := &es[i]
	handedOn := i+1 < len(es) && es[i+1].open && len(es[i+1].commit.PrevKey) > 0
	switch {
	case handedOn:
		if e.key, err = es[i+1].commit.OpenPrev(es[i+1].key); err == nil {
			err = e.commit.CheckKey(e.key)
		}
	case slices.Contains(e.members, cfg.self()):
		e.key, err = e.commit.Open(cfg.Member)
	default:
		return nil
	}
	e.open = err == nil
	return err
}

// newest is the epoch to write under.
func (es epochs) newest(self wire.ID) (epoch, error) {
	if len(es) == 0 {
		return epoch{}, ErrNoSpace
	}
	e := es[len(es)-1]
	if !slices.Contains(e.members, self) || !e.open {
		return epoch{}, fmt.Errorf("%w: since commit %d", ErrNotMember, e.commit.N)
	}
	return e, nil
}

// shutOut reports whether the newest commit ends a device's chain before seq.
func (es epochs) shutOut(device wire.ID, seq uint64) bool {
	if len(es) == 0 {
		return false
	}
	for _, r := range es[len(es)-1].commit.Revoked {
		if wire.ID(r.Device) == device {
			return seq > r.Seq
		}
	}
	return false
}
