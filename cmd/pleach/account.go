package main

import (
	"context"
	"fmt"

	"pleach/internal/relay"
	"pleach/internal/relay/sqlite"
	"pleach/wire"
)

type accountCmd struct {
	Lock   lockCmd   `cmd:"" help:"Refuse an account for now. What it stored stays."`
	Unlock unlockCmd `cmd:"" help:"Let a locked account in again."`
	Close  closeCmd  `cmd:"" help:"Close an account for good."`
}

// target is an account in the data folder of a stopped server.
type target struct {
	Account string `arg:"" help:"The account's id: 22 letters and digits, as the person's recovery kit has it."`
	Data    string `help:"Data folder of the stopped server." default:"data" type:"existingdir"`
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
	id, err := wire.ParseID(t.Account)
	if err != nil {
		return fmt.Errorf("%q is no account: %w", t.Account, err)
	}
	store, err := sqlite.Open(sqlite.Config{Dir: t.Data})
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
