package demo

import (
	_ "embed"
	"net/http"
	"strings"
	"sync/atomic"

	"pleach/internal/rooms"
	"pleach/seal"
)

//go:embed page.html
var pageFile string

// Page is where each of the two is one click away. Until it is filled it says
// that they are not ready.
type Page struct{ html atomic.Pointer[string] }

// Fill puts the couple's links on the page. What is behind a link's # signs in
// with the printed kit, and only works on this machine.
func (p *Page) Fill(c Couple) {
	link := func(kit seal.Kit) string { return kit.Server + "/#" + rooms.DemoFragment(kit.Code(), Password) }
	html := strings.NewReplacer("{ada}", link(c.Ada), "{noor}", link(c.Noor), "{password}", Password).Replace(pageFile)
	p.html.Store(&html)
}

// ServeHTTP implements http.Handler.
func (p *Page) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	html := p.html.Load()
	if html == nil {
		w.Header().Set("Refresh", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
		w.Write([]byte("Ada and Noor are not ready yet."))
		return
	}
	w.Write([]byte(*html))
}

//go:embed page.css
var styleFile string

// Style is the page's stylesheet, for /demo.css.
func Style() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		w.Write([]byte(styleFile))
	})
}
