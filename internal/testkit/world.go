package testkit

import (
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/relay/relayhttp"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// Origin is where the relay of a World is.
const Origin = "http://relay.test"

// World is a relay and a source of randomness.
type World struct {
	Relay http.Handler
	Clock func() time.Time
	seed  uint64
	drawn uint64
}

// NewWorld is a world with an empty relay in memory.
func NewWorld(seed uint64) (*World, error) { return NewWorldOn(mem.New(), seed) }

// NewWorldOn is a world with a relay on a store. The clock stands still.
func NewWorldOn(store relay.Store, seed uint64) (*World, error) {
	w := &World{seed: seed, Clock: func() time.Time { return time.Unix(1_800_000_000, 0) }}
	h, err := relayhttp.New(relayhttp.Config{
		Store: store, Hub: relay.NewHub(), Origins: []string{Origin}, Signup: relayhttp.SignupOpen,
		PerAccount: relayhttp.Unlimited, PerAddress: relayhttp.Unlimited,
		Clock: w.Clock, Rand: w.Rand(),
	})
	w.Relay = h
	return w, err
}

// Rand is another stream of random bytes from the world's seed.
func (w *World) Rand() io.Reader { return w.source() }

func (w *World) source() *rand.ChaCha8 {
	w.drawn++
	var seed [32]byte
	binary.BigEndian.PutUint64(seed[:], w.seed)
	binary.BigEndian.PutUint64(seed[8:], w.drawn)
	return rand.NewChaCha8(seed)
}

// ID draws a random id.
func (w *World) ID() (id wire.ID) {
	_, _ = io.ReadFull(w.Rand(), id[:]) // ChaCha8 does not fail
	return id
}

// Person has an account at the relay and member keys in spaces.
type Person struct {
	Account wire.ID
	Members map[wire.ID]seal.Member // by space
	Anchors map[wire.ID]wire.Hash   // what pairing agreed on, by space
	world   *World
	login   ed25519.PrivateKey
}

// Person signs somebody up.
func (w *World) Person(ctx context.Context) (*Person, error) {
	_, login, err := ed25519.GenerateKey(w.Rand())
	if err != nil {
		return nil, err
	}
	p := &Person{
		Account: w.ID(), world: w, login: login,
		Members: map[wire.ID]seal.Member{}, Anchors: map[wire.ID]wire.Hash{},
	}
	public := login.Public().(ed25519.PublicKey)
	a := wire.NewAccount{
		Account: p.Account, KDF: 1, Login: public, Rescue: public,
		Wraps: wire.Wraps{Password: []byte("sealed"), Words: []byte("sealed")},
	}
	a.Sig = ed25519.Sign(login, wire.SignupMessage(Origin, a))
	return p, remote.New(HandlerTransport{w.Relay}).CreateAccount(ctx, a)
}

// Device is a program of one person: a network, a session, and one Local for
// each space.
type Device struct {
	ID      wire.ID // of the session; the chain's is in its key
	Person  *Person
	Network *Network
	Client  *remote.Client
	Strict  bool
	Stale   bool // every epoch counts as old
	world   *World
	locals  map[wire.ID]*MemLocal
	keys    map[wire.ID]seal.Device
	rand    io.Reader
}

// Device signs a new device in.
func (p *Person) Device(ctx context.Context) (*Device, error) {
	w := p.world
	n := NewNetwork(HandlerTransport{w.Relay}, rand.New(w.source()))
	d := &Device{
		ID: w.ID(), Person: p, Network: n, Client: remote.New(n), world: w,
		locals: map[wire.ID]*MemLocal{}, keys: map[wire.ID]seal.Device{}, rand: w.Rand(),
	}
	return d, d.SignIn(ctx)
}

// SignIn gets a new session.
func (d *Device) SignIn(ctx context.Context) error {
	ch, err := d.Client.Challenge(ctx, d.Person.Account)
	if err != nil {
		return err
	}
	l := wire.Login{Account: d.Person.Account, Device: d.ID, Nonce: ch.Nonce, Expiry: ch.Expiry}
	l.Sig = ed25519.Sign(d.Person.login, wire.LoginMessage(Origin, l))
	_, err = d.Client.Login(ctx, l)
	return err
}

// Local is the device's durable memory of a space.
func (d *Device) Local(space wire.ID) *MemLocal {
	if d.locals[space] == nil {
		d.locals[space] = &MemLocal{}
	}
	return d.locals[space]
}

// SetLocal replaces it: a restored backup, say.
func (d *Device) SetLocal(space wire.ID, l *MemLocal) { d.locals[space] = l }

// Config is what the device opens a space with.
func (d *Device) Config(space wire.ID) (replica.Config, error) {
	key, ok := d.keys[space]
	if !ok {
		var err error
		if key, err = seal.NewDevice(d.rand); err != nil {
			return replica.Config{}, err
		}
		d.keys[space] = key
	}
	return replica.Config{
		Space: space, Member: d.Person.Members[space], Device: key, Local: d.Local(space),
		Remote: d.Client.Space(space), SnapshotKey: seal.LocalKey(seal.Key(key.Bytes()[17:]), "snapshot"),
		Anchor: d.Person.Anchors[space], Rand: d.rand, Strict: func() bool { return d.Strict },
		Stale: func(uint32) bool { return d.Stale },
	}, nil
}

// Open starts the program on what its Local holds.
func (d *Device) Open(ctx context.Context, space wire.ID) (*replica.Replica, error) {
	cfg, err := d.Config(space)
	if err != nil {
		return nil, err
	}
	return replica.Open(ctx, cfg)
}
