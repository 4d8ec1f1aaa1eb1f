package rooms

import (
	"math"
	"net/http"
	"slices"
	"time"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/screens"
)

// reflections are the scales of the room, in its order. All but the needs are
// looked at by months.
var reflections = []string{needs, "closeness", "attachment", "noticing"}

const needs = "needs"

// high is from where on a part says its gentle sentence; loose is how wide a
// level may be before it is worth a word.
const (
	high  = 60
	loose = 15
)

func (v *visit) scale() (content.Scale, error) {
	id := v.r.PathValue("scale")
	s, ok := v.Library.Shelf().Scale(id)
	if !ok || !slices.Contains(reflections, id) {
		return s, errNowhere
	}
	return s, nil
}

func (v *visit) reflectForm() error {
	s, err := v.scale()
	if err != nil {
		return err
	}
	draft := v.p.Draft(v.r.Context(), "reflect-"+s.ID)
	return v.showReflect(http.StatusOK, s, said(s, func(name string) string { return draft[name] }), nil)
}

func (v *visit) showReflect(status int, s content.Scale, said map[string]int, problem *screens.ProblemView) error {
	f := v.frame(s.Title, screens.RoomGround)
	return v.show(status, f, screens.ReflectPage(v.text, f, screens.ReflectView{Scale: s, Said: said, Problem: problem}))
}

// said is what was answered, by item. A slider that was left alone is not in it.
func said(s content.Scale, field func(string) string) map[string]int {
	all := map[string]int{}
	for _, i := range s.Items {
		if n := readSlider(field("said-" + i.ID)); n != bond.Unsaid {
			all[i.ID] = int(n)
		}
	}
	return all
}

func (v *visit) reflect() error {
	s, err := v.scale()
	if err != nil {
		return err
	}
	answers := said(s, v.field)
	if err := v.p.Reflect(v.r.Context(), s.ID, answers); err != nil {
		problem := explain(empty(err, errReflectionEmpty))
		return v.showReflect(http.StatusUnprocessableEntity, s, answers, &problem)
	}
	return v.saved("reflect-"+s.ID, "/reflected/"+s.ID+"?saved")
}

// reflectedRoom shows a reflection over the last twelve weeks or months.
func (v *visit) reflectedRoom() error {
	s, err := v.scale()
	if err != nil {
		return err
	}
	view := screens.ReflectedView{Scale: s, Monthly: s.ID != needs, Partner: v.pair().partner, Saved: v.has("saved")}
	all := v.looks(s.ID)
	for _, p := range s.Parts {
		if part, ok := v.part(s, p, all); ok {
			view.Parts = append(view.Parts, part)
		}
	}
	if s.ID == needs {
		view.Wishes = v.ownWishes()
	}
	f := v.frame(s.Title, screens.RoomGround)
	return v.show(http.StatusOK, f, screens.ReflectedPage(v.text, f, view))
}

// stretch is how a scale cuts time: how to find a beginning, how far back the
// picture and the consistency go, and how a stretch is called.
type stretch struct {
	by   func(time.Time) bond.Date
	back func(n int) bond.Date // the first day of the nth stretch before this
	name func(bond.Date) string
}

func (v *visit) stretch(scale string) stretch {
	if scale == needs {
		return stretch{bond.Monday,
			func(n int) bond.Date { return bond.Monday(v.now.AddDate(0, 0, -7*n)) },
			func(d bond.Date) string { return v.text.Week(d.In(v.Zone), v.now) }}
	}
	first := bond.First(v.now).In(v.Zone)
	return stretch{bond.First,
		func(n int) bond.Date { return bond.DateOf(first.AddDate(0, -n, 0)) },
		func(d bond.Date) string { return v.text.Month(string(d)[:len("2006-01")]) }}
}

// pictured is how many weeks or months the picture holds.
const pictured = 12

func (v *visit) part(s content.Scale, p content.Part, all []bond.Reflected) (screens.SideView, bool) {
	cut, items := v.stretch(s.ID), itemsOf(s, p.ID)
	levels := bond.Levels(all, items, v.Zone, cut.by)
	recent := slices.DeleteFunc(slices.Clone(levels), func(l bond.Level) bool { return l.From < cut.back(pictured-1) })
	if len(recent) == 0 {
		return screens.SideView{}, false
	}
	view := screens.SideView{Part: p, Levels: v.levelViews(cut, recent), Steady: steady(bond.ConsistencyOf(levels, cut.back(pictured-1)))}
	newest, unsure := recent[len(recent)-1], bond.Unsure(levels)
	switch {
	case s.ID != needs && newest.N*2 < len(items):
		view.Doubt, view.Few = "few", [2]int{newest.N, len(items)}
	case s.ID != needs && unsure(newest) > loose:
		view.Doubt = "apart"
	}
	view.Moves = moves(all, items)
	view.Gently = s.ID == "noticing" && newest.Mean >= high
	return view, true
}

func itemsOf(s content.Scale, part string) bond.Items {
	items := bond.Items{}
	for _, i := range s.ItemsOf(part) {
		items[i.ID] = i.Reverse
	}
	return items
}

// moves says whether a part's sentences rise and fall together, once there are
// reflections enough to tell.
func moves(all []bond.Reflected, items bond.Items) string {
	switch alpha, ok := bond.Alpha(all, items); {
	case !ok:
		return ""
	case alpha >= .7:
		return "one"
	}
	return "apart"
}

func steady(c bond.Consistency) *screens.SteadyView {
	if !c.Enough() {
		return nil
	}
	swing, sure := c.Swing()
	word := map[bond.Swing]string{bond.Steady: "steady", bond.Moving: "moving", bond.Swinging: "swinging"}[swing]
	return &screens.SteadyView{Word: word, Sure: sure, N: c.N}
}

// levelViews place levels in the picture. Where nothing is known of how unsure
// a level is, it is drawn very unsure.
func (v *visit) levelViews(cut stretch, levels []bond.Level) []screens.LevelView {
	place := map[bond.Date]float64{}
	for n := range pictured {
		place[cut.back(n)] = 1 - float64(n)/(pictured-1)
	}
	unsure := bond.Unsure(levels)
	var views []screens.LevelView
	for _, l := range levels {
		half := unsure(l)
		if math.IsNaN(half) {
			half = 2 * loose
		}
		views = append(views, screens.LevelView{When: cut.name(l.From), At: place[l.From], Lo: percent(l.Mean - half), Mid: percent(l.Mean), Hi: percent(l.Mean + half)})
	}
	return views
}

func percent(x float64) int { return int(math.Round(min(max(x, 0), 100))) }

func (v *visit) wishForm() error {
	d := v.p.Draft(v.r.Context(), "wish")
	return v.showWish(http.StatusOK, screens.WishFormView{Need: d["need"], Text: d["text"]})
}

func (v *visit) showWish(status int, view screens.WishFormView) error {
	s, _ := v.Library.Shelf().Scale(needs)
	view.Parts, view.Partner = s.Parts, v.pair().partner
	f := v.frame(v.text.Say("wish.title"), screens.RoomGround)
	return v.show(status, f, screens.WishPage(v.text, f, view))
}

// wish previews, gives or keeps what there could be more of.
func (v *visit) wish() error {
	w := bond.Wish{Need: v.field("need"), Text: v.field("text"), At: v.now}
	s, _ := v.Library.Shelf().Scale(needs)
	if _, ok := s.Part(w.Need); !ok {
		w.Need = ""
	}
	view := screens.WishFormView{Need: w.Need, Text: w.Text}
	err := w.Check()
	switch do := v.field("do"); {
	case err == nil && do == "preview":
		return v.previewWish(w)
	case err == nil && do == "give":
		err = v.p.Wish(v.r.Context(), w.Need, w.Text)
	case err == nil && do == "keep":
		err = v.p.KeepWish(v.r.Context(), w.Need, w.Text)
	case err == nil:
		return v.showWish(http.StatusOK, view)
	}
	if err == nil {
		return v.saved("wish", "/reflected/needs")
	}
	problem := explain(empty(err, errWishEmpty))
	view.Problem = &problem
	return v.showWish(http.StatusUnprocessableEntity, view)
}

func (v *visit) previewWish(w bond.Wish) error {
	pair := v.pair()
	if pair.partner == nil {
		return errNoPartner
	}
	f := v.frame(v.text.Say("preview.title", "partner", pair.partner.Name), screens.RoomGround)
	return v.show(http.StatusOK, f, screens.WishPreviewPage(v.text, f, screens.WishPreviewView{
		Wish: v.wishView(w, pair.me), Need: w.Need, Partner: *pair.partner,
	}))
}

func (v *visit) wishView(w bond.Wish, who screens.Person) screens.WishView {
	view := screens.WishView{ID: w.ID.String(), Who: who, When: v.when(w.At), Text: w.Text}
	s, _ := v.Library.Shelf().Scale(needs)
	if p, ok := s.Part(w.Need); ok {
		view.More = p.More
	}
	return view
}

func (v *visit) sharedWish(w bond.SharedWish, pair pair) screens.WishView {
	view := v.wishView(w.Wish, pair.of(w.Author))
	view.Shared, view.Gone = true, w.TakenBack
	return view
}

// ownWishes are this person's of the last weeks, kept or told, newest first.
func (v *visit) ownWishes() []screens.WishView {
	type dated struct {
		at   time.Time
		view screens.WishView
	}
	var all []dated
	pair, since := v.pair(), v.now.AddDate(0, 0, -7*pictured)
	for _, w := range v.p.Private().Ground.Wishes {
		all = append(all, dated{w.At, v.wishView(w, pair.me)})
	}
	if s := v.p.Shared(); s != nil {
		for _, w := range s.OpenUp.Wishes {
			if w.Author == pair.self {
				all = append(all, dated{w.At, v.sharedWish(w, pair)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return b.at.Compare(a.at) })
	var views []screens.WishView
	for _, w := range all {
		if w.at.After(since) {
			views = append(views, w.view)
		}
	}
	return views
}

// wishesFromPartner are those of the last days, newest first.
func (v *visit) wishesFromPartner(pair pair) []screens.WishView {
	s := v.p.Shared()
	if s == nil || pair.partner == nil {
		return nil
	}
	var views []screens.WishView
	for _, w := range slices.Backward(s.OpenUp.Wishes) {
		if w.Author == pair.other && w.At.After(v.now.AddDate(0, 0, -recent)) {
			views = append(views, v.sharedWish(w, pair))
		}
	}
	return views
}
