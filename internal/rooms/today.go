package rooms

import (
	"net/http"
	"slices"
	"strconv"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/screens"
	"pleach/wire"
)

// recent is for how many days Today shows what the partner gave.
const recent = 7

func (v *visit) todayRoom() error {
	return v.showToday(http.StatusOK, pulseForm(v.p.Draft(v.r.Context(), "pulse")), nil)
}

// showToday draws Today, with a pulse that was not taken still in its form.
func (v *visit) showToday(status int, form screens.PulseForm, problem *screens.Notice) error {
	pair := v.pair()
	view := screens.TodayView{
		Part: content.PartOfDay(v.now), Me: pair.me, Partner: pair.partner, Ended: v.ended(pair), Moved: v.p.Moved(),
		Form: form, Undone: v.has("undone"),
	}
	for _, p := range v.pulsesOfToday() {
		view.Earlier = append(view.Earlier, v.pulseView(p, pair.me))
	}
	view.Saved, view.Earlier = v.justSaved(view.Earlier)
	view.Shown, view.Letters = v.fromPartner(pair)
	view.Openings = v.openings(pair)
	view.Wishes = v.wishesFromPartner(pair)
	view.Open = v.openThings(pair)
	f := v.frame(v.text.Say("nav.today"), screens.RoomToday)
	if problem != nil {
		f.Notice = problem
	}
	return v.show(status, f, screens.TodayPage(v.text, f, view))
}

// pulsesOfToday looks back from the newest pulse, and not through ten years.
func (v *visit) pulsesOfToday() []bond.Pulse {
	var today []bond.Pulse
	for _, p := range slices.Backward(v.p.Private().Pulses) {
		if p.At.Before(v.now.AddDate(0, 0, -2)) {
			break
		}
		if bond.DateOf(p.At.In(v.Zone)) == v.today() {
			today = append(today, p)
		}
	}
	slices.Reverse(today)
	return today
}

// justSaved takes the pulse that the address names out of the earlier ones.
func (v *visit) justSaved(all []screens.PulseView) (*screens.PulseView, []screens.PulseView) {
	id := v.r.URL.Query().Get("saved")
	for i, p := range all {
		if p.ID == id {
			return &p, slices.Delete(slices.Clone(all), i, i+1)
		}
	}
	return nil, all
}

// pulseForm is a form as somebody left it, by field.
func pulseForm(d map[string]string) screens.PulseForm {
	form := screens.EmptyPulse()
	for name, into := range map[string]*int{"mood": &form.Mood, "energy": &form.Energy, "closeness": &form.Closeness, "room": &form.Room} {
		*into = int(readSlider(d[name]))
	}
	form.With, form.Note = d["with"], d["note"]
	return form
}

// readSlider is a number from 0 to 100, or Unsaid for anything else.
func readSlider(s string) bond.Slider {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 100 {
		return bond.Unsaid
	}
	return bond.Slider(n)
}

func (v *visit) pulseView(p bond.Pulse, who screens.Person) screens.PulseView {
	return screens.PulseView{
		ID: p.ID.String(), When: v.when(p.At), Who: who, Shared: v.wasShown(p.ID),
		PulseForm: screens.PulseForm{
			Mood: int(p.Mood), Energy: int(p.Energy), Closeness: int(p.Closeness), Room: int(p.Room),
			With: string(p.With), Note: p.Note,
		},
	}
}

func (v *visit) wasShown(id wire.ID) bool {
	s := v.p.Shared()
	return s != nil && slices.ContainsFunc(s.Shown, func(p bond.ShownPulse) bool { return p.ID == id })
}

// fromPartner is what the partner showed and gave in the last days, newest
// first.
func (v *visit) fromPartner(pair pair) (shown []screens.PulseView, letters []screens.LetterView) {
	s := v.p.Shared()
	if s == nil || pair.partner == nil {
		return nil, nil
	}
	since := v.now.AddDate(0, 0, -recent)
	for _, p := range slices.Backward(s.Shown) {
		if p.Author == pair.other && p.At.After(since) {
			shown = append(shown, v.pulseView(p.Pulse, *pair.partner))
		}
	}
	for _, a := range slices.Backward(s.Appreciations) {
		if a.Author == pair.other && a.At.After(since) {
			letters = append(letters, v.letter(a.Appreciation, *pair.partner))
		}
	}
	return shown, letters
}

// openings are what the partner opened up about in the last days, newest first.
func (v *visit) openings(pair pair) []screens.DisclosureView {
	s := v.p.Shared()
	if s == nil || pair.partner == nil {
		return nil
	}
	var all []screens.DisclosureView
	since := v.now.AddDate(0, 0, -recent)
	for _, d := range slices.Backward(s.OpenUp.Disclosures) {
		if d.Author == pair.other && !d.TakenBack && d.At.After(since) {
			all = append(all, v.sharedView(d, pair))
		}
	}
	return all
}

func (v *visit) letter(a bond.Appreciation, from screens.Person) screens.LetterView {
	return screens.LetterView{ID: a.ID.String(), From: from, When: v.when(a.At), Text: a.Text}
}

func (v *visit) openThings(pair pair) screens.OpenView {
	round := bond.RoundAt(weekly, v.now)
	open := screens.OpenView{
		KitLater: v.p.Private().KitTested.IsZero(),
		Invite:   v.openInvite(),
		Talk:     v.openTalk(),
		Devices:  v.newDevices(),
	}
	if v.p.IsQuiet(v.r.Context()) {
		return open
	}
	open.Tried = v.due(pair)
	open.Checkin = &screens.OpenCheckin{Week: v.week(round), State: v.roundState(round), URL: v.roundURL(round)}
	if s := v.p.Shared(); s != nil {
		for _, a := range s.Agreements {
			if a.Open(v.today()) {
				open.Agreements = append(open.Agreements, v.agreementView(a, pair))
			}
		}
	}
	return open
}

// newDevices are devices of one's own that came in the last days, told on the
// ones that were there before.
func (v *visit) newDevices() []screens.DeviceView {
	all := v.p.NoticedDevices()
	var fresh []screens.DeviceView
	for _, this := range all {
		for _, d := range all {
			if this.Current && !d.Current && d.Since.After(this.Since) && d.Since.After(v.now.AddDate(0, 0, -recent)) {
				fresh = append(fresh, v.deviceView(d))
			}
		}
	}
	return fresh
}

func (v *visit) pulse() error {
	id, err := v.p.Pulse(v.r.Context(), bond.Pulse{
		Mood: readSlider(v.field("mood")), Energy: readSlider(v.field("energy")),
		Closeness: readSlider(v.field("closeness")), Room: readSlider(v.field("room")),
		With: bond.With(v.field("with")), Note: v.field("note"),
	})
	if err != nil {
		return v.showToday(http.StatusUnprocessableEntity, pulseForm(v.typed()), noticeOf(explain(empty(err, errPulseEmpty))))
	}
	if err := v.p.DropDraft(v.r.Context(), "pulse"); err != nil {
		return err
	}
	return v.goTo("/?saved=" + id.String())
}

func (v *visit) pulseID() (wire.ID, error) { return pathID(v.r, "pulse") }

func pathID(r *http.Request, name string) (wire.ID, error) {
	id, err := wire.ParseID(r.PathValue(name))
	if err != nil {
		return id, errNowhere
	}
	return id, nil
}

func (v *visit) undoPulse() error {
	id, err := v.pulseID()
	if err != nil {
		return err
	}
	if err := v.p.UndoPulse(v.r.Context(), id); err != nil {
		return err
	}
	return v.goTo("/?undone")
}

func (v *visit) previewPulse() error {
	id, err := v.pulseID()
	if err != nil {
		return err
	}
	p, err := v.p.OwnPulse(id)
	if err != nil {
		return err
	}
	pair := v.pair()
	if pair.partner == nil {
		return errNoPartner
	}
	f := v.frame(v.text.Say("preview.title", "partner", pair.partner.Name), screens.RoomToday)
	return v.show(http.StatusOK, f, screens.PulsePreviewPage(v.text, f, screens.PulsePreviewView{
		Pulse: v.pulseView(p, pair.me), Partner: *pair.partner,
	}))
}

func (v *visit) showPulse() error {
	id, err := v.pulseID()
	if err != nil {
		return err
	}
	if !v.wasShown(id) {
		if err := v.p.ShowPulse(v.r.Context(), id); err != nil {
			return err
		}
	}
	return v.goTo("/?saved=" + id.String())
}

func (v *visit) appreciationForm() error {
	draft := v.p.Draft(v.r.Context(), "appreciation")
	return v.showAppreciation(http.StatusOK, screens.AppreciationView{Text: draft["text"]})
}

func (v *visit) showAppreciation(status int, view screens.AppreciationView) error {
	view.Partner = v.pair().partner
	title := v.text.Say("thanks.alone.title")
	if view.Partner != nil {
		title = v.text.Say("thanks.title", "partner", view.Partner.Name)
	}
	f := v.frame(title, screens.RoomToday)
	return v.show(status, f, screens.AppreciationPage(v.text, f, view))
}

func (v *visit) appreciate() error {
	words, do := v.field("text"), v.field("do")
	err := bond.Appreciation{Text: words}.Check()
	if err == nil && do == "preview" {
		return v.previewAppreciation(words)
	}
	if err == nil && do != "edit" {
		err = v.p.Appreciate(v.r.Context(), words, do == "keep")
		if err == nil {
			return v.saved("appreciation", "/history")
		}
	}
	view := screens.AppreciationView{Text: words}
	if err != nil {
		problem := explain(empty(err, errWordsEmpty))
		view.Problem = &problem
		return v.showAppreciation(http.StatusUnprocessableEntity, view)
	}
	return v.showAppreciation(http.StatusOK, view)
}

// saved drops a draft whose words are now kept and goes on.
func (v *visit) saved(draft, to string) error {
	if err := v.p.DropDraft(v.r.Context(), draft); err != nil {
		return err
	}
	return v.goTo(to)
}

func (v *visit) previewAppreciation(words string) error {
	pair := v.pair()
	if pair.partner == nil {
		return errNoPartner
	}
	f := v.frame(v.text.Say("preview.title", "partner", pair.partner.Name), screens.RoomToday)
	return v.show(http.StatusOK, f, screens.AppreciationPreviewPage(v.text, f, screens.AppreciationPreviewView{
		Letter: v.letter(bond.Appreciation{At: v.now, Text: words}, pair.me), Partner: *pair.partner,
	}))
}
