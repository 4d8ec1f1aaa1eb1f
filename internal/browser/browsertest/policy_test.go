package browsertest

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"pleach/internal/webclient/headers"
)

// What the app does not use, the browser does not give it; what it uses, it
// has. Names that this Chromium does not know count for nothing.
func TestAPageMayUseNothingOfTheDevice(t *testing.T) {
	b := visitor(t, "/")
	list := func(script string) []string {
		all, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](script))
		b.must(err)
		return all
	}
	allowed := list("document.featurePolicy.allowedFeatures()")
	known := list("document.featurePolicy.features()")
	off := 0
	for _, name := range headers.Off() {
		if slices.Contains(allowed, name) {
			t.Errorf("a page may use %s", name)
		}
		if slices.Contains(known, name) {
			off++
		}
	}
	if off < 10 {
		t.Errorf("this browser knows only %d of the names", off)
	}
	if !slices.Contains(allowed, "clipboard-write") {
		t.Error("a page cannot copy")
	}
}

// waysIn are what somebody would try who has found a way to run a little script
// on a page and wants more. OTHER is another origin of the same server.
var waysIn = []struct{ name, script string }{
	{"eval", `eval("window.in = 1")`},
	{"a function of text", `new Function("window.in = 1")()`},
	{"a timer of text", `setTimeout("window.in = 1")`},
	{"an inline script", `const s = document.createElement("script"); s.textContent = "window.in = 1"; document.head.append(s)`},
	{"a script's address", `const s = document.createElement("script"); s.src = "data:text/javascript,window.in = 1"; document.head.append(s)`},
	{"a handler of text", `document.body.setAttribute("onclick", "window.in = 1"); document.body.click()`},
	{"HTML of text", `document.body.insertAdjacentHTML("beforeend", "<svg onload='window.in = 1'></svg>"); window.in = 1`},
	{"a policy of its own", `trustedTypes.createPolicy("default", { createHTML: (s) => s }); window.in = 1`},
	{"our policy once more", `trustedTypes.createPolicy("pleach", { createHTML: (s) => s }); window.in = 1`},
	{"a worker of text", `new Worker(URL.createObjectURL(new Blob(["1"]))); window.in = 1`},
	{"a worker's address", `new Worker("/sw.js"); window.in = 1`},
	{"another base", `const e = document.createElement("base"); e.href = "http://OTHER/"; document.head.append(e); if (document.baseURI === e.href) window.in = 1`},
	{"asking elsewhere", `await fetch("http://OTHER/v1/picture", { mode: "no-cors" }); window.in = 1`},
	{"a picture from elsewhere", `const i = new Image(); i.onload = () => { window.in = 1 }; i.src = "http://OTHER/v1/picture"; await later()`},
	{"a style of text", `const s = document.createElement("style"); s.textContent = "body { --in: 1 }"; document.head.append(s); if (getComputedStyle(document.body).getPropertyValue("--in")) window.in = 1`},
	{"a form to anywhere", `const f = document.createElement("form"); f.action = "/taken"; f.method = "post"; document.body.append(f); f.submit(); await later()`},
	{"a service worker", `await navigator.serviceWorker.register("/sw.js"); window.in = 1`},
}

// Each is tried on a page without our headers, where it works, and on a page of
// ours, where the browser refuses it.
func TestNoWayInForCode(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/bare", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<!doctype html><title>bare</title><h1>Welcome</h1>")
	})
	mux.HandleFunc("GET /v1/picture", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		io.WriteString(w, `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`)
	})
	b := newPerson(t, mux).tab()
	for _, page := range []string{"/v1/bare", "/"} {
		for _, way := range waysIn {
			if page == "/v1/bare" && way.name == "a service worker" {
				continue // it would answer for the pages that come after
			}
			b.tries(page, way.script)
			if page != "/" {
				b.sees(isIn) // however long it takes
			} else if got, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](isIn)); err != nil || got {
				t.Errorf("%s gets in: %t, %v", way.name, got, err)
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = nil // we provoked them all
}

// tries runs a script on a page, as the page's own would run: later, so that
// the browser lets it do no more than the page may.
func (b *tab) tries(page, script string) {
	b.t.Helper()
	b.open(page)
	b.sees("document.querySelector('h1')?.textContent === 'Welcome'")
	script = strings.ReplaceAll(script, "OTHER", strings.Replace(b.server.Listener.Addr().String(), "127.0.0.1", "localhost", 1))
	_ = chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void](`(async () => {
		const later = () => new Promise((go) => setTimeout(go, 250));
		setTimeout(async () => { try { `+script+` } catch { } });
		await later();
	})()`, chromedp.EvalAwaitPromise)) // it may end with the page
}

const isIn = `window.in === 1 || location.pathname === "/taken"`
