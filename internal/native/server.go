package native

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"pleach/internal/client"
	"pleach/internal/content"
	"pleach/internal/remote"
	"pleach/internal/rooms"
	"pleach/internal/webclient"
	"pleach/internal/webclient/headers"
)

// Config is what a Server needs. Storage, Transport and Origin are required.
type Config struct {
	Storage   client.Storage
	Transport remote.Transport // to the relay at Origin
	Origin    string           // the relay's; see Relay
	Port      int              // to listen on; 0 picks one
	Files     fs.FS            // the web client's files; default: the embedded ones
	// Linger is how long the keys outlive their last page, so that what it sent
	// while it went away still arrives. Default: two seconds.
	Linger time.Duration
}

// Server is the client on an address of this machine. Make it with Start.
type Server struct {
	app     *client.App
	rooms   http.Handler
	files   http.Handler
	listen  net.Listener
	server  *http.Server
	host    string // what a browser must call us
	entry   entry
	pages   pages
	secret  string      // the cookie's value
	opened  atomic.Bool // a page was answered while the app was open
	stopped context.Context
	stop    context.CancelFunc
	failed  chan error
}

// ErrPort says that the port cannot be had.
var ErrPort = errors.New("native: this port cannot be listened on")

// Start opens the app and serves it until Close. Errors: ErrPort, and what
// client.Open gives.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	s := &Server{secret: rand.Text(), entry: newEntry(), failed: make(chan error, 1)}
	app, err := client.Open(ctx, client.Config{
		Storage: cfg.Storage, Transport: cfg.Transport, Origin: cfg.Origin, Live: true, Changed: s.changed,
	})
	if err != nil {
		return nil, err
	}
	s.app = app
	s.rooms = rooms.New(rooms.Config{App: app, Library: content.English()})
	s.files = webclient.Handler(webclient.Config{Files: cfg.Files, Native: true})
	s.pages = pages{lock: s.lock, linger: cfg.Linger}
	if cfg.Linger == 0 {
		s.pages.linger = 2 * time.Second
	}
	s.listen, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(cfg.Port)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPort, err)
	}
	s.host = s.listen.Addr().String()
	s.serve()
	return s, nil
}

func (s *Server) serve() {
	s.stopped, s.stop = context.WithCancel(context.Background())
	s.server = &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // its lines would hold addresses
	}
	go func() { s.failed <- s.server.Serve(s.listen) }()
}

// Address is where to open the app. It works once.
func (s *Server) Address() string { return "http://" + s.host + entryPath + s.entry.token }

// Wait returns when ctx ends, with nil, or when the address stops serving.
func (s *Server) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.failed:
		return fmt.Errorf("native: %w", err)
	}
}

// Close forgets the keys, lets requests under way finish for a moment, and
// stops. The Storage stays open.
func (s *Server) Close() error {
	s.stop()
	s.lock()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := s.server.Shutdown(ctx); err != nil {
		return s.server.Close()
	}
	return nil
}

// fromPage is the header by which the page's own script is known. A page from
// elsewhere cannot send it without asking first, and nobody answers that.
const fromPage = "Pleach-Shim"

// ServeHTTP implements http.Handler. It passes each request through the guard,
// and what is not public past the cookie.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	headers.Secure(w.Header())
	if why := s.foreign(r); why != nil {
		http.Error(w, why.text, why.status)
		return
	}
	script := r.Header.Get(fromPage) != ""
	switch {
	case isEntry(r):
		s.enter(w, r)
	case !script && isPublic(r):
		s.files.ServeHTTP(w, r)
	case !s.known(r):
		s.stranger(w)
	case r.URL.Path == newsPath && r.Method == http.MethodGet:
		s.news(w, r)
	case script:
		s.answer(w, r)
	default:
		s.files.ServeHTTP(w, r)
	}
}
