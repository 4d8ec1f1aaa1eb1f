package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"pleach/seal"
	"pleach/wire"
)

// wayVersion is 1.
const wayVersion = 1

// wayRecord is a way in beside the password: the master key and the login key
// under a secret that is not in here. It is kept in clear on this device alone.
// The page's script reads Salt and Credential of a passkey's.
type wayRecord struct {
	Version    int                 `json:"version"`
	Kind       seal.DeviceWrapKind `json:"kind"`
	Salt       []byte              `json:"salt"`
	Until      int64               `json:"until,omitempty"` // Unix seconds
	Credential []byte              `json:"credential,omitempty"`
	Sealed     []byte              `json:"sealed"`
}

// wrap is what a record is bound to in a vault.
func (w wayRecord) wrap(v *vaultRecord) seal.DeviceWrap {
	return seal.DeviceWrap{
		Kind: w.Kind, Account: v.Account, Salt: [32]byte(w.Salt), Until: w.Until,
		Password: v.Wrap, Credential: w.Credential,
	}
}

func nameOfWay(kind seal.DeviceWrapKind) string {
	if kind == seal.DeviceWrapStay {
		return nameStay
	}
	return namePasskey
}

// loadWay reads a record; nil when there is none.
func loadWay(ctx context.Context, s Storage, kind seal.DeviceWrapKind) (*wayRecord, error) {
	raw, err := s.Get(ctx, nameOfWay(kind))
	if err != nil || raw == nil {
		return nil, err
	}
	var w wayRecord
	if err := json.Unmarshal(raw, &w); err != nil || w.Version != wayVersion || w.Kind != kind || len(w.Salt) != 32 {
		return nil, fmt.Errorf("%w: another way in, %d bytes, version %d", ErrVault, len(raw), w.Version)
	}
	return &w, nil
}

// addWay seals the person's keys of now under a secret, and keeps that.
func (a *App) addWay(ctx context.Context, w wayRecord, secret []byte) error {
	p := a.Person()
	if p == nil {
		return ErrLocked
	}
	if len(secret) != len(seal.Key{}) {
		return fmt.Errorf("%w: a secret of %d bytes", ErrPasskey, len(secret))
	}
	l, err := p.lineage()
	if err != nil {
		return err
	}
	defer l.zero()
	login, err := p.loginKey()
	if err != nil {
		return err
	}
	w.Version = wayVersion
	if w.Sealed, err = seal.SealDeviceWrap(a.cfg.Rand, seal.Key(secret), w.wrap(p.vault), l.masters[0], login); err != nil {
		return err
	}
	raw, err := json.Marshal(w)
	if err != nil {
		return err
	}
	return a.cfg.Storage.Put(ctx, nameOfWay(w.Kind), raw)
}

// come opens the app by a record and its secret. ErrPasskey when it does not
// open, or its time is over.
func (a *App) come(ctx context.Context, v *vaultRecord, w *wayRecord, secret []byte) error {
	if w == nil || len(secret) != len(seal.Key{}) || w.over(a.cfg.Now()) {
		return ErrPasskey
	}
	master, login, err := seal.OpenDeviceWrap(seal.Key(secret), w.wrap(v), w.Sealed)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrPasskey, err)
	}
	return a.enter(ctx, v, login, master)
}

func (w wayRecord) over(now time.Time) bool { return w.Until != 0 && now.Unix() >= w.Until }

// endWays leaves the password as the only way in. Whatever makes the keys of now
// old comes after it: a way in would hold the old ones.
func (a *App) endWays(ctx context.Context) error {
	return errors.Join(a.endStay(ctx), a.DropPasskey(ctx))
}

func (a *App) dropWay(ctx context.Context, kind seal.DeviceWrapKind) error {
	name := nameOfWay(kind)
	raw, err := a.cfg.Storage.Get(ctx, name)
	if err != nil || raw == nil {
		return err
	}
	return a.cfg.Storage.Put(ctx, name, nil)
}

// orOutdated ends the ways in that hold keys which the relay takes no more: the
// next to come in needs the password, which fetches those of now. A relay that
// only says so costs somebody a password and nothing else.
func (p *Person) orOutdated(ctx context.Context, refusal error) error {
	if errors.Is(refusal, &wire.Problem{Code: wire.CodeLoginRefused}) {
		_ = p.outdated(context.WithoutCancel(ctx)) // the refusal is what matters
	}
	return refusal
}

// salt is fresh randomness for a record.
func (a *App) salt() ([]byte, error) {
	b := make([]byte, 32)
	_, err := io.ReadFull(a.cfg.Rand, b)
	return b, err
}
