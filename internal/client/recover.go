package client

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"unicode/utf8"

	"pleach/internal/remote"
	"pleach/seal"
	"pleach/wire"
)

// Recover opens an account with its kit and a new password, for somebody who
// has forgotten the old one. It goes through the kit's words alone: not through
// the partner, a mailbox or questions. It needs the relay. On a device that
// holds the account already, what was not sent yet stays. A wrong kit makes
// nothing.
func (a *App) Recover(ctx context.Context, kitText, password, device string) error {
	kit, err := a.readKit(kitText)
	if err != nil {
		return err
	}
	if utf8.RuneCountInString(password) < MinPassword {
		return ErrWeakPassword
	}
	v, known, err := a.vaultFor(kit)
	if err != nil {
		return err
	}
	root, err := seal.DeriveRoot(kit.Version, password, kit.Account, kit.Secret)
	if err != nil {
		return err
	}
	master, err := a.replacePassword(ctx, kit, root, v)
	if err != nil {
		return err
	}
	if err := a.endWays(ctx); err != nil {
		return err
	}
	if err := v.save(ctx, a.cfg.Storage); err != nil {
		return fmt.Errorf("client: keep the vault: %w", err)
	}
	if err := a.enter(ctx, v, root.LoginKey(), master); err != nil {
		return err
	}
	if known {
		return a.Person().keepKit(ctx, kit)
	}
	return a.Person().moveIn(ctx, kit, device)
}

// vaultFor is this device's vault when the kit is for the account in it, or a
// new one when there is none.
func (a *App) vaultFor(kit seal.Kit) (v *vaultRecord, known bool, err error) {
	a.mu.Lock()
	have := a.vault
	a.mu.Unlock()
	if have == nil {
		v, err = newVault(a.cfg, kit, nil)
		return v, false, err
	}
	if have.Account != wire.ID(kit.Account) {
		return nil, false, ErrHasAccount
	}
	fresh := *have
	fresh.KDF = kit.Version
	return &fresh, true, nil
}

// replacePassword signs in with the kit's words, opens the master key with
// them, and gives the relay what the new password makes of it.
func (a *App) replacePassword(ctx context.Context, kit seal.Kit, root seal.Root, v *vaultRecord) (seal.Key, error) {
	rescue, kek, err := kit.Rescue()
	if err != nil {
		return seal.Key{}, err
	}
	api := remote.New(a.cfg.Transport)
	if err := rescueLogin(ctx, api, a.cfg.Origin, v, rescue); err != nil {
		return seal.Key{}, err
	}
	account, err := api.Account(ctx)
	if err != nil {
		return seal.Key{}, err
	}
	master, err := openWraps(kek, v.Account, seal.WrapWords, account.Wraps)
	if err != nil {
		return seal.Key{}, err
	}
	wraps := account.Wraps
	if wraps.Password, err = seal.WrapMaster(a.cfg.Rand, root.KEK(), v.Account, seal.WrapPassword, master); err != nil {
		return seal.Key{}, err
	}
	v.Behind = v.Behind || (v.Wrap != nil && !bytes.Equal(v.Before, wraps.Before))
	known := v.Wrap != nil
	v.Wrap, v.Before = wraps.Password, wraps.Before
	if err := a.lives(ctx, api, v, master, known); err != nil {
		return seal.Key{}, err
	}
	n := wire.NewKeys{Login: public(root.LoginKey()), Rescue: public(rescue), Wraps: wraps, ByRescue: true}
	n.Sig = ed25519.Sign(rescue, wire.NewKeysMessage(a.cfg.Origin, v.Account, n))
	return master, api.NewKeys(ctx, n)
}

func rescueLogin(ctx context.Context, api *remote.Client, origin string, v *vaultRecord, rescue ed25519.PrivateKey) error {
	c, err := api.Challenge(ctx, v.Account)
	if err != nil {
		return err
	}
	l := wire.Login{Account: v.Account, Device: v.Device, Nonce: c.Nonce, Expiry: c.Expiry, Rescue: true}
	l.Sig = ed25519.Sign(rescue, wire.LoginMessage(origin, l))
	_, err = api.Login(ctx, l)
	if errors.Is(err, &wire.Problem{Code: wire.CodeLoginRefused}) {
		return ErrKitOrPassword
	}
	return err
}
