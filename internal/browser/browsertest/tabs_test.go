package browsertest

import (
	"net/http"
	"testing"
)

// Two tabs: one is in use, the other says so and can take over. What the first
// had saved is there, and the first is empty and locked.
func TestOneTabAtATime(t *testing.T) {
	p := newPerson(t, http.NewServeMux())
	first := p.tab()
	first.open("/")
	first.click("setup")
	first.sees("document.getElementById('open')?.textContent === 'true'")

	first.noteLeaving()
	second := p.tab()
	second.open("/")
	second.sees("document.querySelector('h1').textContent === 'Pleach is open in another tab'")
	second.run("document.querySelector('[data-use-here]').click()")
	second.sees("document.querySelector('h1').textContent === 'Unlock'")
	first.sees("document.querySelector('h1').textContent === 'Pleach is in use in another tab'")
	if left := first.left(); left != "0Home: POST /exit?tab, end" {
		t.Errorf("the first tab let go like this: %s", left)
	}
	second.write("password", "ada")
	second.click("unlock")
	second.sees("document.getElementById('open')?.textContent === 'true'")

	first.run("document.querySelector('[data-use-here]').click()")
	first.sees("document.querySelector('h1').textContent === 'Unlock'")
	second.sees("document.querySelector('h1').textContent === 'Pleach is in use in another tab'")
	first.write("password", "ada")
	first.click("unlock")
	first.sees("document.getElementById('open').textContent === 'true'")
}

// A tab that does not answer is taken over all the same.
func TestATabThatHangsIsTakenOver(t *testing.T) {
	p := newPerson(t, http.NewServeMux())
	first := p.tab()
	first.open("/")
	first.click("setup")
	first.sees("document.getElementById('open')?.textContent === 'true'")

	second := p.tab()
	second.open("/")
	second.sees("document.querySelector('h1').textContent === 'Pleach is open in another tab'")
	second.run("BroadcastChannel.prototype.postMessage = () => {}") // the question gets lost
	second.run("document.querySelector('[data-use-here]').click()")
	second.sees("document.querySelector('h1').textContent === 'Unlock'")
	second.write("password", "ada")
	second.click("unlock")
	second.sees("document.getElementById('open')?.textContent === 'true'")
	first.sees("document.querySelector('h1').textContent === 'Pleach is in use in another tab'")
}

func TestAReloadIsNoSecondTab(t *testing.T) {
	b := member(t)
	for range 3 {
		b.open("/")
		b.sees("document.querySelector('h1').textContent === 'Unlock'")
	}
	b.write("password", "ada")
	b.click("unlock")
	b.sees("document.getElementById('open')?.textContent === 'true'")
}
