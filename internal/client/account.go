package client

import (
	"context"
	"errors"
	"fmt"

	"pleach/internal/remote"
	"pleach/seal"
	"pleach/wire"
)

// What the relay keeps of an account is opened and looked at before anything of
// it takes the place of what a device holds, or is signed and sent back.

// openWraps opens the relay's copy of the master key, and sees that it opens the
// masters before it. ErrKeyChanged when it does not.
func openWraps(kek seal.Key, account wire.ID, role seal.WrapRole, w wire.Wraps) (seal.Key, error) {
	sealed := w.Password
	if role == seal.WrapWords {
		sealed = w.Words
	}
	master, err := seal.UnwrapMaster(kek, account, role, sealed)
	if err == nil && len(w.Before) > 0 {
		_, err = seal.OpenSuccession(master, account, w.Before)
	}
	if err != nil {
		return seal.Key{}, fmt.Errorf("%w: %w", ErrKeyChanged, err)
	}
	return master, nil
}

// livesHere checks that a master key leads to the private space that this device
// has: a relay may leave out the masters before it, and then it leads elsewhere.
func (a *App) livesHere(ctx context.Context, v *vaultRecord, master seal.Key) error {
	l, err := v.line(master)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKeyChanged, err)
	}
	keys, err := a.cfg.Storage.Get(ctx, nameDev+l.space.String())
	if err == nil && keys == nil {
		err = fmt.Errorf("%w: it leads to another private space", ErrKeyChanged)
	}
	return err
}

// livesThere checks the same with the relay, for a device that has nothing yet:
// the space's first commit is signed with a key that comes from the oldest master.
func livesThere(ctx context.Context, api *remote.Client, v *vaultRecord, master seal.Key) error {
	l, err := v.line(master)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKeyChanged, err)
	}
	raws, err := api.Space(l.space).Commits(ctx, 0)
	if err != nil && !errors.Is(err, &wire.Problem{Code: wire.CodeForbidden}) && !errors.Is(err, &wire.Problem{Code: wire.CodeNotFound}) {
		return err
	}
	if len(raws) > 0 {
		members := l.members()
		first, parseErr := seal.ParseCommit(raws[0])
		if parseErr == nil && first.Verify(nil) == nil && first.Author == members[len(members)-1].Public().ID() {
			return nil
		}
	}
	return fmt.Errorf("%w: it leads to no private space", ErrKeyChanged)
}

// lives is livesHere where this device knows the account, and livesThere where
// it does not.
func (a *App) lives(ctx context.Context, api *remote.Client, v *vaultRecord, master seal.Key, known bool) error {
	if known {
		return a.livesHere(ctx, v, master)
	}
	return livesThere(ctx, api, v, master)
}
