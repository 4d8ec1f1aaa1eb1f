package rooms_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
	"pleach/internal/remote"
	"pleach/internal/remote/nethttp"
)

// shows is the link of the code that a device shows for a further one.
func (b *browser) shows() string {
	b.t.Helper()
	b.open("/settings").click(text("device.add")).at("/settings/add").send("/settings/add").reads(text("add.code.title"))
	for _, input := range b.page.find("input", func(n *node) bool { return n.attr["id"] == "device-link" }) {
		return input.attr["value"]
	}
	b.t.Fatal("there is no link")
	return ""
}

// scans opens a link as its browser does: what is behind the # goes to the app.
func (b *browser) scans(link string) *browser {
	b.t.Helper()
	_, fragment, _ := strings.Cut(link, "#")
	b.follow("POST", "/arrive", url.Values{"fragment": {fragment}})
	return b
}

func TestADeviceIsAddedFromAnother(t *testing.T) {
	w := newWorld(t)
	phone := w.browser().signUp("Ada")
	phone.open("/").send("/pulse", "mood", "40", "note", "a line of her own").sync()
	link := phone.shows()
	if _, fragment, _ := strings.Cut(link, "#"); strings.Contains(phone.url, fragment) || strings.Contains(phone.html, password) {
		t.Error("the code is in an address, or the password on the page")
	}
	phone.open("/settings/add?hidden").reads(text("add.hidden")).lacks(link)

	tablet := w.browser().scans(link).reads(text("adding.came"))
	tablet.send("/add", "password", "another long password").reads(text("problem.wrong_password.title"), text("adding.came"))
	tablet.send("/add", "password", password).at("/").reads("Good evening, Ada")
	tablet.open("/history").reads("a line of her own")
	tablet.open("/settings/kit").reads(phone.open("/settings/kit").kitWords()...)
	tablet.scans(link).reads(text("problem.has_account.title"))
	tablet.open("/add").at("/")
	tablet.Lock()
	tablet.scans(link).reads(text("problem.has_account.title"))
}

func TestACodeThatIsPasted(t *testing.T) {
	w := newWorld(t)
	link := w.browser().signUp("Ada").sync().shows()
	tablet := w.browser().open("/").click(text("welcome.other")).at("/add")
	for _, c := range []struct{ code, problem string }{
		{"eggs, milk, bread", "code_damaged"},
		{link[:len(link)-20], "code_damaged"},
		{"https://other.example/#add.AAAA", "other_server"},
	} {
		tablet.send("/add", "code", c.code, "password", password).reads(text("problem."+c.problem+".title")).holds("code", c.code)
	}
	tablet.send("/add", "code", link, "password", "another long password").holds("code", link)
	tablet.reads(text("problem.wrong_password.title")).send("/add", "code", link, "password", password).at("/").reads("Good evening, Ada")
}

// TestACodeEndsWithTheOldPassword, and the page says what to do.
func TestACodeEndsWithTheOldPassword(t *testing.T) {
	w := newWorld(t)
	phone := w.browser().signUp("Ada")
	link := phone.sync().shows()
	phone.open("/settings/password").send("/settings/password", "old", password, "password", "a brand new password")
	tablet := w.browser().scans(link)
	tablet.send("/add", "password", "a brand new password").reads(text("problem.code_late.title"), text("problem.code_late.todo"))
	tablet.open("/").reads(text("welcome.title"))
}

// cuttable is a way to the relay that can be cut.
type cuttable struct {
	remote.Transport
	cut bool
}

func (c *cuttable) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	if c.cut {
		return remote.Response{}, client.ErrNoAnswer
	}
	return c.Transport.Do(ctx, r)
}

// TestNoCodeWithoutTheRelay: what is wrong stands in the room that asked.
func TestNoCodeWithoutTheRelay(t *testing.T) {
	w := newWorld(t)
	way := &cuttable{Transport: nethttp.New(w.origin)}
	phone := w.browserWith(client.Config{Storage: memstore.New(), Transport: way}, content.English()).signUp("Ada").sync()
	way.cut = true
	phone.open("/settings/add").send("/settings/add").reads(text("problem.offline_needed.title"), text("add.go"))
}
