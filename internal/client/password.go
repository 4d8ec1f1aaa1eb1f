package client

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"unicode/utf8"

	"pleach/seal"
	"pleach/wire"
)

// ChangePassword gives the account a new password and with it a new master
// key: whoever knows the old password, or has the old master key from an open
// device, opens nothing that is written from now on in private. It needs the
// relay. The other devices have to be unlocked with the new password.
//
// ErrPassword when old is not the password so far; nothing is changed then.
// When the relay does not answer, ErrNoAnswer: the old password goes on opening
// this device, and, should the relay have heard, the new one does too.
//
// newKit says that the kit which this device kept was replaced on another one,
// so that there is a new one now, to be written down.
func (a *App) ChangePassword(ctx context.Context, old, password string) (newKit bool, err error) {
	p := a.Person()
	if p == nil {
		return false, ErrLocked
	}
	if utf8.RuneCountInString(password) < MinPassword {
		return false, ErrWeakPassword
	}
	was, err := p.vault.check(old)
	if err != nil {
		return false, err
	}
	if err := p.Sync(ctx); err != nil {
		return false, err
	}
	kit, newKit, err := p.kitOrNew(ctx)
	if err != nil {
		return false, err
	}
	next, err := p.successor(kit, password)
	if err != nil {
		return false, err
	}
	next.keys.Sig = ed25519.Sign(was.LoginKey(), wire.NewKeysMessage(a.cfg.Origin, p.vault.Account, next.keys))
	give := func() error { return p.api.NewKeys(ctx, next.keys) }
	if err = p.online(ctx, give); errors.Is(err, ErrNoAnswer) {
		err = p.online(ctx, give) // the answer may be all that was lost
	}
	if err != nil {
		return false, err
	}
	return newKit, a.replace(ctx, next, kit, newKit)
}

// check is the account's root when the password is right.
func (v *vaultRecord) check(password string) (seal.Root, error) {
	root, err := v.root(password)
	if err != nil {
		return root, fmt.Errorf("%w: %w", ErrPassword, err)
	}
	if _, err := seal.UnwrapMaster(root.KEK(), v.Account, seal.WrapPassword, v.Wrap); err != nil {
		return root, fmt.Errorf("%w: %w", ErrPassword, err)
	}
	return root, nil
}

// successor is an account's next root and master key, and what the relay gets
// of them.
type successor struct {
	root   seal.Root
	master seal.Key
	keys   wire.NewKeys
}

func (p *Person) successor(kit seal.Kit, password string) (n successor, err error) {
	v := p.vault
	if n.master, err = seal.NewKey(p.cfg.Rand); err != nil {
		return n, err
	}
	if n.root, err = v.root(password); err != nil {
		return n, err
	}
	all, err := newAccount(p.cfg.Rand, kit, n.root, n.master)
	if err != nil {
		return n, err
	}
	n.keys = wire.NewKeys{Login: all.Login, Rescue: all.Rescue, Wraps: all.Wraps}
	l, err := p.lineage()
	if err != nil {
		return n, err
	}
	n.keys.Wraps.Before, err = seal.SealSuccession(p.cfg.Rand, n.master, v.Account, l.succession())
	return n, err
}

// replace puts the successor in the place of the person who is unlocked.
func (a *App) replace(ctx context.Context, next successor, kit seal.Kit, newKit bool) error {
	if err := a.endWays(ctx); err != nil {
		return err
	}
	fresh := *a.Person().vault
	fresh.Wrap, fresh.Before, fresh.Behind = next.keys.Wraps.Password, next.keys.Wraps.Before, true
	if err := fresh.save(ctx, a.cfg.Storage); err != nil {
		return err
	}
	a.lock()
	if err := a.enter(ctx, &fresh, next.root.LoginKey(), next.master); err != nil {
		return err
	}
	if newKit {
		if err := a.Person().adoptKit(ctx, kit); err != nil {
			return err
		}
	}
	a.cfg.Changed()
	return a.Person().Sync(ctx)
}
