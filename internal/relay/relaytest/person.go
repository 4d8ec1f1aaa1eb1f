package relaytest

import (
	"crypto/ed25519"
	"encoding/binary"
	"math/rand/v2"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

// Start is when tests begin.
var Start = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// World gives out people, ids and bytes from one seed. Not for concurrent use.
type World struct{ rand *rand.ChaCha8 }

// NewWorld makes a world; the same seed makes the same one.
func NewWorld(seed uint64) *World {
	var s [32]byte
	binary.BigEndian.PutUint64(s[:], seed)
	return &World{rand: rand.NewChaCha8(s)}
}

// Bytes returns n random bytes.
func (w *World) Bytes(n int) []byte {
	b := make([]byte, n)
	_, _ = w.rand.Read(b) // never fails
	return b
}

// ID returns a random id.
func (w *World) ID() wire.ID { return wire.ID(w.Bytes(16)) }

// Person is somebody with an account's keys and one device.
type Person struct {
	ID     wire.ID
	Device wire.ID
	login  ed25519.PrivateKey
	rescue ed25519.PrivateKey
	wraps  wire.Wraps
}

// Person makes somebody new.
func (w *World) Person() *Person {
	return &Person{
		ID: w.ID(), Device: w.ID(),
		login: ed25519.NewKeyFromSeed(w.Bytes(32)), rescue: ed25519.NewKeyFromSeed(w.Bytes(32)),
		wraps: wire.Wraps{Password: w.Bytes(72), Words: w.Bytes(72)},
	}
}

// SignUp is the request for this person's account, signed for an origin.
func (p *Person) SignUp(origin, code string) wire.NewAccount {
	n := wire.NewAccount{
		Account: p.ID, KDF: 1, Wraps: p.wraps, Code: code,
		Login:  p.login.Public().(ed25519.PublicKey),
		Rescue: p.rescue.Public().(ed25519.PublicKey),
	}
	n.Sig = ed25519.Sign(p.login, wire.SignupMessage(origin, n))
	return n
}

// Login answers a challenge, for an origin and a device.
func (p *Person) Login(origin string, device wire.ID, ch wire.Challenge, rescue bool) wire.Login {
	l := wire.Login{Account: p.ID, Device: device, Nonce: ch.Nonce, Expiry: ch.Expiry, Rescue: rescue}
	key := p.login
	if rescue {
		key = p.rescue
	}
	l.Sig = ed25519.Sign(key, wire.LoginMessage(origin, l))
	return l
}

// NewKeys gives this person the keys of another, signed for an origin by the
// login key or by the recovery key.
func (p *Person) NewKeys(origin string, like *Person, byRescue bool) wire.NewKeys {
	a := like.Account()
	n := wire.NewKeys{Login: a.Login, Rescue: a.Rescue, Wraps: a.Wraps, ByRescue: byRescue}
	n.Wraps.Before = []byte("what was before")
	key := p.login
	if byRescue {
		key = p.rescue
	}
	n.Sig = ed25519.Sign(key, wire.NewKeysMessage(origin, p.ID, n))
	return n
}

// Close asks to close this person's account, signed for an origin.
func (p *Person) Close(origin string) wire.CloseAccount {
	return wire.CloseAccount{Sig: ed25519.Sign(p.login, wire.CloseMessage(origin, p.ID))}
}

// Account is what a store keeps of this person.
func (p *Person) Account() relay.Account {
	n := p.SignUp("", "")
	return relay.Account{ID: n.Account, KDF: n.KDF, Login: n.Login, Rescue: n.Rescue, Wraps: n.Wraps, Since: Start}
}

// Session is a session of this person on a device, with a token's hash.
func (p *Person) Session(device wire.ID, token relay.TokenHash, now time.Time) relay.Session {
	return relay.Session{Account: p.ID, Device: device, Token: token, Expires: now.Add(relay.SessionLife)}
}
