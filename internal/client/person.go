package client

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"pleach/internal/bond"
	"pleach/internal/remote"
	"pleach/seal"
	"pleach/wire"
)

// Person is somebody who is signed in and unlocked on this device. It is safe
// for concurrent use.
type Person struct {
	cfg   Config
	vault *vaultRecord
	line  line
	local seal.Key // seals snapshots
	login ed25519.PrivateKey
	box   *box
	api   *remote.Client

	mu             sync.Mutex
	private        *space // set once, before the person is handed out
	shared         *space // nil until a pairing went through
	link           link
	knocks         []Knock // as of the last exchange
	devices        []Device
	asked, noticed time.Time // when the devices were asked for
	kicked         chan struct{}
	done           chan struct{}

	looking sync.Mutex
	insight insight

	succeeding sync.Mutex // held while newer keys take over the private space

	removed  func(context.Context) error // wipes this device
	outdated func(context.Context) error // leaves the password as the only way in

	packed *Packed // a file to take along, until it is dropped
	file   []byte  // and one that was brought

	signing  chan struct{} // holds something while a call signs in
	sessions int           // how many sessions there were
}

func newPerson(ctx context.Context, cfg Config, v *vaultRecord, login ed25519.PrivateKey, master seal.Key) (*Person, error) {
	line, err := v.line(master)
	if err != nil {
		return nil, err
	}
	p := &Person{
		cfg: cfg, vault: v, line: line, local: seal.LocalKey(master, "snapshot"), login: login,
		box:    &box{storage: cfg.Storage, key: seal.LocalKey(master, "records"), rand: cfg.Rand, before: v.formerly(line, "records")},
		api:    remote.New(cfg.Transport),
		kicked: make(chan struct{}, 1), done: make(chan struct{}), signing: make(chan struct{}, 1),
	}
	if token, err := p.box.get(ctx, nameToken); err == nil && token != nil {
		p.api.SetToken(string(token))
	}
	if p.private, err = p.openPrivate(ctx); err != nil {
		return nil, err
	}
	if err := p.enterPair(ctx); err != nil {
		return nil, err
	}
	return p, p.catchUp(ctx)
}

// close forgets the keys. The person must not be used afterwards.
func (p *Person) close() {
	p.box.close()
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.done:
	default:
		close(p.done)
	}
	clear(p.login)
	p.packed, p.file = nil, nil
	p.line.zero()
}

// loginKey is a copy, so that locking can wipe the key while it is in use.
func (p *Person) loginKey() (ed25519.PrivateKey, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.done:
		return nil, ErrLocked
	default:
		return slices.Clone(p.login), nil
	}
}

// enterPair opens the shared space when the private one says there is one.
func (p *Person) enterPair(ctx context.Context) error {
	pair, ok := p.Private().Ring.Pair()
	_, shared := p.spaces()
	if shared != nil && (!ok || shared.id != pair.Space) {
		p.dropPair() // another device has ended it
	}
	if !ok || (shared != nil && shared.id == pair.Space) {
		return nil
	}
	if len(pair.Anchor) != len(wire.Hash{}) {
		return fmt.Errorf("%w: the keys of the shared space", ErrVault)
	}
	s, err := p.openPair(ctx, pair)
	if err != nil {
		return err
	}
	p.mu.Lock()
	p.shared = s
	p.mu.Unlock()
	p.kick()
	return nil
}

func (p *Person) dropPair() {
	p.mu.Lock()
	p.shared = nil
	p.mu.Unlock()
	p.cfg.Changed()
}

func (p *Person) spaces() (private, shared *space) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.private, p.shared
}

// Private is the folded journal of the person's own space. It is shared:
// readers must not change it.
func (p *Person) Private() *bond.Private { return p.private.privateJournal() }

// Shared is the folded journal of the shared space, nil without a partner. It
// is shared: readers must not change it.
func (p *Person) Shared() *bond.Shared {
	_, s := p.spaces()
	if s == nil {
		return nil
	}
	return s.sharedJournal()
}

// PrivateID is the id of the person's own space.
func (p *Person) PrivateID() wire.ID { return p.private.id }

// SharedID is the id of the space that two people share, zero without one.
func (p *Person) SharedID() wire.ID {
	if _, s := p.spaces(); s != nil {
		return s.id
	}
	return wire.ID{}
}

// share writes into the shared space.
func (p *Person) share(ctx context.Context, events ...bond.Event) error {
	_, s := p.spaces()
	if s == nil {
		return ErrNoPartner
	}
	return s.write(ctx, events...)
}

// Self is this person's member id in the shared space, zero without a partner.
func (p *Person) Self() wire.ID {
	_, s := p.spaces()
	if s == nil {
		return wire.ID{}
	}
	return s.self
}

// Partner is who the shared space is shared with.
type Partner struct {
	Member wire.ID
	Name   string
	Since  time.Time
	Pair   bond.Pair
}

// Partner returns who the person is paired with, or false.
func (p *Person) Partner() (Partner, bool) {
	pair, ok := p.Private().Ring.Pair()
	_, s := p.spaces()
	if !ok || s == nil || s.id != pair.Space {
		return Partner{}, false
	}
	partner := Partner{Name: pair.Partner, Since: pair.Since, Pair: pair}
	for _, m := range s.rep().Members() {
		if m != s.self {
			partner.Member = m
		}
	}
	if name := s.sharedJournal().Names[partner.Member]; name != "" {
		partner.Name = name
	}
	return partner, true
}

// Pending counts what is kept on this device and not at the relay yet.
func (p *Person) Pending() int {
	private, shared := p.spaces()
	n := private.rep().Pending()
	if shared != nil {
		n += shared.rep().Pending()
	}
	return n
}

// Trouble is what the relay served that did not fit, or nil. It heals when the
// relay serves what it should.
func (p *Person) Trouble() error {
	private, shared := p.spaces()
	if shared == nil {
		return private.rep().Trouble()
	}
	return errors.Join(private.rep().Trouble(), shared.rep().Trouble())
}
