package relayhttp

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"path"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

// Server is the API as an http.Handler. It serves paths under /v1/ and refuses
// every other.
type Server struct {
	Config
	mux        *http.ServeMux
	challenges *relay.Challenges
	accounts   *relay.Limiter
	addresses  *relay.Limiter
	addressKey [32]byte
	open       atomic.Int64  // streams
	checks     chan struct{} // has room for as many streams as may look into the store
}

// New makes a server. It returns an error when the Config lacks something.
func New(c Config) (*Server, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Server{
		Config: c, mux: http.NewServeMux(),
		accounts: relay.NewLimiter(c.PerAccount), addresses: relay.NewLimiter(c.PerAddress),
		checks: make(chan struct{}, maxChecks),
	}
	if s.challenges, err = newChallenges(c); err != nil {
		return nil, fmt.Errorf("relayhttp: challenges: %w", err)
	}
	if _, err = io.ReadFull(c.Rand, s.addressKey[:]); err != nil {
		return nil, fmt.Errorf("relayhttp: no randomness: %w", err)
	}
	for pattern, methods := range byPattern(routes) {
		s.mux.Handle(pattern, s.methods(pattern, methods))
	}
	s.mux.Handle("/", s.nothingHere())
	return s, nil
}

func newChallenges(c Config) (*relay.Challenges, error) {
	if c.Nodes == nil {
		return relay.NewChallenges(c.Rand)
	}
	ctx, cancel := context.WithTimeout(context.Background(), sharing)
	defer cancel()
	return relay.SharedChallenges(ctx, c.Rand, c.Nodes)
}

// sharing is how long New waits for what nodes have in common.
const sharing = 30 * time.Second

// Run sweeps what has expired out of the store, at once and then every hour,
// until ctx ends.
func (s *Server) Run(ctx context.Context) {
	for {
		if err := s.Store.Sweep(ctx, s.Clock()); err != nil && ctx.Err() == nil {
			s.Log.Error("sweep", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Hour):
		}
	}
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if r.URL.Path != path.Clean(r.URL.Path) {
		s.nothingHere().ServeHTTP(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// methods serves one pattern.
func (s *Server) methods(pattern string, methods map[string]Route) http.Handler {
	allow := allowed(methods)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route, ok := methods[r.Method]
		if !ok {
			w.Header().Set("Allow", allow)
			route = Route{Method: "other", Pattern: pattern, any: true, Who: Anyone, handle: wrongMethod}
		}
		s.serve(w, r, route)
	})
}

func (s *Server) nothingHere() http.Handler {
	route := Route{Method: "any", Pattern: "other", any: true, Who: Anyone, handle: func(*Server, *call) error {
		return relay.Refuse(wire.CodeNotFound, "The API has no such address.")
	}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, route) })
}

func wrongMethod(*Server, *call) error {
	p := relay.Refuse(wire.CodeMalformed, "This address does not take that method.")
	p.Status = http.StatusMethodNotAllowed
	return p
}

// serve runs one route from admission to log line.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, route Route) {
	c := &call{w: w, r: r, route: route, now: s.Clock()}
	began := time.Now()
	err := s.attempt(c)
	if err != nil {
		s.refuse(c, err)
	}
	took := time.Since(began)
	s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("route", route.Method+" "+route.Pattern), slog.Int("status", c.status),
		slog.Duration("took", took), slog.String("code", string(c.code)))
	if s.Observe != nil {
		s.Observe(Observation{Kind: route.kind(), Status: c.status, Code: c.code, Took: took})
	}
}

// attempt turns a panic into an error, so that one bad request ends alone.
func (s *Server) attempt(c *call) (err error) {
	defer func() {
		if v := recover(); v != nil {
			s.panicked(v, c.route.Method+" "+c.route.Pattern)
			err = relay.Refuse(wire.CodeInternal, "")
		}
	}()
	if err := s.admit(c); err != nil {
		return err
	}
	return c.route.handle(s, c)
}

// panicked says where and of what type; the value itself may hold what was sent.
func (s *Server) panicked(v any, route string) {
	s.Log.Error("panic", "route", route, "type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
}

// admit decides, before the handler: version, session, rate, rights, body.
func (s *Server) admit(c *call) error {
	if v := c.r.Header.Get(wire.HeaderVersion); !c.route.any && v != strconv.Itoa(wire.Version) {
		return relay.Refuse(wire.CodeVersion, "Every request says which version it speaks, and this server speaks 1.")
	}
	if c.route.Who == Anyone {
		if err := s.meter(c, s.addresses, s.addressOf(c.r)); err != nil {
			return err
		}
		return c.readBody(s.Limits)
	}
	if err := s.signedIn(c); err != nil {
		if wait := s.meter(c, s.addresses, s.addressOf(c.r)); wait != nil {
			return wait // guessing at tokens is metered like everything without a session
		}
		return err
	}
	if err := s.meter(c, s.accounts, c.session.Account); err != nil {
		return err
	}
	if err := s.mayUse(c); err != nil {
		return err
	}
	return c.readBody(s.Limits)
}

func (s *Server) meter(c *call, l *relay.Limiter, key [16]byte) error {
	wait, ok := l.Allow(key, c.now)
	if ok {
		return nil
	}
	c.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return relay.Refuse(wire.CodeRate, "")
}

// addressOf hashes the address with a key of this process.
func (s *Server) addressOf(r *http.Request) [16]byte {
	m := hmac.New(sha256.New, s.addressKey[:])
	io.WriteString(m, s.Address(r))
	return [16]byte(m.Sum(nil)[:16])
}
