package relayhttp

import (
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

// The values of Config.Signup, and of wire.Info.Signup.
const (
	SignupOpen   = "open"   // anybody may make an account
	SignupCode   = "code"   // whoever has Config.Code
	SignupClosed = "closed" // nobody
)

// Config says what a Server runs on. Zero values are defaults, except where
// noted.
type Config struct {
	// Store and Hub are required. The Store is not closed by the Server.
	Store relay.Store
	Hub   *relay.Hub
	// Nodes is set when there may be other servers on the same Store. The Hub's
	// news are carried by Nodes.Join, which the Server does not call.
	Nodes relay.Nodes
	// Origins are where clients find this relay, such as
	// "https://pleach.example"; at least one is required. Logins sign the one
	// that they use. The first is what GET /v1/info names.
	Origins []string
	// Signup is SignupOpen, SignupCode or SignupClosed; empty means
	// SignupCode when there is a Code, and SignupClosed otherwise.
	Signup string
	Code   string
	// Limits are wire.DefaultLimits where zero, field by field.
	Limits wire.Limits
	// PerAccount limits the requests of an account, PerAddress those without a
	// session from one address. Zero means 100 a second and 1,000 at once, and
	// 10 a second and 100 at once. Unlimited switches one off.
	PerAccount relay.Rate
	PerAddress relay.Rate
	// Address names where a request comes from, for PerAddress only; it is
	// hashed with a key of this process and never stored or logged. The
	// default is the connection's address. Behind a proxy, read its header.
	Address func(*http.Request) string
	// Heartbeat is the pause between comments on a quiet stream; 20 seconds.
	Heartbeat time.Duration
	// Observe hears of every answer, if it is set. It must not wait.
	Observe func(Observation)
	// Clock is time.Now, Rand crypto/rand, Log nothing.
	Clock func() time.Time
	Rand  io.Reader
	Log   *slog.Logger
}

// Unlimited is a rate that never refuses.
var Unlimited = relay.Rate{PerSecond: math.Inf(1), Burst: 1}

func (c Config) withDefaults() (Config, error) {
	switch {
	case c.Store == nil || c.Hub == nil:
		return c, errors.New("relayhttp: a Store and a Hub are required")
	case len(c.Origins) == 0:
		return c, errors.New("relayhttp: at least one origin is required, such as http://localhost:8080")
	}
	if c.Signup == "" {
		c.Signup = SignupClosed
		if c.Code != "" {
			c.Signup = SignupCode
		}
	}
	if err := c.checkSignup(); err != nil {
		return c, err
	}
	c.Limits = limitsOr(c.Limits, wire.DefaultLimits())
	c.PerAccount = rateOr(c.PerAccount, relay.Rate{PerSecond: 100, Burst: 1000})
	c.PerAddress = rateOr(c.PerAddress, relay.Rate{PerSecond: 10, Burst: 100})
	return c.withEdges(), nil
}

func (c Config) withEdges() Config {
	if c.Address == nil {
		c.Address = connectionAddress
	}
	if c.Heartbeat == 0 {
		c.Heartbeat = 20 * time.Second
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func (c Config) checkSignup() error {
	switch c.Signup {
	case SignupOpen, SignupClosed:
		return nil
	case SignupCode:
		if c.Code == "" {
			return errors.New("relayhttp: sign-up by code needs a code")
		}
		return nil
	}
	return errors.New("relayhttp: Signup is open, code or closed")
}

func rateOr(r, or relay.Rate) relay.Rate {
	if r == (relay.Rate{}) {
		return or
	}
	return r
}

func limitsOr(l, or wire.Limits) wire.Limits {
	for _, f := range []struct{ have, or *int }{
		{&l.Entry, &or.Entry}, {&l.Batch, &or.Batch}, {&l.Pull, &or.Pull}, {&l.Spaces, &or.Spaces},
		{&l.Devices, &or.Devices}, {&l.Invites, &or.Invites}, {&l.InviteTTL, &or.InviteTTL},
	} {
		if *f.have == 0 {
			*f.have = *f.or
		}
	}
	if l.Space == 0 {
		l.Space = or.Space
	}
	return l
}

// connectionAddress is the address without its port; of an IPv6 address the
// network, since a person has all of it.
func connectionAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return Network(host)
}

// Network is an address as limits count it: of an IPv6 address the network.
func Network(host string) string {
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return host
}
