package client

import (
	"context"

	"pleach/internal/bond"
	"pleach/seal"
	"pleach/wire"
)

// Opener opens an account again and again without stretching its password each
// time, which would hide everything else.
type Opener struct {
	app    *App
	root   seal.Root
	master seal.Key
}

// NewOpener stretches the password once.
func NewOpener(a *App, password string) (Opener, error) {
	root, err := a.vault.root(password)
	if err != nil {
		return Opener{}, err
	}
	master, err := seal.UnwrapMaster(root.KEK(), a.vault.Account, seal.WrapPassword, a.vault.Wrap)
	return Opener{a, root, master}, err
}

// Open is what follows after the password when a tab is loaded.
func (o Opener) Open(ctx context.Context, storage Storage) (*Person, error) {
	cfg := o.app.cfg
	cfg.Storage = storage
	return newPerson(ctx, cfg, o.app.vault, o.root.LoginKey(), o.master)
}

// ForgetSession leaves a person without a session, as one has who has just come
// in on a new device.
func (p *Person) ForgetSession() { p.api.SetToken("") }

// SharedHead is the newest commit of the shared space.
func (p *Person) SharedHead() seal.Commit {
	_, s := p.spaces()
	c, _ := s.rep().Newest()
	return c
}

// WritePrivate writes events as they are into the private space.
func (p *Person) WritePrivate(ctx context.Context, events ...bond.Event) error {
	return p.private.write(ctx, events...)
}

// SharedEntries counts what has come of the shared space, readable or not.
func (p *Person) SharedEntries() int {
	_, s := p.spaces()
	return len(s.rep().Entries())
}

// PullAnyway asks the relay for a space, whether or not this person shares it.
func (p *Person) PullAnyway(ctx context.Context, space wire.ID) error {
	_, _, _, err := p.api.Space(space).Pull(ctx, 0)
	return err
}
