package main

import (
	"context"
	"encoding/base32"
	"fmt"
	"strings"

	"pleach/internal/relay"
	"pleach/wire"
)

type accountCmd struct {
	Lock   lockCmd   `cmd:"" help:"Refuse an account for now. What it stored stays."`
	Unlock unlockCmd `cmd:"" help:"Let a locked account in again."`
	Close  closeCmd  `cmd:"" help:"Close an account for good."`
}

// target is an account in the data folder of a stopped server, or in a database.
type target struct {
	Account string `arg:"" help:"The account's id, as the line “Account” of the person's recovery kit has it."`
	where
}

// Validate adds to where's that a folder must be there.
func (t target) Validate() error {
	if err := t.where.Validate(); err != nil {
		return err
	}
	return t.exists()
}

type (
	lockCmd   struct{ target }
	unlockCmd struct{ target }
	closeCmd  struct{ target }
)

func (c lockCmd) Run(ctx context.Context, u ui) error {
	return c.set(ctx, u, relay.Locked, "The account is locked. Its devices are told so at their next request.")
}

func (c unlockCmd) Run(ctx context.Context, u ui) error {
	return c.set(ctx, u, relay.Active, "The account is open again.")
}

func (c closeCmd) Run(ctx context.Context, u ui) error {
	return c.set(ctx, u, relay.Closed, "The account is closed for good.")
}

func (t target) set(ctx context.Context, u ui, status relay.Status, done string) error {
	id, err := accountID(t.Account)
	if err != nil {
		return err
	}
	store, _, err := t.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.SetStatus(ctx, id, status); err != nil {
		return err
	}
	fmt.Fprintln(u.out, done)
	return nil
}

// kitDigits are those of a recovery kit; wire.ParseID reads the form in which
// the relay's store and API have an id.
var kitDigits = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

func accountID(text string) (wire.ID, error) {
	if id, err := wire.ParseID(text); err == nil {
		return id, nil
	}
	raw, err := kitDigits.DecodeString(strings.ToUpper(strings.ReplaceAll(text, "-", "")))
	if err != nil || len(raw) != len(wire.ID{}) {
		return wire.ID{}, fmt.Errorf("%q is no account: copy what follows “Account:” in the person's recovery kit", text)
	}
	return wire.ID(raw), nil
}
