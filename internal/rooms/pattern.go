package rooms

import (
	"net/http"
	"slices"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/screens"
)

func (v *visit) patternsRoom() error {
	patterns := v.Library.Shelf().Patterns
	view := screens.PatternsView{Patterns: patterns}
	for _, e := range slices.Backward(v.p.Private().Ground.Patterns) {
		p, _ := patterns.Pattern(e.Pattern)
		view.Entries = append(view.Entries, screens.PatternEntry{
			When: v.when(e.At), Title: p.Title, Now: e.Now, Then: e.Then, Needed: e.Needed, New: e.New,
		})
	}
	f := v.frame(v.text.Say("ground.patterns"), screens.RoomGround)
	return v.show(http.StatusOK, f, screens.PatternsPage(v.text, f, view))
}

func (v *visit) pattern() (content.Pattern, error) {
	p, ok := v.Library.Shelf().Patterns.Pattern(v.r.PathValue("pattern"))
	if !ok {
		return p, errNowhere
	}
	return p, nil
}

func (v *visit) patternForm() error {
	p, err := v.pattern()
	if err != nil {
		return err
	}
	d := v.p.Draft(v.r.Context(), "pattern-"+p.ID)
	return v.showPattern(http.StatusOK, p, screens.PatternEntry{Now: d["now"], Then: d["then"], Needed: d["needed"], New: d["new"]}, nil)
}

func (v *visit) showPattern(status int, p content.Pattern, e screens.PatternEntry, problem *screens.ProblemView) error {
	f := v.frame(p.Title, screens.RoomGround)
	return v.show(status, f, screens.PatternPage(v.text, f, screens.PatternFormView{
		Pattern: p, Patterns: v.Library.Shelf().Patterns, Entry: e, Problem: problem,
	}))
}

func (v *visit) keepPattern() error {
	p, err := v.pattern()
	if err != nil {
		return err
	}
	e := bond.PatternKept{Pattern: p.ID, Now: v.field("now"), Then: v.field("then"), Needed: v.field("needed"), New: v.field("new")}
	if err := v.p.KeepPattern(v.r.Context(), e); err != nil {
		problem := explain(empty(err, errPatternEmpty))
		typed := screens.PatternEntry{Now: e.Now, Then: e.Then, Needed: e.Needed, New: e.New}
		return v.showPattern(http.StatusUnprocessableEntity, p, typed, &problem)
	}
	return v.saved("pattern-"+p.ID, "/patterns")
}
