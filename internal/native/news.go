package native

import (
	"io"
	"net/http"
	"sync"
	"time"
)

const newsPath = "/native/news"

// news is the stream of one page. While it is open the page has the app: the
// page before loses it, and both begin locked, as a page of the web client does.
func (s *Server) news(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	p := s.pages.enter()
	defer s.pages.leave(p)
	tell := func(what string) {
		_, _ = io.WriteString(w, "event: "+what+"\ndata:\n\n")
		_ = http.NewResponseController(w).Flush()
	}
	tell("ready")
	for {
		select {
		case <-p.changed:
			tell("changed")
		case <-p.locked:
			tell("locked")
		case <-p.lost:
			tell("lost")
			return
		case <-r.Context().Done():
			return
		case <-s.stopped.Done():
			return
		}
	}
}

// lock forgets the keys for a page that has not had them, or for none.
func (s *Server) lock() {
	s.opened.Store(false)
	s.app.Lock()
}

// changed is what the app calls when something on view may have changed, or
// when it has locked itself. A page is told of the locking once.
func (s *Server) changed() {
	switch {
	case s.app == nil: // it is being opened
	case s.app.Person() != nil || !s.app.HasAccount():
		s.pages.tell(func(p *onePage) chan struct{} { return p.changed })
	case s.opened.Swap(false):
		s.pages.tell(func(p *onePage) chan struct{} { return p.locked })
	}
}

// pages knows which page has the app.
type pages struct {
	lock   func()
	linger time.Duration

	mu      sync.Mutex
	current *onePage
	locking *time.Timer // since the last page has gone
}

// onePage is what a page is told. Several of one kind are as good as one.
type onePage struct{ changed, locked, lost chan struct{} }

// enter gives the app to a new page, locked.
func (p *pages) enter() *onePage {
	page := &onePage{make(chan struct{}, 1), make(chan struct{}, 1), make(chan struct{})}
	p.mu.Lock()
	if p.locking != nil {
		p.locking.Stop()
	}
	if p.current != nil {
		close(p.current.lost)
	}
	p.current = page
	p.mu.Unlock()
	p.lock()
	return page
}

// leave locks in a moment, unless another page has the app.
func (p *pages) leave(gone *onePage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current != gone {
		return
	}
	p.current = nil
	p.locking = time.AfterFunc(p.linger, p.lock)
}

// tell puts a word into the current page's channel of its kind.
func (p *pages) tell(kind func(*onePage) chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current == nil {
		return
	}
	select {
	case kind(p.current) <- struct{}{}:
	default:
	}
}
