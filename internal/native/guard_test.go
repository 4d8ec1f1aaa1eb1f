package native

import (
	"net"
	"net/http"
	"strings"
	"testing"

	"pleach/internal/webclient/headers"
)

func TestItListensOnThisMachineAlone(t *testing.T) {
	s, _ := opened(t)
	if ip := s.listen.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
		t.Errorf("it listens on %s", ip)
	}
}

// The first who opens the address is in, and what stays in the browser's
// history has no secret in it.
func TestTheAddressWorksOnce(t *testing.T) {
	s := start(t, relay(t), store(t, t.TempDir()))
	ada, other := newBrowser(t, s), newBrowser(t, s)
	if r := other.get(entryPath + "AAAA"); r.StatusCode != http.StatusForbidden || len(r.Cookies()) > 0 {
		t.Errorf("a guess: %d, cookies %v", r.StatusCode, r.Cookies())
	}
	if r := ada.send(t.Context(), "HEAD", s.Address(), ""); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a look ahead uses it up: %d", r.StatusCode)
	}
	r := ada.get(s.Address())
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/" || len(r.Cookies()) != 1 {
		t.Fatalf("the first time: %d to %q, %d cookies", r.StatusCode, r.Header.Get("Location"), len(r.Cookies()))
	}
	c := r.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || !c.Expires.IsZero() {
		t.Errorf("the cookie is %v", c)
	}
	if c.Value == s.entry.token {
		t.Error("the cookie is the token, which stays in the history")
	}
	if got := ada.get("/"); got.StatusCode != http.StatusOK || body(got) != "<!doctype html>the shell" {
		t.Errorf("after coming in: %d", got.StatusCode)
	}
	if got := ada.get(s.Address()); got.StatusCode != http.StatusSeeOther || len(got.Cookies()) > 0 {
		t.Errorf("going back to the address: %d", got.StatusCode)
	}
	got := other.get(s.Address())
	if page := body(got); got.StatusCode != http.StatusGone || len(got.Cookies()) > 0 || !strings.Contains(page, "was used before") {
		t.Errorf("the second browser: %d %s", got.StatusCode, page)
	}
}

// What comes from elsewhere is refused in plain words and does nothing, even
// with the cookie: the browser may send it along.
func TestWhatComesFromElsewhereIsRefused(t *testing.T) {
	s, ada := opened(t)
	here := "http://" + s.host
	for name, c := range map[string]struct {
		method  string
		status  int
		headers []string
	}{
		"a name that points here":         {"POST", 421, []string{"Host", "evil.example", "Origin", "http://evil.example", fromPage, "1"}},
		"the same by localhost":           {"POST", 421, []string{"Host", strings.Replace(s.host, "127.0.0.1", "localhost", 1), "Origin", here, fromPage, "1"}},
		"another port in the name":        {"POST", 421, []string{"Host", "127.0.0.1:1", "Origin", here, fromPage, "1"}},
		"another site's page":             {"POST", 403, []string{"Origin", "https://evil.example", fromPage, "1"}},
		"a page of another port":          {"POST", 403, []string{"Origin", "http://127.0.0.1:1", "Sec-Fetch-Site", "same-site", fromPage, "1"}},
		"a page without an origin":        {"POST", 403, []string{"Origin", "null", fromPage, "1"}},
		"a form that says no origin":      {"POST", 403, []string{fromPage, "1"}},
		"a script that hides its origin":  {"POST", 403, []string{"Origin", here, "Sec-Fetch-Site", "cross-site", fromPage, "1"}},
		"a link on another site":          {"GET", 403, []string{"Sec-Fetch-Site", "cross-site"}},
		"a picture on another port":       {"GET", 403, []string{"Sec-Fetch-Site", "same-site"}},
		"a question before a question":    {"OPTIONS", 403, []string{"Origin", "https://evil.example", "Access-Control-Request-Headers", fromPage}},
		"a form of ours without a script": {"POST", 405, []string{"Origin", here}},
	} {
		r := ada.send(t.Context(), c.method, "/arrive", "fragment=join.evil",
			append([]string{"Host", s.host, "Content-Type", "application/x-www-form-urlencoded"}, c.headers...)...)
		if r.StatusCode != c.status || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("%s: %d %s, want %d in plain text", name, r.StatusCode, r.Header.Get("Content-Type"), c.status)
		}
		if r.Header.Get("Access-Control-Allow-Origin") != "" || r.Header.Get("Pleach-Status") != "" {
			t.Errorf("%s: it was answered: %v", name, r.Header)
		}
	}
	if token := s.app.Arrived(t.Context()); token != "" {
		t.Errorf("one of them has put an invitation in: %q", token)
	}
	if status, _, _ := ada.posts("/arrive", "fragment", "join.ours"); status != "303" || s.app.Arrived(t.Context()) != "ours" {
		t.Errorf("the page itself got %s, so the rest shows nothing", status)
	}
}

// A link on another page neither opens the app nor uses the address up.
func TestTheAddressIsNotForOtherPages(t *testing.T) {
	s := start(t, relay(t), store(t, t.TempDir()))
	ada := newBrowser(t, s)
	if r := ada.send(t.Context(), "GET", s.Address(), "", "Sec-Fetch-Site", "cross-site"); r.StatusCode != http.StatusForbidden {
		t.Errorf("from another page: %d", r.StatusCode)
	}
	if r := ada.get(s.Address()); r.StatusCode != http.StatusSeeOther {
		t.Errorf("typed afterwards: %d", r.StatusCode)
	}
}

func TestWhoWasNotLetInSeesNothing(t *testing.T) {
	s, _ := opened(t)
	other := newBrowser(t, s)
	for _, cookie := range []string{"", "wrong"} {
		if cookie != "" {
			other.cookies = []*http.Cookie{{Name: s.cookie(), Value: cookie}}
		}
		for path, headers := range map[string][]string{
			"/": {"Accept", html}, "/settings": {"Accept", html}, newsPath: nil, "/history": other.own(), "/settings.txt": other.own(),
		} {
			r := other.send(t.Context(), "GET", path, "", headers...)
			if page := body(r); r.StatusCode != http.StatusForbidden || !strings.Contains(page, "does not know this browser") {
				t.Errorf("%s with cookie %q: %d %s", path, cookie, r.StatusCode, page)
			}
		}
	}
	for path, want := range map[string]int{
		"/a/native.abc.js": 200, "/manifest.webmanifest": 200, "/kitchen": 200, "/sw.js": 404, "/native.html": 404, "/device.db": 404,
	} {
		if r := other.send(t.Context(), "GET", path, "", "Accept", html); r.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, r.StatusCode, want)
		}
	}
}

// The app's files have its policy, and everything else the one that allows
// nothing at all.
func TestEveryAnswerIsLockedDownNatively(t *testing.T) {
	s, ada := opened(t)
	for want, answers := range map[string][]*http.Response{
		headers.Policy: {ada.get("/"), ada.get("/a/native.abc.js"), ada.get("/kitchen")},
		headers.Nothing: {
			ada.get(s.Address()), newBrowser(t, s).get("/"), newBrowser(t, s).get(s.Address()),
			ada.send(t.Context(), "GET", "/", "", ada.own()...),
			ada.send(t.Context(), "GET", "/", "", "Host", "evil.example"),
		},
	} {
		for _, r := range answers {
			h := r.Header
			if h.Get("Content-Security-Policy") != want || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%d %s has %v", r.StatusCode, h.Get("Content-Type"), h)
			}
		}
	}
}
