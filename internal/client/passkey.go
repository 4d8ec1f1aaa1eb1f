package client

import (
	"context"
	"time"

	"pleach/seal"
)

// A passkey of the device's opens the app beside the password, never in its
// place: its pseudo-random function gives the secret under which the keys are
// kept on this device. No server takes part, and nothing is signed: what opens
// is proved by opening.

// offerLife is for how long somebody who has given the password may take to make
// a passkey.
const offerLife = 5 * time.Minute

// offer is a passkey that is being made.
type offer struct {
	salt, user []byte
	until      time.Time
}

// Passkey is what a browser needs to ask for a passkey, or to make one. None of
// it is secret.
type Passkey struct {
	Salt       []byte // what its function is asked for
	Credential []byte // its id; nil when it is still to be made
	User       []byte // random, for one that is to be made
}

// OfferPasskey begins to make a passkey. It asks for the password, so that a
// moment with an open app does not become a way in: ErrPassword when it is wrong.
func (a *App) OfferPasskey(password string) error {
	p := a.Person()
	switch {
	case p == nil:
		return ErrLocked
	case a.cfg.Keeper == nil:
		return ErrNoKeeper
	}
	if _, err := p.vault.check(password); err != nil {
		return err
	}
	salt, err := a.salt()
	if err != nil {
		return err
	}
	user, err := newID(a.cfg.Rand)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.offer = &offer{salt, user[:], a.cfg.Now().Add(offerLife)}
	return nil
}

// Offered is the passkey that is being made, or nil.
func (a *App) Offered() *Passkey {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.offer == nil || !a.cfg.Now().Before(a.offer.until) {
		return nil
	}
	return &Passkey{Salt: a.offer.salt, User: a.offer.user}
}

// AddPasskey keeps the passkey that was offered, in place of the one before,
// with what its function has given. ErrPasskey when none was offered.
func (a *App) AddPasskey(ctx context.Context, credential, secret []byte) error {
	made := a.Offered()
	if made == nil || len(credential) == 0 {
		return ErrPasskey
	}
	err := a.addWay(ctx, wayRecord{Kind: seal.DeviceWrapPasskey, Salt: made.Salt, Credential: credential}, secret)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.offer = nil
	return nil
}

// Passkey is the one that opens this device, or nil. One that cannot be read is
// none: the password opens as ever.
func (a *App) Passkey(ctx context.Context) *Passkey {
	w, err := loadWay(ctx, a.cfg.Storage, seal.DeviceWrapPasskey)
	if err != nil || w == nil || a.cfg.Keeper == nil {
		return nil
	}
	return &Passkey{Salt: w.Salt, Credential: w.Credential}
}

// UnlockByPasskey opens the vault with what the passkey's function has given,
// without the network. ErrPasskey when it does not open; nothing is changed then.
func (a *App) UnlockByPasskey(ctx context.Context, secret []byte) error {
	v, err := a.lockedVault()
	if err != nil {
		return err
	}
	w, err := loadWay(ctx, a.cfg.Storage, seal.DeviceWrapPasskey)
	if err != nil {
		return err
	}
	return a.come(ctx, v, w, secret)
}

// DropPasskey leaves this device without a passkey. The browser's own list of
// passkeys keeps its line until somebody takes it out there.
func (a *App) DropPasskey(ctx context.Context) error {
	a.mu.Lock()
	a.offer = nil
	a.mu.Unlock()
	return a.dropWay(ctx, seal.DeviceWrapPasskey)
}
