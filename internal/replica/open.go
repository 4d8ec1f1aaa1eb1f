package replica

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"pleach/seal"
	"pleach/wire"
)

// Open loads what Local holds, without the network. Errors: ErrDamaged,
// ErrVersion, and those of Local. A damaged snapshot is not an error, because
// the log has everything that was in it.
func Open(ctx context.Context, cfg Config) (*Replica, error) {
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	saved, err := cfg.Local.Load(ctx)
	if err != nil {
		return nil, err
	}
	r := &Replica{cfg: cfg, turn: make(chan struct{}, 1)}
	if r.view, err = load(&r.cfg, saved); err != nil {
		return nil, err
	}
	if r.out, err = loadOutbox(saved.Outbox, r.view.chains[cfg.Device.ID()].len()); err != nil {
		return nil, err
	}
	r.turn <- struct{}{}
	if len(cfg.Formerly) > 0 && len(saved.State) > 0 {
		return r, r.sealAgain(ctx)
	}
	return r, nil
}

func load(cfg *Config, saved Saved) (*view, error) {
	v := newView()
	if len(saved.State) == 0 {
		if len(saved.Log)+len(saved.Outbox) > 0 {
			return nil, fmt.Errorf("%w: a log without a state", ErrDamaged)
		}
		return v, nil
	}
	if err := cfg.openState(saved.State, v); err != nil {
		return nil, err
	}
	known := v.epochs.known()
	if _, err := v.epochs.openAll(cfg); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(saved.Snapshot) > 0 && v.epochs.known() == known { // else it lacks what can be read now
		if from, err := cfg.openSnapshot(saved.Snapshot, v); err == nil && from.chunks <= len(saved.Log) {
			v = from
			v.dropShutOut()
		} else if errors.Is(err, ErrVersion) {
			return nil, err
		}
	}
	return replay(cfg, v, saved.Log)
}

// replay verifies and opens the part of the log that the view does not have.
func replay(cfg *Config, v *view, log [][]byte) (*view, error) {
	var items []wire.Item
	for i, chunk := range log[v.chunks:] {
		more, err := wire.ParseItems(chunk)
		if err != nil {
			return nil, fmt.Errorf("%w: part %d of the log: %w", ErrDamaged, v.chunks+i, err)
		}
		items = append(items, more...)
	}
	got, err := accept(cfg, v, items, true)
	if err != nil || got.n < len(items) {
		return nil, fmt.Errorf("%w: record %d of %d in the log does not fit: %w", ErrDamaged, got.n+1, len(items), orUnsigned(err))
	}
	got.view.chunks = len(log)
	return got.view, nil
}

func orUnsigned(err error) error {
	if err == nil {
		return ErrBadSignature
	}
	return err
}

// loadOutbox reads the outbox; its batches are the end of this device's chain.
func loadOutbox(raw [][]byte, length uint64) ([]queued, error) {
	var out []queued
	var last uint64
	for i, b := range raw {
		q, err := parseQueued(b)
		if err != nil {
			return nil, fmt.Errorf("%w: record %d of the outbox: %w", ErrDamaged, i+1, err)
		}
		if q.kind == wire.ItemEntry {
			if last != 0 && q.first != last+1 {
				return nil, fmt.Errorf("%w: the outbox has a gap", ErrDamaged)
			}
			last = q.last
		}
		out = append(out, q)
	}
	if last != 0 && last != length {
		return nil, fmt.Errorf("%w: the outbox does not end where the log does", ErrDamaged)
	}
	return out, nil
}

// Bootstrap takes commits that the person knows to be genuine, from number 0
// on: the one that made the space, or those that came with an invitation. It
// needs no network, and may be repeated. Errors: ErrBadCommit, ErrFork, and
// those of Local.
func (r *Replica) Bootstrap(ctx context.Context, commits ...[]byte) error {
	return r.takeCommits(ctx, 0, commits)
}

// Commit puts the next commit, which adds a member or changes the key, to the
// relay and takes it in. When somebody else was faster it returns the relay's
// wire.CodeCommitRace; Sync, and make another.
func (r *Replica) Commit(ctx context.Context, c seal.Commit) error {
	raw := c.Bytes()
	if _, err := r.currentEpochs().merge(&r.cfg, int(c.N), [][]byte{raw}); err != nil {
		return err
	}
	if err := r.cfg.Remote.PutCommit(ctx, c.N, raw); err != nil {
		return err
	}
	return r.takeCommits(ctx, int(c.N), [][]byte{raw})
}

func (r *Replica) currentEpochs() epochs {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.view.epochs
}

// takeCommits merges commits and saves those that fit when they bring something
// new.
func (r *Replica) takeCommits(ctx context.Context, from int, raws [][]byte) error {
	r.write.Lock()
	defer r.write.Unlock()
	next, unfit := r.view.epochs.merge(&r.cfg, from, raws)
	if len(next) == len(r.view.epochs) {
		return unfit
	}
	v := r.view.fork()
	v.epochs = next
	v.dropShutOut()
	state, err := r.cfg.sealState(v)
	if err != nil {
		return err
	}
	return errors.Join(unfit, r.save(ctx, Change{State: state}, v, r.out))
}
