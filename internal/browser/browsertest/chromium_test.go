package browsertest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"pleach/internal/webclient"
	"pleach/internal/webclient/bundle"
)

// built is the tests' client, made once for all tests.
var built = sync.OnceValues(func() (string, error) {
	out, err := os.MkdirTemp("", "pleach-browsertest-")
	if err != nil {
		return "", err
	}
	_, err = bundle.Build(bundle.Options{
		Root: "../../..", Out: out, Main: "./internal/browser/browsertest/app", Quality: 1,
		Words: bundle.English, Templates: []byte(shell),
	})
	return out, err
})

const shell = `<template id="shell-unlock"><button data-quick-exit>Quick exit</button><h1>Unlock</h1>
<form method="post" action="/unlock" data-busy="Opening"><input id="password" type="password" name="password" data-autofocus>
<button id="unlock">Unlock</button></form>
<form method="post" action="/pulse" data-draft="pulse"><input id="mood" name="mood"><button id="save-pulse">Save</button></form></template>
<template id="shell-welcome"><button data-quick-exit>Quick exit</button><h1>Welcome</h1>
<form method="post" action="/setup"><button id="setup">Set up</button></form>
<a id="to-form" href="/form">Form</a></template>`

// shared is one browser for all tests. Each person in it has a profile of their
// own that ends with the test.
var shared = sync.OnceValue(func() context.Context {
	allocator, _ := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(find()), chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true),
	)
	ctx, _ := chromedp.NewContext(allocator)
	return ctx
})

func TestMain(m *testing.M) {
	code := m.Run()
	if find() != "" {
		chromedp.Cancel(shared())
	}
	if out, err := built(); err == nil {
		os.RemoveAll(out)
	}
	os.Exit(code)
}

// find is the browser's program, or "".
func find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// chromium skips the test where there is no browser, unless this run must have
// one.
func chromium(t testing.TB) {
	t.Helper()
	switch {
	case find() != "":
	case strings.Contains(os.Getenv("PLEACH_REQUIRE"), "chromium"):
		t.Fatal("Chromium is required here and was not found")
	default:
		t.Skip("skipped: no Chromium on this machine")
	}
}

// person is somebody with a browser profile of their own, in front of our
// pages. Whatever the browser finds wrong with them fails the test.
type person struct {
	t       testing.TB
	profile context.Context
	server  *httptest.Server
	alien   func(string) bool // is this address outside of ours

	mu     sync.Mutex
	faults []string
}

func newPerson(t testing.TB, mux *http.ServeMux) *person {
	t.Helper()
	chromium(t)
	out, err := built()
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle("/", webclient.Handler(webclient.Config{Files: os.DirFS(out)}))
	p := &person{t: t, server: httptest.NewServer(mux)}
	origin, _ := url.Parse(p.server.URL)
	p.alien = func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != origin.Host
	}
	if err := chromedp.Do(shared()); err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	ctx, stop := chromedp.NewContext(shared(), chromedp.WithNewBrowserContext())
	p.profile = ctx
	t.Cleanup(func() { p.check(); stop(); p.server.CloseClientConnections(); p.server.Close() })
	return p
}

// tab opens a tab.
func (p *person) tab() *tab {
	p.t.Helper()
	ctx := p.profile
	if chromedp.FromContext(ctx).Target != nil {
		ctx, _ = chromedp.NewContext(p.profile)
	}
	b := &tab{person: p, ctx: ctx}
	b.must(chromedp.Listen(ctx, p.watch))
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	b.must(err)
	_, err = chromedp.Call(ctx, log.Enable, cdp.Empty{})
	b.must(err)
	return b
}

// watch notes whatever must not happen: a request that leaves the origin, a
// violated policy, an uncaught error.
func (p *person) watch(ev any) {
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if p.alien(ev.Request.URL) {
			p.fault("a request left the origin: " + ev.Request.URL)
		}
	case *log.EventEntryAdded:
		if ev.Entry.Source == log.EntrySourceSecurity || strings.Contains(ev.Entry.Text, "Content Security Policy") {
			p.fault("policy: " + ev.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		p.fault("uncaught: " + ev.ExceptionDetails.Text + describe(ev.ExceptionDetails.Exception))
	}
}

func (p *person) fault(s string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, s)
}

func (p *person) check() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.faults {
		p.t.Error(f)
	}
}

// tab is one tab and the steps that a person takes in it.
type tab struct {
	*person
	ctx context.Context
}

func (b *tab) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("browser: %v\npage: %s", err, b.page())
	}
}

func (b *tab) page() string {
	ctx, cancel := context.WithTimeout(b.ctx, 2*time.Second)
	defer cancel()
	html, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + " " + document.body?.innerHTML.slice(0, 1500)`))
	return html
}

func (b *tab) open(path string) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(b.server.URL+path)))
}

// sees waits until a JavaScript expression is true.
func (b *tab) sees(format string, args ...any) {
	b.t.Helper()
	expression := fmt.Sprintf(format, args...)
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`Boolean((() => { try { return `+expression+` } catch { return false } })())`))
		if err == nil && ok {
			return
		}
		if b.ctx.Err() != nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("never saw: %s\npage: %s", expression, b.page())
}

func (b *tab) click(id string) {
	b.t.Helper()
	b.sees("document.getElementById(%q)", id)
	b.run(fmt.Sprintf("document.getElementById(%q).click()", id))
}

func (b *tab) write(id, text string) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.SendKeys(chromedp.CSS("#"+id), text)))
}

func (b *tab) run(script string) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise)))
}

func describe(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	return " " + o.Description
}

// visit follows a link to a path, as one on the page would be followed.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.run(fmt.Sprintf(`{ const a = document.createElement("a"); a.href = %q; document.body.append(a); a.click(); a.remove(); }`, path))
}

// send posts an empty form to a path.
func (b *tab) send(path string) {
	b.t.Helper()
	b.run(fmt.Sprintf(`{ const f = document.createElement("form"); f.method = "post"; f.setAttribute("action", %q);
		document.body.append(f); f.requestSubmit(); f.hidden = true; }`, path))
}

// is checks what an element says now. The selector is an id and may go on.
func (b *tab) is(selector, want string) {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](
		fmt.Sprintf("document.querySelector(%q)?.textContent ?? '(nothing)'", "#"+selector)))
	b.must(err)
	if got != want {
		b.t.Errorf("#%s says %q, want %q", selector, got, want)
	}
}

// forgive drops the faults that a test has provoked itself.
func (p *person) forgive(kind string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = slices.DeleteFunc(p.faults, func(f string) bool { return strings.HasPrefix(f, kind) })
}

// hang lets the page's own files through and never answers for the rest.
func hang(w http.ResponseWriter, r *http.Request, files http.Handler) {
	if strings.HasPrefix(r.URL.Path, "/a/app.") {
		<-r.Context().Done()
		return
	}
	files.ServeHTTP(w, r)
}
