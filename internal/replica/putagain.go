package replica

import (
	"context"
	"errors"
	"fmt"

	"pleach/wire"
)

// putAgain gives the relay commits that it had and has no more, up to number
// last: it was restored from a backup, say. They were verified here, and the
// relay takes them only where it has none. One that does not keep them is in
// trouble.
func (r *Replica) putAgain(ctx context.Context, last int) error {
	n, err := r.missing(ctx, last)
	if err != nil {
		return err
	}
	es := r.currentEpochs()
	for ; n <= last; n++ {
		err := r.cfg.Remote.PutCommit(ctx, uint32(n), es[n].raw)
		if err != nil && !errors.Is(err, &wire.Problem{Code: wire.CodeCommitRace}) {
			return err
		}
	}
	raws, err := r.cfg.Remote.Commits(ctx, uint32(last))
	switch {
	case err != nil:
		return err
	case len(raws) == 0:
		return fmt.Errorf("%w: commit %d is missing", ErrRegression, last)
	}
	return r.takeCommits(ctx, last, raws)
}

// missing is the number of the first commit that the relay does not have, which
// is last or one before it. What it has is held against what this device has.
func (r *Replica) missing(ctx context.Context, last int) (int, error) {
	for n := last - 1; n >= 0; n-- {
		raws, err := r.cfg.Remote.Commits(ctx, uint32(n))
		if err != nil {
			return 0, err
		}
		if len(raws) > 0 {
			return n + len(raws), r.takeCommits(ctx, n, raws)
		}
	}
	return 0, fmt.Errorf("%w: commit 0 is missing", ErrRegression)
}
