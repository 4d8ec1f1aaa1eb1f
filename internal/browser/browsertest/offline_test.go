package browsertest

import (
	"net/http"
	"sync/atomic"
	"testing"
)

// line is a server that can be cut off.
type line struct {
	http.Handler
	cut   atomic.Bool
	asked atomic.Int64
}

func (n *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.asked.Add(1)
	if n.cut.Load() {
		panic(http.ErrAbortHandler)
	}
	n.Handler.ServeHTTP(w, r)
}

// After the first visit the app opens without a network, at any address, and
// the neutral page does too.
func TestItOpensWithoutANetwork(t *testing.T) {
	p, n := cutoff(t)
	b := p.tab()
	b.open("/")
	b.click("setup")
	b.sees("document.getElementById('open')?.textContent === 'true'")
	b.kept()
	n.cut.Store(true)
	before := n.asked.Load()
	b.open("/form")
	b.sees("document.title === 'A form'")
	b.open("/")
	b.write("password", "ada")
	b.click("unlock")
	b.sees("document.getElementById('open')?.textContent === 'true'")
	b.run("document.querySelector('[data-quick-exit]').click()")
	b.sees("document.title === 'Kitchen measures' && getComputedStyle(document.querySelector('main')).maxWidth !== 'none'")
	t.Logf("%d requests reached the server while it was cut off", n.asked.Load()-before)
}

// The API is never answered from the cache.
func TestTheServiceWorkerLeavesTheAPIAlone(t *testing.T) {
	p, n := cutoff(t)
	b := p.tab()
	b.open("/")
	b.kept()
	b.open("/") // now under the service worker
	b.sees("navigator.serviceWorker.controller")
	b.run("fetch('/v1/echo', { method: 'PUT', body: 'x' }).then((r) => { window.echo = r.status })")
	b.sees("window.echo === 202")
	n.cut.Store(true)
	b.run("fetch('/v1/refuse').then(() => { window.cut = 'answered' }, () => { window.cut = 'failed' })")
	b.sees("window.cut === 'failed'")
	b.run(`(async () => { window.found = 0;
		for (const name of await caches.keys()) for (const r of await (await caches.open(name)).keys()) if (r.url.includes("/v1/")) window.found++;
		window.looked = true })()`)
	b.sees("window.looked && window.found === 0")
}

func cutoff(t *testing.T) (*person, *line) {
	t.Helper()
	chromium(t)
	mux := http.NewServeMux()
	api(mux)
	p := newPerson(t, mux)
	n := &line{Handler: p.server.Config.Handler}
	p.server.Config.Handler = n
	return p, n
}

// kept waits until the service worker has everything.
func (b *tab) kept() {
	b.t.Helper()
	b.run("navigator.serviceWorker.ready.then((r) => { window.kept = r.active.state })")
	b.sees("window.kept === 'activated' || window.kept === 'activating'")
}
