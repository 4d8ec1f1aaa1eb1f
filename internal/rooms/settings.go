package rooms

import (
	"net/http"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/screens"
)

func (v *visit) settingsRoom() error {
	pair := v.pair()
	private := v.p.Private()
	view := screens.SettingsView{
		Name: private.Name, Partner: pair.partner, Ended: v.ended(pair), Moved: v.p.Moved(), Paused: private.Paused, Strict: private.Settings.Strict, AutoLock: private.Settings.Minutes(),
		Host: v.host(), Unsent: v.p.Pending(), Saved: v.has("saved"), Ledger: v.ledger(pair), Devices: v.devices(),
		Ways: v.ways(),
	}
	if at := private.KitTested; !at.IsZero() {
		view.KitTested = v.when(at)
	}
	if partner, ok := v.p.Partner(); ok {
		view.Verified = partner.Pair.Verified()
	}
	f := v.frame(v.text.Say("settings.title"), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.SettingsPage(v.text, f, view))
}

func (v *visit) devices() []screens.DeviceView {
	var views []screens.DeviceView
	for _, d := range v.p.KnownDevices() {
		views = append(views, v.deviceView(d))
	}
	return views
}

func (v *visit) deviceView(d client.Device) screens.DeviceView {
	name := d.Name
	if name == "" {
		name = v.text.Say("device.unnamed")
	}
	return screens.DeviceView{ID: d.ID.String(), Name: name, Since: v.when(d.Since), Used: d.Used, This: d.Current}
}

// ledger says who can read what. It is derived from what is there and cannot
// be edited.
func (v *visit) ledger(pair pair) []screens.LedgerLine {
	private := v.p.Private()
	me := []screens.Person{pair.me}
	lines := []screens.LedgerLine{
		{What: "pulses", Count: len(private.Pulses), Who: me, How: "never-shared"},
		{What: "answers", Count: v.answered(private, false), Who: me, How: "never-shared"},
	}
	lines = append(lines, v.pastLedger(pair)...)
	if pair.partner == nil {
		return append(lines, screens.LedgerLine{What: "appreciations", Count: len(private.Kept), Who: me, How: "never-shared"})
	}
	return append(append(lines, v.sharedLedger(pair)...), v.moodLedger(pair)...)
}

// answered counts the rounds that this person has answers of, by whether both
// people's have opened.
func (v *visit) answered(private *bond.Private, opened bool) int {
	n, past := 0, v.p.Past()
	for r, own := range private.Rounds {
		if own.Answers != nil && !openedThen(past, r) && v.p.BothAnswered(r) == opened {
			n++
		}
	}
	return n
}

func (v *visit) sharedLedger(pair pair) []screens.LedgerLine {
	shared, private := v.p.Shared(), v.p.Private()
	partner, _ := v.p.Partner()
	both := []screens.Person{pair.me, *pair.partner}
	since := v.text.Day(partner.Since.In(v.Zone), v.now)
	shown, given := 0, 0
	for _, p := range shared.Shown {
		if p.Author == pair.self {
			shown++
		}
	}
	for _, a := range shared.Appreciations {
		if a.Author == pair.self {
			given++
		}
	}
	return []screens.LedgerLine{
		{What: "profile", Who: both, Since: since, How: "change"},
		{What: "shown-pulses", Count: shown, Who: both, Since: since, How: "stays"},
		{What: "open-answers", Count: v.answered(private, true), Who: both, Since: since, How: "stays"},
		{What: "appreciations", Count: given, Who: both, Since: since, How: "stays"},
		{What: "agreements", Count: len(shared.Agreements), Who: both, Since: since, How: "withdraw"},
		{What: "grow", Count: v.begun(pair), Who: both, Since: since, How: "back"},
	}
}

// begun counts what this person began to grow, to do or to try for both.
func (v *visit) begun(pair pair) int {
	n := 0
	for _, g := range v.grown(pair) {
		if g.author == pair.self {
			n++
		}
	}
	return n
}

func (v *visit) rename() error {
	if err := v.p.Rename(v.r.Context(), v.field("name")); err != nil {
		return err
	}
	return v.goTo("/settings?saved")
}

func (v *visit) setStrict() error {
	s := v.p.Private().Settings
	s.Strict = v.field("strict") == "device"
	return v.set(s)
}

func (v *visit) setLock() error {
	s := v.p.Private().Settings
	s.LockAfter = v.number("minutes")
	return v.set(s)
}

func (v *visit) set(s bond.Settings) error {
	if err := v.p.SetSettings(v.r.Context(), s); err != nil {
		return err
	}
	return v.goTo("/settings?saved")
}

func (v *visit) signOutForm() error {
	f := v.frame(v.text.Say("signout.title"), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.SignOutPage(v.text, f, screens.SignOutView{
		Unsent: v.p.Pending(), KitTested: !v.p.Private().KitTested.IsZero(),
	}))
}

func (v *visit) signOut() error {
	if err := v.App.Forget(v.r.Context()); err != nil {
		return err
	}
	return v.goTo("/")
}
