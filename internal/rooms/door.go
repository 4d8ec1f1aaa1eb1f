package rooms

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"pleach/internal/client"
	"pleach/internal/screens"
	"pleach/seal"
)

// The rooms before somebody is unlocked: welcome, unlock, kit, and what a link
// brought along.

func (v *visit) welcome() error {
	f := v.frame(v.text.Say("welcome.title"), "")
	return v.show(http.StatusOK, f, screens.WelcomePage(v.text, f, screens.WelcomeView{
		Host: v.host(), Invited: v.r.URL.Path == "/join" || v.App.Arrived(v.r.Context()) != "",
		Removed: v.App.WasRemoved(v.r.Context()),
	}))
}

// door is the unlock form.
func (v *visit) door(status int, problem *screens.ProblemView) error {
	f := v.frame(v.text.Say("unlock.title"), "")
	return v.show(status, f, screens.UnlockPage(v.text, f, screens.UnlockView{Problem: problem, Passkey: v.passkey()}))
}

func (v *visit) unlock() error {
	if !v.App.HasAccount() {
		return v.goTo("/") // it was taken off this device meanwhile
	}
	err := v.App.Unlock(v.r.Context(), v.field("password"))
	if err == nil {
		return v.onward()
	}
	problem := explain(err)
	return v.door(http.StatusUnprocessableEntity, &problem)
}

// onward is where to go after coming in: to an invitation that waited, or to
// Today.
func (v *visit) onward() error {
	if v.App.Arrived(v.r.Context()) != "" {
		return v.goTo("/join")
	}
	return v.goTo("/")
}

func (v *visit) lock() error {
	v.App.Lock()
	return v.goTo("/")
}

// exit zeroes the keys and says nothing. For two hours nothing that takes two
// is suggested: that much it keeps, sealed, on this device alone. A tab that
// another one takes over from only zeroes the keys.
func (v *visit) exit() error {
	if v.has("tab") {
		v.App.Rest()
		v.w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if v.p != nil {
		_ = v.p.Quiet(v.r.Context(), v.now.Add(2*time.Hour))
	}
	v.App.Lock()
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}

func (v *visit) kitEntry() error {
	if v.p != nil {
		return v.goTo("/settings")
	}
	return v.showKitEntry(http.StatusOK, screens.KitEntryView{Forgot: v.App.HasAccount() || v.has("forgot")})
}

func (v *visit) showKitEntry(status int, view screens.KitEntryView) error {
	f := v.frame(v.text.Say("kitin.title"), "")
	return v.show(status, f, screens.KitEntryPage(v.text, f, view))
}

// openKit signs in with a kit and its password, or sets a new password with it.
func (v *visit) openKit() error {
	kit, forgot := v.field("kit"), v.field("forgot") != ""
	open := v.App.SignIn
	if forgot {
		open = v.App.Recover
	}
	err := open(v.r.Context(), kit, v.field("password"), v.deviceName())
	if err == nil {
		return v.onward()
	}
	problem := explain(err)
	return v.showKitEntry(http.StatusUnprocessableEntity, screens.KitEntryView{
		Kit: kit, Forgot: forgot, Problem: &problem, LineHint: v.kitHint(err),
	})
}

// kitHint says which part of a kit does not fit.
func (v *visit) kitHint(err error) string {
	var kit *seal.KitError
	if !errors.As(err, &kit) {
		return ""
	}
	switch {
	case kit.Suggest != "":
		return v.text.Say("kitin.nearest", "n", strconv.Itoa(kit.Word), "word", kit.Suggest)
	case kit.Word > 0:
		return v.text.Say("kitin.word", "n", strconv.Itoa(kit.Word))
	}
	return v.text.Say("kitin.part", "part", v.text.Say("kit.part."+kit.Part))
}

// deviceName is what to call this device: what its browser says it runs on.
func (v *visit) deviceName() string {
	if name := v.field("device"); name != "" {
		return name
	}
	return v.text.Say("device.unnamed")
}

// arrive takes what came behind the # of a link.
func (v *visit) arrive() error {
	kind, token, _ := strings.Cut(strings.TrimPrefix(v.field("fragment"), "#"), ".")
	switch kind {
	case "join":
		if err := v.App.Arrive(v.r.Context(), token); err != nil {
			return err
		}
		if v.p == nil {
			return v.goTo("/")
		}
		return v.goTo("/join")
	case "kit":
		if v.p == nil {
			return v.showKitEntry(http.StatusOK, screens.KitEntryView{Kit: token, Forgot: v.App.HasAccount()})
		}
	case "add":
		return v.arriveAdding(token)
	case "demo":
		return v.arriveDemo(token)
	}
	return v.goTo("/")
}

// arriveDemo signs in as one of the sample couple. It works on this machine
// alone, so that nobody can send somebody else into an account of theirs.
func (v *visit) arriveDemo(token string) error {
	kit, password, ok := openDemo(token)
	if !ok || !local(v.App.Origin()) {
		return v.goTo("/")
	}
	err := v.App.SignInToSample(v.r.Context(), kit, password, v.deviceName())
	if err != nil && !errors.Is(err, client.ErrHasAccount) {
		return err
	}
	return v.goTo("/")
}

// DemoFragment is what a link to the sample couple has behind the #.
func DemoFragment(kitCode, password string) string {
	return "demo." + base64.RawURLEncoding.EncodeToString([]byte(password+"\n"+kitCode))
}

func openDemo(token string) (kit, password string, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return "", "", false
	}
	password, kit, ok = strings.Cut(string(raw), "\n")
	return kit, password, ok
}

func local(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	switch u.Hostname() {
	case "localhost", "127.0.0.1", "::1":
		return true
	}
	return false
}

func (v *visit) draft() error {
	d := client.Draft{}
	for name := range v.r.PostForm {
		d[name] = v.field(name)
	}
	if err := v.p.SaveDraft(v.r.Context(), v.r.PathValue("key"), d); err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}
