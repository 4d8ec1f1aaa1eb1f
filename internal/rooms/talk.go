package rooms

import (
	"net/http"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/screens"
)

func (v *visit) beginTalk() error {
	r, err := bond.ParseRound(v.field("round"))
	if err != nil {
		return err
	}
	session, ok := v.Library.Session(r.Session)
	form, known := session.Form(v.field("form"))
	if !ok || !known {
		return bond.ErrInput
	}
	mode := bond.TwoDevices
	if v.field("mode") == "one" {
		mode = bond.OneDevice
	}
	if v.p.Shared() == nil {
		return errNoPartner
	}
	if v.writesFirst(session, r) {
		return bond.ErrInput
	}
	if err := v.p.BeginTalk(v.r.Context(), r, form.ID, mode, v.at(form, 0)); err != nil {
		return err
	}
	return v.goTo("/talk/" + v.p.Shared().Talks[r].ID.String())
}

// at is the move to a step, with a fresh card where the step has cards.
func (v *visit) at(form content.Form, step int) bond.Move {
	move := bond.Move{Step: step}
	if depth := form.Steps[step].Depth; depth > 0 {
		move.Depth, move.Card = depth, v.p.Shared().Drawn[depth]
	}
	return move
}

// talk is a guided talk and where it stands.
type talk struct {
	bond.Talk
	round   bond.Round
	session content.Session
	form    content.Form
}

func (t talk) step() content.Step { return t.form.Steps[t.Step] }

func (v *visit) talk() (talk, error) {
	id, err := pathID(v.r, "talk")
	if err != nil {
		return talk{}, err
	}
	shared := v.p.Shared()
	if shared == nil {
		return talk{}, errNoPartner
	}
	for r, t := range shared.Talks {
		if t.ID == id {
			session, _ := v.Library.Session(r.Session)
			form, ok := session.Form(t.Form)
			if !ok || t.Step < 0 || t.Step >= len(form.Steps) {
				return talk{}, errNowhere
			}
			return talk{t, r, session, form}, nil
		}
	}
	return talk{}, errNowhere
}

func (v *visit) talkRoom() error {
	t, err := v.talk()
	if err != nil {
		return err
	}
	if t.Ended {
		return v.talkEnded(t)
	}
	return v.showTalk(http.StatusOK, t, nil)
}

func (v *visit) showTalk(status int, t talk, form *screens.AgreementForm) error {
	pair := v.pair()
	step := t.step()
	view := screens.TalkView{
		ID: t.ID.String(), Step: step, N: t.Step + 1, Of: len(t.form.Steps),
		OneDevice: t.Mode == bond.OneDevice, Notes: v.notesFor(t, pair),
	}
	view.One, view.Two = pair.slots()
	if step.Turns != content.TurnsNone {
		view.Turn = v.turn(t)
	}
	if !t.Until.IsZero() {
		view.Until = v.soon(t.Until)
	}
	switch step.Kind {
	case content.KindAgreement:
		if form == nil {
			form = v.agreementDraft(agreementAction(t), pair)
		}
		view.Agreement = form
	case content.KindReview:
		view.Agreements = v.openAgreements(pair)
	case content.KindCards:
		view.Card = v.cardOnTable(t)
	case content.KindLookback:
		view.Kept, view.Letters = v.lookBack(pair)
	}
	f := v.frame(step.Title, screens.RoomCheckin)
	f.Focus = true
	return v.show(status, f, screens.TalkPage(v.text, f, view))
}

// turn is whose turn it is; who begins changes from week to week.
func (v *visit) turn(t talk) int {
	if t.Turn == 1 || t.Turn == 2 {
		return t.Turn
	}
	return 1 + t.round.Week%2
}

// notesFor brings up what each wrote about a step's matter.
func (v *visit) notesFor(t talk, pair pair) []screens.NoteView {
	question, ok := t.session.Question(t.step().Notes)
	if !ok || question.Kind != content.AnswerText {
		return nil
	}
	one, two := v.inSlots(v.p.Round(t.round).Opened, pair)
	first, second := pair.slots()
	var notes []screens.NoteView
	for _, n := range []screens.NoteView{{Who: first, Text: one.Said[question.ID]}, {Who: second, Text: two.Said[question.ID]}} {
		if n.Text != "" {
			notes = append(notes, n)
		}
	}
	return notes
}

// moveTalk takes a button of the talk: next, back, skip, swap, another card, a
// time to come back, or the end.
func (v *visit) moveTalk() error {
	t, err := v.talk()
	if err != nil {
		return err
	}
	here := "/talk/" + t.ID.String()
	if t.Ended {
		return v.goTo(here)
	}
	to, err := v.moved(t)
	if err != nil {
		return err
	}
	if to.Step < len(t.form.Steps) {
		err = v.p.MoveTalk(v.r.Context(), t.round, to)
	} else {
		err = v.p.EndTalk(v.r.Context(), t.round)
	}
	if err != nil {
		return err
	}
	return v.goTo(here)
}

// moved is where a button leads; the end is one step after the last.
func (v *visit) moved(t talk) (bond.Move, error) {
	step := t.Step
	switch v.field("do") {
	case "next", "skip":
		step++
	case "back":
		step = max(step-1, 0)
	case "card":
	case "swap":
		to := t.Move
		to.Turn = 3 - v.turn(t)
		return to, nil
	case "until":
		return bond.Move{Step: step + 1, Until: v.comingBack()}, nil
	case "end":
		step = len(t.form.Steps)
	default:
		return bond.Move{}, bond.ErrInput
	}
	if step >= len(t.form.Steps) {
		return bond.Move{Step: len(t.form.Steps)}, nil
	}
	return v.at(t.form, step), nil
}

func (v *visit) talkEnded(t talk) error {
	pair := v.pair()
	view := screens.TalkEndedView{Softly: t.Step < len(t.form.Steps)-1, Partner: *pair.partner}
	if !t.Until.IsZero() && t.Until.After(v.now) {
		view.Until = v.soon(t.Until)
	}
	for _, a := range v.p.Shared().Agreements {
		if a.Round != nil && *a.Round == t.round && !a.Withdrawn {
			made := v.agreementView(a, pair)
			view.Agreement = &made
		}
	}
	f := v.frame(v.text.Say("ended.title"), screens.RoomCheckin)
	return v.show(http.StatusOK, f, screens.TalkEndedPage(v.text, f, view))
}
