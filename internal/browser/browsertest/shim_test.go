package browsertest

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// visitor opens a browser that was never here, at an address.
func visitor(t *testing.T, path string) *tab {
	t.Helper()
	b := newPerson(t, http.NewServeMux()).tab()
	b.open(path)
	return b
}

// member opens a browser whose person has an account and is unlocked.
func member(t *testing.T) *tab {
	t.Helper()
	b := visitor(t, "/")
	b.click("setup")
	b.sees("document.getElementById('open').textContent === 'true'")
	return b
}

// A person comes for the first time, while nothing but the shell is loaded.
func TestFirstVisit(t *testing.T) {
	b := visitor(t, "/")
	b.sees("document.querySelector('h1').textContent === 'Welcome'")
	b.click("setup")
	b.sees("document.getElementById('open').textContent === 'true'")
	b.sees("document.title === 'Home' && document.activeElement.matches('h1')")
}

func TestALinkMovesFocusTitleAndHistory(t *testing.T) {
	b := member(t)
	b.click("to-long")
	b.sees("location.pathname === '/long' && document.title === 'A long page'")
	b.sees("document.activeElement.matches('h1') && document.activeElement.tabIndex === -1")
	b.sees("document.getElementById('say').textContent === 'A long page'")
	b.sees("document.getElementById('say').role === 'status'")
}

func TestBackRestoresWhereOneWas(t *testing.T) {
	b := member(t)
	b.click("to-long")
	b.sees("document.title === 'A long page'")
	b.run("scrollTo(0, 1500)")
	b.sees("scrollY === 1500")
	b.run("new Promise(requestAnimationFrame)")
	b.click("down")
	b.sees("location.pathname === '/form' && scrollY === 0")
	b.run("history.back()")
	b.sees("location.pathname === '/long' && scrollY === 1500")
	b.run("history.back()")
	b.sees("location.pathname === '/' && document.title === 'Home'")
	b.run("history.forward()")
	b.sees("location.pathname === '/long'")
}

func TestARedirectLeadsToItsPlace(t *testing.T) {
	b := member(t)
	b.visit("/moved")
	b.sees("location.pathname === '/long' && document.title === 'A long page'")
}

func TestTheSkipLinkIsNoNavigation(t *testing.T) {
	b := member(t)
	b.run("document.querySelector('h1').dataset.mark = 'same'; document.querySelector('a[href=\"#main\"]').click()")
	b.sees("location.hash === '#main' && document.querySelector('h1').dataset.mark === 'same'")
}

func TestAFormShowsThatItTakesLong(t *testing.T) {
	b := member(t)
	b.click("to-form")
	b.sees("document.title === 'A form'")
	b.write("note", "a line & more")
	b.click("other")
	b.sees("document.querySelector('.busy').role === 'status' && document.querySelector('.busy').textContent === 'Saving'")
	b.sees("document.getElementById('got').textContent === 'a line & more|other'")
	b.sees("location.pathname === '/form'") // the answer of a POST is no place of its own
}

func TestAFormThatIsWrongIsShown(t *testing.T) {
	b := member(t)
	b.click("to-form")
	b.sees("document.title === 'A form'")
	b.write("note", "wrong")
	b.click("save")
	b.sees("document.title === 'That did not work' && document.getElementById('kept')")
}

func TestWhatIsTypedIsKept(t *testing.T) {
	b := member(t)
	b.click("to-form")
	b.sees("document.title === 'A form'")
	b.write("note", "half a thought")
	b.write("secret", "hunter2")
	b.click("to-home") // at once: before the pause that saves
	b.sees("document.getElementById('draft').textContent === 'note=half+a+thought'")
	b.click("to-form")
	b.sees("document.getElementById('note')")
	b.write("note", "X")
	b.run(`Object.defineProperty(document, "hidden", { value: true, configurable: true });
		document.dispatchEvent(new Event("visibilitychange"));`)
	b.sees("document.documentElement.classList.contains('is-hidden')")
	b.run(`Object.defineProperty(document, "hidden", { value: false, configurable: true });
		document.dispatchEvent(new Event("visibilitychange"));`)
	b.sees("!document.documentElement.classList.contains('is-hidden')")
	b.open("/")
	b.sees("document.querySelector('h1').textContent === 'Unlock'")
	b.write("password", "ada")
	b.click("unlock")
	b.sees("document.getElementById('draft').textContent.includes('X')")
	b.sees("!document.getElementById('draft').textContent.includes('hunter2')")
}

func TestADraftEndsWhenItsFormIsSent(t *testing.T) {
	b := member(t)
	b.click("to-form")
	b.sees("document.title === 'A form'")
	b.write("note", "done")
	b.click("save")
	b.sees("document.title === 'Sent'")
	b.run("new Promise((resolve) => setTimeout(resolve, 500))")
	b.click("to-home")
	b.sees("document.getElementById('draft')?.textContent === ''")
}

func TestNewsReplaceOnlyWhatIsLive(t *testing.T) {
	b := member(t)
	b.visit("/live")
	b.sees("document.getElementById('news').textContent === '0'")
	b.run("document.getElementById('inside').focus()")
	b.write("input", "typing")
	b.run("document.getElementById('inside').focus()")
	b.send("/live")
	b.sees("document.getElementById('news').textContent === '1'")
	b.is("fixed", "0")  // not live
	b.is("inside", "0") // has the focus
	b.sees("document.getElementById('input').value === 'typing'")
	b.sees("document.activeElement.id === 'inside'")
	b.run("document.activeElement.blur()")
	b.sees("document.getElementById('inside').textContent === '1'")
	b.sees("document.querySelector('#typed i').textContent === '0'") // still holds what was typed
}

func TestATimerCanBeStoppedAndStretched(t *testing.T) {
	b := member(t)
	b.visit("/timer")
	b.sees("document.querySelector('[data-timer-left]').textContent === '0:02'")
	b.click("start")
	b.sees("document.querySelector('[data-timer-left]').textContent === '0:01'")
	b.click("pause")
	b.run("new Promise((resolve) => setTimeout(resolve, 1200))")
	b.is("clock b", "0:01")
	b.click("start")
	b.sees("document.getElementById('clock').classList.contains('is-over')")
	b.sees("document.getElementById('say').textContent.startsWith('The time for this step')")
	b.click("add")
	b.sees("document.querySelector('[data-timer-left]').textContent === '1:00'")
	b.click("reset")
	b.sees("document.querySelector('[data-timer-left]').textContent === '0:02'")
	b.sees("!document.getElementById('clock').classList.contains('is-over')")
}

func TestAPanicIsAPageAndNotTheEnd(t *testing.T) {
	b := member(t)
	b.visit("/panic")
	b.sees("document.querySelector('h1').textContent === 'Something went wrong here'")
	b.sees("!document.body.textContent.includes('secret')")
	b.visit("/")
	b.sees("document.getElementById('open').textContent === 'true'")
}

func TestToolsOnAPage(t *testing.T) {
	b := member(t)
	b.visit("/tools")
	b.sees("document.title === 'Tools'")
	b.run(`navigator.clipboard.writeText = async (words) => { window.copied = words }`)
	b.click("copy")
	b.sees("window.copied === 'six words' && document.getElementById('say').textContent === 'Copied.'")
	b.click("reveal")
	b.sees("document.getElementById('secret').type === 'text' && document.getElementById('reveal').ariaPressed === 'true'")
	b.click("reveal")
	b.sees("document.getElementById('secret').type === 'password'")
	b.run(`URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text }); return "blob:x" };
		HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download }`)
	b.run(`document.getElementById("save").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))`)
	b.sees("window.savedAs === 'kit.txt' && window.saved.endsWith('kit</main>')")
	b.sees("document.title === 'Tools'")
}

// A slider that nobody moved says nothing, not its middle.
func TestASliderThatNobodyMovedIsNotSent(t *testing.T) {
	b := member(t)
	b.visit("/tools")
	b.sees("document.title === 'Tools'")
	b.run("document.getElementById('moved').focus()")
	b.must(chromedp.Do(b.ctx, chromedp.KeyEvent(kb.ArrowRight)))
	b.click("go")
	b.sees("document.getElementById('got').textContent === 'moved=51&secret='")
}

// A slow answer must not overtake the page that was asked for after it.
func TestTheNewestWishWins(t *testing.T) {
	b := member(t)
	b.visit("/slow")
	b.visit("/long")
	b.sees("document.title === 'A long page'")
	b.run("new Promise((resolve) => setTimeout(resolve, 700))")
	b.sees("document.title === 'A long page' && location.pathname === '/long'")
}

func TestLockingShowsTheBeginning(t *testing.T) {
	b := member(t)
	b.visit("/long")
	b.sees("document.title === 'A long page'")
	b.send("/lock")
	b.sees("location.pathname === '/' && document.getElementById('open').textContent === 'false'")
}

// The pulse comes first: somebody fills it in while the rest is still loading.
func TestAPulseBeforeUnlocking(t *testing.T) {
	b := member(t)
	b.open("/")
	b.sees("document.querySelector('h1').textContent === 'Unlock' && document.activeElement.id === 'password'")
	b.write("mood", "70")
	b.click("save-pulse")
	b.sees("document.getElementById('say').textContent.startsWith('Your pulse is kept')")
	b.write("password", "noor")
	b.click("unlock")
	b.sees("document.title === 'Not the password'")
	b.write("password", "ada")
	b.click("unlock")
	b.sees("document.getElementById('pulse').textContent === 'mood=70'")
}

func TestReloadingAPageComesBackToItAfterUnlocking(t *testing.T) {
	b := member(t)
	b.open("/form?x=1") // the tests' client shows pages without being unlocked too
	b.sees("document.title === 'A form' && location.search === '?x=1'")
}

// What a link carries after the # is gone from the address at once, and handed
// to the worker when there is one.
func TestAnInvitationInALink(t *testing.T) {
	b := visitor(t, "/#join.T0K-EN_1")
	b.sees("location.hash === ''")
	b.sees("document.getElementById('arrived').textContent === 'join.T0K-EN_1'")
	b.run("location.hash = 'kit.ABC'")
	b.sees("location.hash === '' && document.getElementById('arrived').textContent === 'kit.ABC'")
	entries, err := chromedp.Run(b.ctx, chromedp.NavigationEntries())
	b.must(err)
	for _, e := range entries.Entries[1:] { // the first is the blank tab
		if e.URL != b.server.URL+"/" && e.URL != b.server.URL+"/#" {
			t.Errorf("history holds %s", e.URL)
		}
	}
}

func TestNothingIsShownFromOutside(t *testing.T) {
	b := member(t)
	refused, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](
		`(() => { try { document.body.innerHTML = "<b>x</b>"; return false } catch { return true } })()`))
	b.must(err)
	if !refused {
		t.Error("a string became HTML without the shim's policy")
	}
	b.forgive("policy") // we provoked one
}
