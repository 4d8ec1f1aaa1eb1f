package native

import (
	"crypto/rand"
	"crypto/subtle"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
)

const entryPath = "/native/enter/"

// entry is the address that works once.
type entry struct {
	token string
	used  *atomic.Bool
}

func newEntry() entry { return entry{token: rand.Text(), used: new(atomic.Bool)} }

func isEntry(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, entryPath) }

// enter lets the first who knows the token in: they get the cookie and go on to
// an address without a secret in it.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", "GET")
		http.Error(w, "This address is only opened.", http.StatusMethodNotAllowed)
	case s.known(r):
		http.Redirect(w, r, "/", http.StatusSeeOther)
	case !same(strings.TrimPrefix(r.URL.Path, entryPath), s.entry.token):
		s.stranger(w)
	case s.entry.used.Swap(true):
		page(w, http.StatusGone, usedPage)
	default:
		http.SetCookie(w, &http.Cookie{Name: s.cookie(), Value: s.secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}

// cookie is the cookie's name. Browsers do not part cookies by port, so the
// name does.
func (s *Server) cookie() string {
	_, port, _ := net.SplitHostPort(s.host)
	return "pleach-" + port
}

// known reports whether a request comes from the browser that was let in.
func (s *Server) known(r *http.Request) bool {
	c, err := r.Cookie(s.cookie())
	return err == nil && same(c.Value, s.secret)
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// stranger is for a browser that was not let in.
func (s *Server) stranger(w http.ResponseWriter) { page(w, http.StatusForbidden, strangerPage) }

const (
	usedPage = `<h1>This address was used before</h1>
<p>Each address opens Pleach once, so that nobody else can come in by it.</p>
<p>If it was you, go on in the browser where you opened it. If it was not you, stop Pleach with Ctrl-C and start it again: that gives you a new address and shuts everybody else out. Without your password nothing was opened.</p>
`
	strangerPage = `<h1>Pleach does not know this browser</h1>
<p>Open the address that “pleach open” printed when it started. It works once.</p>
<p>If you have used it up, stop Pleach with Ctrl-C and start it again: that gives you a new one. What you saved is still on this device.</p>
`
)

// page answers with a page that needs nothing else to be read.
func page(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">`+
		`<meta name="color-scheme" content="light dark"><title>Pleach</title>`+body)
}
