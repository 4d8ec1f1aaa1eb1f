package browsertest

import (
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Somebody comes into the room. One press, and the page is another one; the
// keys are wiped on the way.
func TestQuickExit(t *testing.T) {
	b := member(t)
	b.noteLeaving()
	b.run("document.querySelector('[data-quick-exit]').click()")
	b.sees("location.pathname === '/kitchen' && document.title === 'Kitchen measures'")
	b.sees("document.querySelector('link[rel=icon]').href.endsWith('/kitchen.svg')")
	if left := b.left(); left != "no app: POST /exit, end" {
		t.Errorf("on leaving: %s", left)
	}
	b.open("/")
	b.sees("document.querySelector('h1').textContent === 'Unlock'")
}

func TestQuickExitReplacesThePageInHistory(t *testing.T) {
	b := member(t)
	b.run("document.querySelector('[data-quick-exit]').click()")
	b.sees("location.pathname === '/kitchen'")
	entries, err := chromedp.Run(b.ctx, chromedp.NavigationEntries())
	b.must(err)
	last := entries.Entries[len(entries.Entries)-1]
	if len(entries.Entries) != 2 || last.URL != b.server.URL+"/kitchen" {
		t.Errorf("%d entries, the last is %s; want the blank tab and the kitchen", len(entries.Entries), last.URL)
	}
}

// A page that is about to come on view does not come any more, nor its name into
// the title.
func TestNothingComesAfterTheQuickExit(t *testing.T) {
	b := member(t)
	b.run(`sessionStorage.late = "";
		new MutationObserver(() => { sessionStorage.late += document.title; }).observe(document.head, { childList: true, subtree: true, characterData: true });
		const exit = document.querySelector("[data-quick-exit]");
		document.startViewTransition = (work) => {
			exit.click();
			sessionStorage.asked = "yes";
			const done = Promise.resolve().then(work);
			return { ready: done, finished: done, updateCallbackDone: done };
		};
		const link = document.createElement("a");
		link.href = "/form";
		document.getElementById("app").append(link);
		link.click();`)
	b.sees("location.pathname === '/kitchen'")
	b.sees("sessionStorage.asked === 'yes' && sessionStorage.late === ''")
}

// The exit works while the rest is still loading, and when it never comes.
func TestQuickExitBeforeAnythingIsLoaded(t *testing.T) {
	p := newPerson(t, http.NewServeMux())
	files := p.server.Config.Handler
	p.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hang(w, r, files) })
	b := p.tab()
	b.open("/")
	b.sees("document.querySelector('h1').textContent === 'Welcome'")
	b.run("document.querySelector('[data-quick-exit]').click()")
	b.sees("location.pathname === '/kitchen'")
}

func TestShiftThreeTimes(t *testing.T) {
	b := member(t)
	b.shift()
	b.shift()
	b.shift()
	b.sees("location.pathname === '/kitchen'")
}

func TestWritingCapitalsIsNoExit(t *testing.T) {
	b := member(t)
	b.visit("/form")
	b.sees("document.title === 'A form'")
	b.run("document.getElementById('note').focus()")
	for range 4 {
		b.key(input.DispatchKeyEventTypeRawKeyDown, "Shift", 8)
		b.key(input.DispatchKeyEventTypeKeyDown, "A", 8)
		b.key(input.DispatchKeyEventTypeKeyUp, "A", 8)
		b.key(input.DispatchKeyEventTypeKeyUp, "Shift", 0)
	}
	b.key(input.DispatchKeyEventTypeRawKeyDown, "Control", 2)
	for range 4 {
		b.key(input.DispatchKeyEventTypeRawKeyDown, "Shift", 10)
		b.key(input.DispatchKeyEventTypeKeyUp, "Shift", 2)
	}
	b.sees("location.pathname === '/form' && document.title === 'A form'")
}

// noteLeaving has the page note what it still holds when the worker is told to
// wipe its keys, and that the worker is ended after that and not before.
func (b *tab) noteLeaving() {
	b.t.Helper()
	b.run(`{ const { postMessage, terminate } = Worker.prototype;
		Worker.prototype.postMessage = function (m) {
			if (m.url?.startsWith("/exit")) sessionStorage.left = (document.getElementById("app")?.childNodes.length ?? "no app") + document.title + ": " + m.method + " " + m.url;
			postMessage.call(this, m);
		};
		Worker.prototype.terminate = function () { sessionStorage.left += ", end"; terminate.call(this); }; }`)
}

func (b *tab) left() string {
	b.t.Helper()
	left, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String(sessionStorage.left)"))
	b.must(err)
	return left
}

func (b *tab) shift() {
	b.t.Helper()
	b.key(input.DispatchKeyEventTypeRawKeyDown, "Shift", 8)
	b.key(input.DispatchKeyEventTypeKeyUp, "Shift", 0)
}

func (b *tab) key(kind input.DispatchKeyEventType, key string, modifiers int64) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: key, Modifiers: modifiers})
	b.must(err)
}
