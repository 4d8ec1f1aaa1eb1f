package client

import (
	"bytes"
	"context"

	"pleach/seal"
)

// SignInToSample opens an account of the sample couple. The couple lives only as
// long as the program that made it, so an account of an earlier one makes room
// for this one. Any other account stays: ErrHasAccount.
func (a *App) SignInToSample(ctx context.Context, kitText, password, device string) error {
	kit, err := a.readKit(kitText)
	if err != nil {
		return err
	}
	if here, sample := a.holds(ctx, kit); here {
		return nil
	} else if sample {
		if err := a.Forget(ctx); err != nil {
			return err
		}
	}
	if a.HasAccount() {
		return ErrHasAccount
	}
	if err := a.cfg.Storage.Put(ctx, nameSample, kit.Account[:]); err != nil {
		return err
	}
	return a.SignIn(ctx, kitText, password, device)
}

// holds reports whether the account here is the kit's, and whether it came from
// a sample couple.
func (a *App) holds(ctx context.Context, kit seal.Kit) (here, sample bool) {
	a.mu.Lock()
	v := a.vault
	a.mu.Unlock()
	if v == nil {
		return false, false
	}
	mark, _ := a.cfg.Storage.Get(ctx, nameSample)
	return v.Account == kit.Account, bytes.Equal(mark, v.Account[:])
}
