package replica

import (
	"context"
	"errors"
)

// Sync pulls, verifies and keeps what is new, then sends the outbox. Calls that
// come while one runs share the next run. It returns the error of the relay or
// of the network, with everything still queued, or Trouble. Errors of the
// relay are *wire.Problem.
func (r *Replica) Sync(ctx context.Context) error {
	r.mu.RLock()
	before := r.runs
	r.mu.RUnlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case token := <-r.turn:
		defer func() { r.turn <- token }()
	}
	r.mu.Lock()
	if r.runs > before && r.lastErr == nil {
		r.mu.Unlock()
		return nil // a run that began after the call has just ended well
	}
	r.runs++
	r.mu.Unlock()
	err := r.run(ctx)
	r.mu.Lock()
	r.lastErr = err
	r.mu.Unlock()
	return err
}

// run pulls and pushes until both are done. Trouble with what the relay serves
// does not keep the person's own entries from being sent, unless it is their
// own chain that differs, or nobody should read them as they are; see freshen.
func (r *Replica) run(ctx context.Context) error {
	if err := r.pullCommits(ctx); err != nil {
		return r.readOn(ctx, err)
	}
	for again, acknowledged := false, false; ; acknowledged = true {
		trouble := r.pull(ctx)
		if trouble == nil && acknowledged && !r.shows() {
			trouble = r.pullAll(ctx)
		}
		if errors.Is(trouble, ErrEpochUnknown) && r.pullCommits(ctx) == nil {
			trouble = r.pull(ctx)
		}
		if trouble != nil && (!IsTrouble(trouble) || errors.Is(trouble, ErrOwnRollback)) {
			return trouble
		}
		if again && r.repush {
			return r.forgetful()
		}
		again = again || r.repush
		if err := r.freshen(ctx); err != nil {
			return errors.Join(trouble, err)
		}
		pushed, err := r.push(ctx)
		if errors.Is(err, ErrFork) {
			return r.refused(ctx, err)
		}
		if err != nil || !pushed || trouble != nil {
			return errors.Join(trouble, err)
		}
	}
}

// readOn takes in what was written before a commit that does not fit. Nothing
// goes out: nobody knows under which key.
func (r *Replica) readOn(ctx context.Context, err error) error {
	if IsTrouble(err) && len(r.currentEpochs()) > 0 {
		_ = r.pull(ctx) // the commit is the trouble, whatever follows from it
		r.setTrouble(err)
	}
	return err
}

// forgetful names a relay that acknowledges what it does not keep: it was just
// sent again.
func (r *Replica) forgetful() error {
	err := bad(ErrRegression, r.cfg.device(), r.sent(), "the relay acknowledges it and does not keep it")
	r.setTrouble(err)
	return err
}

// pullCommits asks for new commits. The first time, and after trouble, it asks
// for the newest one that is held too, to see that the relay still has it; a
// commit that follows says the same, since it names the one before.
func (r *Replica) pullCommits(ctx context.Context) error {
	held := len(r.currentEpochs())
	from := held
	if held > 0 && (!r.compared || r.Trouble() != nil) {
		from = held - 1
	}
	raws, err := r.cfg.Remote.Commits(ctx, uint32(from))
	if err != nil {
		return err
	}
	if from < held && len(raws) == 0 {
		err = r.putAgain(ctx, from)
	} else {
		err = r.takeCommits(ctx, from, raws)
	}
	if err != nil && IsTrouble(err) {
		r.setTrouble(err)
	}
	r.compared = err == nil
	return err
}

func (r *Replica) setTrouble(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trouble = err
}
