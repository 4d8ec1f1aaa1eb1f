package replica

import (
	"context"
	"errors"
	"slices"

	"pleach/seal"
	"pleach/wire"
)

// Rotation is what the next epoch changes besides its key. The zero Rotation
// changes the key alone.
type Rotation struct {
	// Renew are this person's member keys from now on; nil keeps those of now.
	// A device that has seen the old ones opens nothing that comes later, and
	// the person's other devices need these. Keep them before you rotate; open
	// the replica with them afterwards, and Sync.
	Renew *seal.Member
	// Revoke are devices of this person that write no more. What they wrote up
	// to now, as far as the relay gives it, stays.
	Revoke []wire.ID
}

// races is how often a commit is made anew because somebody was faster.
const races = 8

// Rotate begins the next epoch. It needs the relay, may be repeated until it
// succeeds, and then changes nothing more. Errors: those of Sync's pull,
// ErrNotMember, ErrRenewed, and the relay's.
func (r *Replica) Rotate(ctx context.Context, to Rotation) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case token := <-r.turn:
		defer func() { r.turn <- token }()
	}
	if err := errors.Join(r.pullCommits(ctx), r.pull(ctx)); err != nil {
		return err
	}
	if r.done(to) {
		return nil
	}
	return r.rotate(ctx, to)
}

// done reports whether an earlier try has got through.
func (r *Replica) done(to Rotation) bool {
	es := r.currentEpochs()
	if len(es) == 0 || to.Renew == nil && len(to.Revoke) == 0 {
		return false
	}
	last, self := es[len(es)-1], es.person(r.cfg.self())
	for _, device := range to.Revoke {
		if !slices.ContainsFunc(last.commit.Revoked, func(d seal.RevokedDevice) bool {
			return wire.ID(d.Device) == device && es.person(wire.ID(d.Member)) == self
		}) {
			return false
		}
	}
	return to.Renew == nil || slices.Contains(last.keys, to.Renew.Public().ID())
}

// rotate puts the next commit. When somebody was faster, theirs counts, and
// what it does not bring is tried again.
func (r *Replica) rotate(ctx context.Context, to Rotation) error {
	var err error
	for range races {
		c, makeErr := r.nextCommit(to)
		if makeErr != nil {
			return makeErr
		}
		if err = r.Commit(ctx, c); !errors.Is(err, &wire.Problem{Code: wire.CodeCommitRace}) {
			return err
		}
		if err := r.pullCommits(ctx); err != nil {
			return err
		}
		if to.Renew == nil && len(to.Revoke) == 0 {
			return nil
		}
	}
	return err
}

func (r *Replica) nextCommit(to Rotation) (seal.Commit, error) {
	last, lastKey, err := r.Epoch()
	if err != nil {
		return seal.Commit{}, err
	}
	key, err := seal.NewKey(r.cfg.Rand)
	if err != nil {
		return seal.Commit{}, err
	}
	var shut []seal.RevokedDevice
	for _, device := range to.Revoke {
		shut = append(shut, seal.RevokedDevice{Device: device, Seq: r.current().chains[device].len()})
	}
	members := last.Members
	if to.Renew != nil {
		members = replaced(members, r.cfg.Member.Public(), to.Renew.Public())
	}
	return seal.NewCommit(r.cfg.Rand, r.cfg.Member, &last, r.cfg.Space, members, shut, key, &lastKey)
}

func replaced(members []seal.MemberPublic, old, by seal.MemberPublic) []seal.MemberPublic {
	out := slices.Clone(members)
	for i, m := range out {
		if m.ID() == old.ID() {
			out[i] = by
		}
	}
	return out
}

// freshen makes what is about to go out fit for it: under an epoch that nobody
// knows who is no longer in, and not too old.
func (r *Replica) freshen(ctx context.Context) error {
	r.mu.RLock()
	es, waits, unsent := r.view.epochs, len(r.out) > 0, slices.ContainsFunc(r.out, queued.sealable)
	r.mu.RUnlock()
	if len(es) == 0 {
		return nil
	}
	last, err := es.newest(r.cfg.self())
	if err != nil {
		if !waits {
			err = nil
		}
		return err
	}
	if es.mustRotate(last, r.cfg.self(), unsent) || unsent && r.cfg.Stale != nil && r.cfg.Stale(last.commit.N) {
		if err := r.rotate(ctx, Rotation{}); err != nil {
			return err
		}
	}
	return r.reseal(ctx)
}

// mustRotate: whoever made the newest epoch and is not in it knows its key. So
// the next who writes makes another. Somebody who renewed their keys does it at
// once, so that their own signature stands under what came before.
func (es epochs) mustRotate(last epoch, self wire.ID, unsent bool) bool {
	author := wire.ID(last.commit.Author)
	if slices.Contains(last.keys, author) {
		return false
	}
	return unsent || es.person(author) == es.person(self)
}
