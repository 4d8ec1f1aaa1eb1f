package browsertest

import (
	"net/http"
	"testing"
)

// start opens a browser without an account, in front of the first page.
func start(t *testing.T, path string) *tab {
	b := newPerson(t, http.NewServeMux()).tab()
	b.open(path)
	return b
}

// A person comes for the first time, and nothing of the rest is loaded yet.
func TestFirstVisit(t *testing.T) {
	b := start(t, "/")
	b.sees("document.querySelector('h1').textContent === 'Welcome'")
	b.click("setup")
	b.sees("document.getElementById('open').textContent === 'true'")
	b.sees("document.title === 'Home'")
}
