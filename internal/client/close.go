package client

import (
	"context"
	"crypto/ed25519"
	"errors"

	"pleach/wire"
)

// CloseAccount deletes the account for good: at the relay, with everything that
// only this person could read, and on this device. It needs the relay. The
// person's other devices get nothing more; what they hold stays on them until
// it is removed there.
//
// ErrPassword when the password is wrong; nothing is deleted then.
func (a *App) CloseAccount(ctx context.Context, password string) error {
	p := a.Person()
	if p == nil {
		return ErrLocked
	}
	root, err := p.vault.check(password)
	if err != nil {
		return err
	}
	if err := p.endSharing(ctx); err != nil {
		return err
	}
	n := wire.CloseAccount{Sig: ed25519.Sign(root.LoginKey(), wire.CloseMessage(a.cfg.Origin, p.vault.Account))}
	err = p.online(ctx, func() error { return p.api.CloseAccount(ctx, n) })
	if err != nil && !errors.Is(err, &wire.Problem{Code: wire.CodeAccountClosed}) {
		return err
	}
	return a.Forget(ctx)
}

// endSharing leaves whoever this person shares with, so that their app can say
// that sharing has ended. Without the relay nothing has happened.
func (p *Person) endSharing(ctx context.Context) error {
	if err := p.online(ctx, func() error { return p.private.sync(ctx, p.api) }); err != nil {
		return err
	}
	if err := p.LeaveShared(ctx); err != nil && !errors.Is(err, ErrNoPartner) {
		return err
	}
	return p.farewell(ctx)
}
