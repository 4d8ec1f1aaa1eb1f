package rooms

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/content"
	"pleach/internal/replica"
	"pleach/internal/screens"
	"pleach/wire"
)

// weekly is the session of the check-in.
const weekly = "weekly"

// session is the one that a round is of.
func (v *visit) session(r bond.Round) content.Session {
	s, _ := v.Library.Session(r.Session) // round refuses others
	return s
}

func (v *visit) roundURL(r bond.Round) string { return "/checkin/" + r.String() }

func draftOf(r bond.Round) string { return "checkin-" + r.String() }

// roundState says where one's own part stands. Before both have answered it
// depends on nothing that the partner did.
func (v *visit) roundState(r bond.Round) screens.RoundState {
	s := v.p.Round(r)
	switch {
	case s.Talk != nil && s.Talk.Ended:
		return screens.RoundDone
	case s.Talk != nil:
		return screens.RoundTalk
	case len(s.Opened) > 1:
		return screens.RoundOpen
	case s.Own.Skipped:
		return screens.RoundSkipped
	case s.Own.Posted || s.Own.Answers != nil && !s.Partner:
		return screens.RoundKept
	case s.Own.Answers != nil || len(v.p.Draft(v.r.Context(), draftOf(r))) > 0:
		return screens.RoundDraft
	}
	return screens.RoundFresh
}

func (v *visit) checkinRoom() error {
	round := bond.RoundAt(weekly, v.now)
	view := screens.CheckinView{Session: v.session(round), Partner: v.pair().partner, Others: v.otherSessions()}
	for _, r := range []bond.Round{round, round.Before()} {
		line := screens.RoundLine{Round: r.String(), Week: v.week(r), State: v.roundState(r), URL: v.roundURL(r)}
		if r == round || line.State != screens.RoundSkipped {
			view.Rounds = append(view.Rounds, line)
		}
	}
	view.Rounds = append(view.Rounds, v.begunRounds(round)...)
	f := v.frame(view.Session.Title, screens.RoomCheckin)
	return v.show(http.StatusOK, f, screens.CheckinPage(v.text, f, view))
}

func (v *visit) round() (bond.Round, error) {
	r, err := bond.ParseRound(v.r.PathValue("round"))
	if err != nil {
		return r, errNowhere
	}
	if s, ok := v.Library.Session(r.Session); !ok || len(s.Prepare) == 0 {
		return r, errNowhere
	}
	return r, nil
}

// roundRoom shows a round as far as it has come.
func (v *visit) roundRoom() error {
	r, err := v.round()
	if err != nil {
		return err
	}
	s := v.p.Round(r)
	switch {
	case v.has("own"):
		return v.ownWords(r, s)
	case len(s.Opened) > 1:
		return v.reveal(r, s)
	case s.Own.Posted || s.Own.Answers != nil && !s.Partner && !v.has("again"):
		return v.kept(r, s)
	}
	return v.prepare(http.StatusOK, r, v.preparing(r, s.Own), nil)
}

// preparing is what was written so far: the draft, or what was kept.
func (v *visit) preparing(r bond.Round, own bond.OwnRound) map[string]string {
	if d := v.p.Draft(v.r.Context(), draftOf(r)); len(d) > 0 {
		return d
	}
	said := map[string]string{}
	if own.Answers != nil {
		for id, text := range own.Answers.Said {
			said["said-"+id] = text
		}
		said["form"] = own.Answers.Form
	}
	return said
}

func (v *visit) prepare(status int, r bond.Round, said map[string]string, problem *screens.ProblemView) error {
	session := v.session(r)
	view := screens.PrepareView{
		Round: r.String(), Week: v.over(r), Forms: session.Forms, Form: said["form"],
		Partner: v.pair().partner, Problem: problem, Own: v.ownURL(r),
	}
	if _, ok := session.Form(view.Form); !ok {
		view.Form = session.Forms[0].ID
	}
	for _, q := range session.Prepare {
		view.Asked = append(view.Asked, asked(q, said["said-"+q.ID]))
	}
	f := v.frame(v.week(r), screens.RoomCheckin)
	return v.show(status, f, screens.PreparePage(v.text, f, view))
}

func asked(q content.Question, said string) screens.Asked {
	a := screens.Asked{Question: q, Value: -1}
	if q.Kind == content.AnswerScale {
		a.Value = int(readSlider(said))
	} else {
		a.Text = said
	}
	return a
}

func (v *visit) askedAll(r bond.Round, said map[string]string) []screens.Asked {
	var all []screens.Asked
	for _, q := range v.session(r).Prepare {
		all = append(all, asked(q, said[q.ID]))
	}
	return all
}

// answer takes what was prepared: to post it, to keep it, or to leave the week
// out. To the partner the last two look like nothing.
func (v *visit) answer() error {
	r, err := v.round()
	if err != nil {
		return err
	}
	a := bond.Answers{Round: r, Form: v.field("form"), Said: v.said(r)}
	do := map[string]func() error{
		"post": func() error { return v.p.Answer(v.r.Context(), a) },
		"keep": func() error { return v.p.KeepAnswers(v.r.Context(), a) },
		"skip": func() error { return v.skip(a) },
		"away": func() error { return nil }, // the draft goes, below
	}[v.field("do")]
	if do == nil {
		return bond.ErrInput
	}
	if err := do(); err != nil {
		if errors.Is(err, replica.ErrAnswered) { // another device was faster
			err = errors.Join(err, v.p.SaveDraft(v.r.Context(), draftOf(r), v.typed()))
		}
		problem := explain(empty(err, errAnswersEmpty))
		return v.prepare(http.StatusUnprocessableEntity, r, v.typed(), &problem)
	}
	to := v.roundURL(r)
	if v.field("do") != "post" {
		to = "/checkin"
	}
	return v.saved(draftOf(r), to)
}

// skip keeps what was written before it leaves the round out.
func (v *visit) skip(a bond.Answers) error {
	if len(a.Said) > 0 {
		if err := v.p.KeepAnswers(v.r.Context(), a); err != nil {
			return err
		}
	}
	return v.p.SkipRound(v.r.Context(), a.Round)
}

func (v *visit) said(r bond.Round) map[string]string {
	said := map[string]string{}
	for _, q := range v.session(r).Prepare {
		if text := strings.TrimSpace(v.field("said-" + q.ID)); text != "" {
			said[q.ID] = text
		}
	}
	return said
}

// typed is the form as it came, to be shown again.
func (v *visit) typed() map[string]string {
	all := map[string]string{}
	for name := range v.r.PostForm {
		all[name] = v.field(name)
	}
	return all
}

func (v *visit) kept(r bond.Round, s client.RoundState) error {
	pair := v.pair()
	view := screens.RoundKeptView{
		Round: r.String(), Week: v.over(r), Me: pair.me, Partner: pair.partner, Asked: v.askedAll(r, s.Own.Answers.Said), Own: v.ownURL(r),
	}
	f := v.frame(v.week(r), screens.RoomCheckin)
	return v.show(http.StatusOK, f, screens.RoundKeptPage(v.text, f, view))
}

func (v *visit) reveal(r bond.Round, s client.RoundState) error {
	pair := v.pair()
	view := screens.RevealView{Round: r.String(), Week: v.over(r), Forms: v.session(r).Forms}
	view.One, view.Two = pair.slots()
	one, two := v.inSlots(s.Opened, pair)
	view.Form = one.Form
	for _, q := range v.session(r).Prepare {
		view.Rows = append(view.Rows, screens.RevealRow{
			Question: q, One: asked(q, one.Said[q.ID]), Two: asked(q, two.Said[q.ID]),
		})
	}
	if s.Talk != nil && !s.Talk.Ended {
		view.Talk = s.Talk.ID.String()
	}
	view.Done = s.Talk != nil && s.Talk.Ended
	f := v.frame(v.text.Say("reveal.title"), screens.RoomCheckin)
	return v.show(http.StatusOK, f, screens.RevealPage(v.text, f, view))
}

// inSlots are both answers in the order of the two people's slots.
func (v *visit) inSlots(opened map[wire.ID]bond.Answers, pair pair) (one, two bond.Answers) {
	mine, theirs := opened[pair.self], opened[pair.other]
	if pair.me.Slot == 1 {
		return mine, theirs
	}
	return theirs, mine
}

func (v *visit) number(name string) int {
	n, _ := strconv.Atoi(v.field(name))
	return n
}
