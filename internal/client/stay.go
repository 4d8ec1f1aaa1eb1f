package client

import (
	"context"
	"errors"
	"time"

	"pleach/seal"
)

// Staying unlocked: the keys are kept on the device under a secret of its keeper,
// for a time that the person has chosen. Whoever holds the device unlocked can
// open the app until then. Lock and the quick exit end it.

// MaxStay is the longest that somebody can stay unlocked.
const MaxStay = 7 * 24 * time.Hour

// HasKeeper reports whether this device can have ways in beside the password.
func (a *App) HasKeeper() bool { return a.cfg.Keeper != nil }

// Stays is until when the person stays unlocked on this device; zero when they
// do not.
func (a *App) Stays() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.until
}

// Stay keeps this device unlocked for a time, at most MaxStay, from now on. It
// asks for the password, so that a moment with an open app does not become a
// week: ErrPassword when it is wrong. ErrNoKeeper where the device cannot do it.
func (a *App) Stay(ctx context.Context, password string, d time.Duration) error {
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
	if err := a.cfg.Keeper.Make(ctx); err != nil {
		return err
	}
	secret, err := a.cfg.Keeper.Use(ctx, salt)
	if err != nil {
		return err
	}
	until := a.cfg.Now().Add(min(d, MaxStay)).Truncate(time.Second)
	if err := a.addWay(ctx, wayRecord{Kind: seal.DeviceWrapStay, Salt: salt, Until: until.Unix()}, secret); err != nil {
		return err
	}
	a.keepOpen(until)
	if a.Person() == nil { // it locked meanwhile
		return errors.Join(ErrLocked, a.endStay(ctx))
	}
	return nil
}

func (a *App) keepOpen(until time.Time) {
	a.mu.Lock()
	a.until = until
	a.mu.Unlock()
	a.Touch()
}

// EndStay asks for the password again the next time that the app is opened. The
// person who is unlocked stays so for now.
func (a *App) EndStay(ctx context.Context) error {
	err := a.endStay(ctx)
	a.Touch()
	return err
}

// endStay forgets the keeper's secret first: without it the record opens nothing.
func (a *App) endStay(ctx context.Context) error {
	a.mu.Lock()
	a.until = time.Time{}
	a.mu.Unlock()
	if a.cfg.Keeper == nil {
		return nil
	}
	err := a.cfg.Keeper.Drop(ctx)
	if gone := a.dropWay(ctx, seal.DeviceWrapStay); gone != nil {
		return gone
	}
	return err
}

// resume opens the app for somebody who stays unlocked. Whatever does not open
// is forgotten, and the app is locked as ever.
func (a *App) resume(ctx context.Context) {
	if a.vault == nil || a.cfg.Keeper == nil {
		return
	}
	w, err := loadWay(ctx, a.cfg.Storage, seal.DeviceWrapStay)
	if err == nil && w == nil {
		return
	}
	if err == nil {
		err = a.comeBack(ctx, w)
	}
	if err != nil {
		_ = a.endStay(ctx) // the app is locked, whether this can be done now or not
	}
}

func (a *App) comeBack(ctx context.Context, w *wayRecord) error {
	secret, err := a.cfg.Keeper.Use(ctx, w.Salt)
	if err != nil {
		return err
	}
	if err := a.come(ctx, a.vault, w, secret); err != nil {
		return err
	}
	a.keepOpen(time.Unix(w.Until, 0))
	return nil
}
