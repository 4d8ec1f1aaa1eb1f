package client

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"sync"
	"time"

	"pleach/internal/remote"
	"pleach/seal"
)

// Config is what an App needs. Zero fields have the defaults named.
type Config struct {
	Storage   Storage
	Transport remote.Transport
	// Keeper lets a person have other ways in beside the password. Default:
	// none, and the password is the only one.
	Keeper Keeper
	// Origin is the relay's address as this device knows it, such as
	// "https://pleach.example". Logins sign it.
	Origin string
	Now    func() time.Time // default time.Now
	Rand   io.Reader        // default crypto/rand
	// Changed is called, from any goroutine, after something that a screen
	// may show has changed. Default: nothing.
	Changed func()
	// Live keeps an unlocked person in step with the relay in the background
	// and locks them after their own auto-lock time without a Touch.
	Live bool
}

// App is Pleach on one device: without an account, locked, or open.
type App struct {
	cfg Config

	mu     sync.Mutex
	vault  *vaultRecord
	person *Person
	idle   *time.Timer // locks when it fires
	until  time.Time   // stays unlocked until then; zero: does not
	offer  *offer      // a passkey that is being made
}

// Open reads what the device holds. It needs no network and no password. Where
// somebody has asked to stay unlocked, and the time is not over, they are.
func Open(ctx context.Context, cfg Config) (*App, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	if cfg.Changed == nil {
		cfg.Changed = func() {}
	}
	v, err := loadVault(ctx, cfg.Storage)
	if err != nil {
		return nil, err
	}
	a := &App{cfg: cfg, vault: v}
	a.resume(ctx)
	return a, nil
}

// HasAccount reports whether the device holds an account, locked or open.
func (a *App) HasAccount() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.vault != nil
}

// Person is who is signed in and unlocked, or nil.
func (a *App) Person() *Person {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.person
}

// Origin is the relay that this device talks to.
func (a *App) Origin() string { return a.cfg.Origin }

// NeedsCode asks the relay whether a new account needs the host's code. When
// nobody answers it is false, and signing up says what is wrong.
func (a *App) NeedsCode(ctx context.Context) bool {
	info, err := remote.New(a.cfg.Transport).Info(ctx)
	return err == nil && info.Signup == "code"
}

// Now is the device's clock.
func (a *App) Now() time.Time { return a.cfg.Now() }

// Unlock opens the vault with the password, without the network. ErrPassword
// when it does not open; nothing is made or changed then.
func (a *App) Unlock(ctx context.Context, password string) error {
	v, err := a.lockedVault()
	if err != nil {
		return err
	}
	root, err := v.root(password)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrPassword, err)
	}
	master, err := seal.UnwrapMaster(root.KEK(), v.Account, seal.WrapPassword, v.Wrap)
	if err != nil {
		v, master, err = a.renewed(ctx, v, root)
	}
	if err != nil {
		return err
	}
	return a.enter(ctx, v, root.LoginKey(), master)
}

// renewed asks the relay whether the password that does not open this vault is
// a new one, set on another device. Whatever the answer, a wrong password makes
// nothing.
func (a *App) renewed(ctx context.Context, v *vaultRecord, root seal.Root) (*vaultRecord, seal.Key, error) {
	api := remote.New(a.cfg.Transport)
	if err := login(ctx, api, a.cfg.Origin, v, root.LoginKey()); err != nil {
		return nil, seal.Key{}, ErrPassword
	}
	account, err := api.Account(ctx)
	if err != nil {
		return nil, seal.Key{}, ErrPassword
	}
	master, err := openWraps(root.KEK(), v.Account, seal.WrapPassword, account.Wraps)
	if err != nil {
		return nil, seal.Key{}, err
	}
	fresh := *v
	fresh.Wrap, fresh.Before = account.Wraps.Password, account.Wraps.Before
	fresh.Behind = v.Behind || !bytes.Equal(v.Before, fresh.Before)
	if err := a.livesHere(ctx, &fresh, master); err != nil {
		return nil, seal.Key{}, err
	}
	if err := a.endWays(ctx); err != nil {
		return nil, seal.Key{}, err
	}
	return &fresh, master, fresh.save(ctx, a.cfg.Storage)
}

func (a *App) lockedVault() (*vaultRecord, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.vault == nil {
		return nil, ErrLocked
	}
	return a.vault, nil
}

// enter makes the unlocked person and keeps them.
func (a *App) enter(ctx context.Context, v *vaultRecord, login ed25519.PrivateKey, master seal.Key) error {
	p, err := newPerson(ctx, a.cfg, v, login, master)
	if err != nil {
		return err
	}
	p.removed, p.outdated = a.wipeRemoved, a.endWays
	_ = a.cfg.Storage.Put(ctx, nameOut, nil)
	a.mu.Lock()
	a.vault, a.person = v, p
	a.mu.Unlock()
	if a.cfg.Live {
		go p.Live(context.Background())
		a.Touch()
	}
	return nil
}

// Touch says that somebody is using the app: the auto-lock starts anew. While
// they stay unlocked it waits for the end of that time, and locks when it is
// over.
func (a *App) Touch() {
	a.mu.Lock()
	stays := !a.until.IsZero()
	after := a.until.Sub(a.cfg.Now())
	a.mu.Unlock()
	if stays && after <= 0 {
		a.Lock()
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.person == nil || !a.cfg.Live {
		return
	}
	if a.idle != nil {
		a.idle.Stop()
	}
	if !stays {
		after = time.Duration(a.person.Private().Settings.Minutes()) * time.Minute
	}
	a.idle = time.AfterFunc(after, a.Lock)
}

// Lock forgets every key, and ends staying unlocked. What was written is on the
// device and what was not sent yet stays queued.
func (a *App) Lock() {
	a.lock()
	_ = a.endStay(context.Background()) // without the keeper's secret the rest opens nothing
	a.cfg.Changed()
}

// Rest forgets every key, and nothing else: whoever stays unlocked is so again
// when the app is opened the next time.
func (a *App) Rest() {
	a.lock()
	a.cfg.Changed()
}

func (a *App) lock() {
	a.mu.Lock()
	p := a.person
	a.person, a.offer = nil, nil
	if a.idle != nil {
		a.idle.Stop()
	}
	a.mu.Unlock()
	if p != nil {
		p.close()
	}
}

// Forget takes the account off this device: everything here is wiped, and the
// relay is told that this device has left, if it can be reached. Entries that
// were not sent are lost; Person.Pending says how many there are.
func (a *App) Forget(ctx context.Context) error {
	if p := a.Person(); p != nil {
		_ = p.api.Logout(ctx) // the token dies with the wiped storage anyway
	}
	a.lock()
	_ = a.endWays(ctx) // wiping ends them too
	a.mu.Lock()
	vault := a.vault
	a.vault = nil
	a.mu.Unlock()
	if err := a.cfg.Storage.Wipe(ctx); err != nil {
		a.mu.Lock()
		a.vault = vault
		a.mu.Unlock()
		return err
	}
	a.cfg.Changed()
	return nil
}

// Arrive keeps an invitation's token until somebody is signed in.
func (a *App) Arrive(ctx context.Context, token string) error {
	return a.cfg.Storage.Put(ctx, nameArriv, []byte(token))
}

// Arrived is the invitation that waits, or "".
func (a *App) Arrived(ctx context.Context) string {
	token, _ := a.cfg.Storage.Get(ctx, nameArriv)
	return string(token)
}

// Leave drops the invitation that waits.
func (a *App) Leave(ctx context.Context) error { return a.cfg.Storage.Put(ctx, nameArriv, nil) }
