// Package host is the server as a value: the relay's API and the web client's
// files on one or more addresses. A program makes a Config, starts it and
// closes it; tests start it on port 0.
//
// It chooses no database and reads no flags: that is cmd/pleach. It ends no
// TLS: a reverse proxy does, and Origins say what people type.
package host

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"pleach/internal/metrics"
	"pleach/internal/relay"
	"pleach/internal/relay/relayhttp"
	"pleach/internal/webclient"
	"pleach/internal/webclient/headers"
	"pleach/internal/webclient/manifest"
)

// Config says what to serve. Store and Listen are required.
type Config struct {
	Store relay.Store
	// Nodes is set when other hosts may run on the same Store: usually the
	// Store itself.
	Nodes relay.Nodes
	// Listen are addresses such as "127.0.0.1:8480"; port 0 picks one.
	Listen []string
	// Origins are what people type to get here. The default is http:// and
	// each address that is listened on.
	Origins []string
	// Signup and Code are those of relayhttp. Signup must be said as soon as
	// an origin is not on this machine; on this machine alone it is open.
	Signup string
	Code   string
	// Pages are served beside the web client, by path, at addresses of
	// manifest.HostPages. Each says its own
	// Content-Security-Policy, or has none of anything.
	Pages map[string]http.Handler
	// Ops is an address such as "127.0.0.1:8481" for /metrics, /healthz and
	// /readyz; empty means none. Nothing there needs a session.
	Ops string
	// Metrics are shown there, beside those of the host.
	Metrics *metrics.Set
	// BehindProxy takes where a request comes from, for limits alone, from the
	// last address in X-Forwarded-For, which the proxy sets. Without a proxy
	// anybody could write there what they like.
	BehindProxy bool
	// Files are the web client's. Default: those in the binary.
	Files fs.FS
	Clock func() time.Time // default: time.Now
	Log   *slog.Logger     // default: nothing
}

// ErrSignup says that it was left open who may make an account.
var ErrSignup = errors.New("host: say who may sign up here: open, code or closed")

// Host is a running server.
type Host struct {
	cfg       Config
	listeners []net.Listener
	server    *http.Server
	api       *relayhttp.Server
	hub       *relay.Hub
	stop      context.CancelFunc
	ops       *http.Server // or nil
	opsAt     string
	stopping  atomic.Bool
	joined    sync.WaitGroup // what carries news to other nodes
	failed    chan error
}

// Start listens and serves until Close. Errors: an address that is taken,
// ErrSignup, and what relayhttp refuses.
func Start(cfg Config) (*Host, error) {
	h := &Host{cfg: cfg, hub: relay.NewHub(), failed: make(chan error, len(cfg.Listen)+1)}
	if h.cfg.Log == nil {
		h.cfg.Log = slog.New(slog.DiscardHandler)
	}
	for path := range h.cfg.Pages {
		if !slices.Contains(manifest.HostPages, path) {
			return nil, fmt.Errorf("host: %s is not among manifest.HostPages, so the web client would hide it", path)
		}
	}
	if err := h.listen(); err != nil {
		return nil, err
	}
	api, err := h.newAPI()
	if err == nil {
		err = h.startOps()
	}
	if err != nil {
		return nil, errors.Join(err, h.closeListeners())
	}
	ctx, stop := context.WithCancel(context.Background())
	h.api, h.stop = api, stop
	go api.Run(ctx)
	if h.cfg.Nodes != nil {
		h.joined.Go(func() { h.cfg.Nodes.Join(ctx, h.hub, h.cfg.Log) })
	}
	h.server = &http.Server{
		Handler:           h.routes(api),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(h.cfg.Log.Handler(), slog.LevelDebug),
	}
	for _, l := range h.listeners {
		go func() { h.failed <- h.server.Serve(l) }()
	}
	return h, nil
}

func (h *Host) listen() error {
	if len(h.cfg.Listen) == 0 {
		return errors.New("host: no address to listen on")
	}
	for _, addr := range h.cfg.Listen {
		l, err := net.Listen("tcp", addr)
		if err != nil {
			return errors.Join(fmt.Errorf("host: listen on %s: %w", addr, err), h.closeListeners())
		}
		h.listeners = append(h.listeners, l)
	}
	if len(h.cfg.Origins) == 0 {
		h.cfg.Origins = h.addresses()
	}
	return nil
}

// addresses are the origins of the listeners, in order, and then the same by
// the name of localhost, which people type too.
func (h *Host) addresses() (origins []string) {
	var named []string
	for _, l := range h.listeners {
		addr := l.Addr().(*net.TCPAddr)
		origins = append(origins, "http://"+addr.String())
		if addr.IP.IsLoopback() {
			named = append(named, "http://localhost:"+strconv.Itoa(addr.Port))
		}
	}
	return append(origins, named...)
}

func (h *Host) closeListeners() (err error) {
	for _, l := range h.listeners {
		err = errors.Join(err, l.Close())
	}
	return err
}

func (h *Host) newAPI() (*relayhttp.Server, error) {
	if h.cfg.Signup == "" && h.cfg.Code == "" {
		for _, o := range h.cfg.Origins {
			if !loopback(o) {
				return nil, fmt.Errorf("%w (for %s)", ErrSignup, o)
			}
		}
		h.cfg.Signup = relayhttp.SignupOpen
	}
	return relayhttp.New(relayhttp.Config{
		Store: h.cfg.Store, Hub: h.hub, Nodes: h.cfg.Nodes, Origins: h.cfg.Origins,
		Signup: h.cfg.Signup, Code: h.cfg.Code, Clock: h.cfg.Clock, Log: h.cfg.Log,
		Observe: h.observer(), Address: h.address(),
	})
}

func loopback(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func (h *Host) routes(api http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/v1/", api)
	mux.Handle("/", webclient.Handler(webclient.Config{Files: h.cfg.Files}))
	for path, page := range h.cfg.Pages {
		mux.Handle(path, page)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers.Secure(w.Header()) // so that no answer is without, whoever makes it
		mux.ServeHTTP(w, r)
	})
}

// Origins are where people find this host: those of Config, or the addresses
// that it listens on, first by number and then by name.
func (h *Host) Origins() []string { return h.cfg.Origins }

// Wait returns when ctx ends, with nil, or when an address stops serving.
func (h *Host) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-h.failed:
		return fmt.Errorf("host: %w", err)
	}
}

// Close ends the streams, lets requests under way finish for a moment, tells
// other nodes what they changed, and stops. The Store stays open.
func (h *Host) Close() error {
	h.stopping.Store(true)
	h.hub.Close()
	defer h.closeOps()
	defer h.joined.Wait()
	defer h.stop()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := h.server.Shutdown(ctx); err != nil {
		return h.server.Close()
	}
	h.api.Drain(ctx)
	return nil
}
