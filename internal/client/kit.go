package client

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"

	"pleach/internal/bond"
	"pleach/seal"
	"pleach/wire"
)

// Kit is the recovery kit that this device keeps. ErrOldKit when another device
// has replaced it since.
func (p *Person) Kit(ctx context.Context) (seal.Kit, error) {
	text, err := p.box.get(ctx, nameKit)
	if err != nil {
		return seal.Kit{}, err
	}
	kit, err := seal.ParseKit(string(text))
	if err != nil {
		return kit, err
	}
	rescue, _, err := kit.Rescue()
	if newest := p.Private().Kit; err == nil && newest != nil && !bytes.Equal(newest, public(rescue)) {
		err = ErrOldKit
	}
	return kit, err
}

func (p *Person) keepKit(ctx context.Context, kit seal.Kit) error {
	return p.box.put(ctx, nameKit, []byte(kit.Code()))
}

// adoptKit keeps a kit that the relay has, and tells the person's other devices
// that theirs is none any more.
func (p *Person) adoptKit(ctx context.Context, kit seal.Kit) error {
	rescue, _, err := kit.Rescue()
	if err != nil {
		return err
	}
	if err := p.keepKit(ctx, kit); err != nil {
		return err
	}
	return p.private.write(ctx, bond.KitReplaced{Rescue: public(rescue), At: p.cfg.Now()})
}

// kitOrNew is the kit of this device, or one with new words where that one was
// replaced elsewhere.
func (p *Person) kitOrNew(ctx context.Context) (kit seal.Kit, fresh bool, err error) {
	kit, err = p.Kit(ctx)
	if errors.Is(err, ErrOldKit) {
		kit, err = kit.Renewed(p.cfg.Rand)
		return kit, true, err
	}
	return kit, false, err
}

// newKit is a kit on its way to the relay, kept so that words which the relay
// took are never lost.
type newKit struct {
	Code string       `json:"code"`
	Keys wire.NewKeys `json:"keys"`
}

// ReplaceKit makes a recovery kit with new words. The old kit's words open
// nothing any more, from when the relay has heard of it; without the relay it
// is ErrNoAnswer, and the next exchange goes on with it.
func (p *Person) ReplaceKit(ctx context.Context) error {
	if err := p.Sync(ctx); err != nil {
		return err
	}
	kit, _, err := p.kitOrNew(ctx)
	if err != nil {
		return err
	}
	if kit, err = kit.Renewed(p.cfg.Rand); err != nil {
		return err
	}
	keys, err := p.kitKeys(kit)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(newKit{Code: kit.Code(), Keys: keys})
	if err != nil {
		return err
	}
	if err := p.box.put(ctx, nameNext, raw); err != nil {
		return err
	}
	return p.online(ctx, func() error { return p.settleKit(ctx) })
}

// kitKeys is what a new kit changes at the relay; all else stays as it is here,
// whatever the relay has of it.
func (p *Person) kitKeys(kit seal.Kit) (wire.NewKeys, error) {
	login, err := p.loginKey()
	if err != nil {
		return wire.NewKeys{}, err
	}
	rescue, kek, err := kit.Rescue()
	if err != nil {
		return wire.NewKeys{}, err
	}
	l, err := p.lineage()
	if err != nil {
		return wire.NewKeys{}, err
	}
	n := wire.NewKeys{Login: public(login), Rescue: public(rescue), Wraps: wire.Wraps{Password: p.vault.Wrap, Before: p.vault.Before}}
	if n.Wraps.Words, err = seal.WrapMaster(p.cfg.Rand, kek, p.vault.Account, seal.WrapWords, l.masters[0]); err != nil {
		return n, err
	}
	n.Sig = ed25519.Sign(login, wire.NewKeysMessage(p.cfg.Origin, p.vault.Account, n))
	return n, nil
}

// settleKit gives the relay the keys of a kit that waits, if one does, and
// adopts it. A kit that the relay refuses was overtaken by other new keys, and
// is dropped.
func (p *Person) settleKit(ctx context.Context) error {
	raw, err := p.box.get(ctx, nameNext)
	if err != nil || raw == nil {
		return err
	}
	var next newKit
	if err := json.Unmarshal(raw, &next); err != nil {
		return err
	}
	kit, err := seal.ParseKit(next.Code)
	if err != nil {
		return err
	}
	err = p.api.NewKeys(ctx, next.Keys)
	if errors.Is(err, &wire.Problem{Code: wire.CodeLoginRefused}) {
		return errors.Join(err, p.box.drop(ctx, nameNext))
	}
	if err != nil {
		return err
	}
	if err := p.adoptKit(ctx, kit); err != nil {
		return err
	}
	return p.box.drop(ctx, nameNext)
}
