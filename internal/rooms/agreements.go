package rooms

import (
	"net/http"

	"pleach/internal/bond"
	"pleach/internal/screens"
	"pleach/wire"
)

// How long a new agreement runs before it is looked back at, and before it
// ends by itself.
const (
	reviewDays = 14
	expiryDays = 42
)

func (v *visit) agreementsRoom() error {
	pair := v.pair()
	view := screens.AgreementsView{Two: pair.partner != nil}
	if s := v.p.Shared(); s != nil {
		for _, a := range s.Agreements {
			if a.Open(v.today()) {
				view.Now = append(view.Now, v.agreementView(a, pair))
			} else {
				view.Past = append(view.Past, v.agreementView(a, pair))
			}
		}
	}
	f := v.frame(v.text.Say("agree.title"), screens.RoomHistory)
	return v.show(http.StatusOK, f, screens.AgreementsPage(v.text, f, view))
}

func (v *visit) openAgreements(pair pair) []screens.AgreementView {
	var open []screens.AgreementView
	for _, a := range v.p.Shared().Agreements {
		if a.Open(v.today()) {
			open = append(open, v.agreementView(a, pair))
		}
	}
	return open
}

func (v *visit) agreementView(a bond.AgreementState, pair pair) screens.AgreementView {
	view := screens.AgreementView{
		ID: a.ID.String(), If: a.If, Then: a.Then, By: pair.of(a.Author).Name, State: v.agreementState(a),
		Start: v.day(a.Start), Review: v.day(a.Review), Expires: v.day(a.Expires),
	}
	if !a.Owner.IsZero() {
		owner := pair.of(a.Owner)
		view.Owner = &owner
	}
	if n := len(a.Reviews); n > 0 {
		view.Kept = string(a.Reviews[n-1].Kept)
	}
	return view
}

func (v *visit) agreementState(a bond.AgreementState) screens.AgreementState {
	switch {
	case a.Withdrawn:
		return screens.AgreementWithdrawn
	case !a.Open(v.today()):
		return screens.AgreementExpired
	case a.Due(v.today()):
		return screens.AgreementReview
	case len(a.Reviews) > 0:
		return screens.AgreementReviewed
	}
	return screens.AgreementOn
}

// reviewAgreement takes how it went, or a withdrawal.
func (v *visit) reviewAgreement() error {
	id, err := pathID(v.r, "agreement")
	if err != nil {
		return err
	}
	if v.field("do") == "withdraw" {
		err = v.p.Withdraw(v.r.Context(), id)
	} else {
		err = v.p.Review(v.r.Context(), id, bond.Kept(v.field("kept")))
	}
	if err != nil {
		return err
	}
	return v.goTo("/agreements")
}

// agreementDraft is the form with what was typed so far. One draft serves a
// talk and the room Grow: what was begun in a talk that ended is still there.
func (v *visit) agreementDraft(action string, pair pair) *screens.AgreementForm {
	d := v.p.Draft(v.r.Context(), "agreement")
	form := v.newAgreementForm(action, pair)
	form.If, form.Then, form.Owner = d["if"], d["then"], d["owner"]
	for name, into := range map[string]*string{"start": &form.Start, "review": &form.Review, "expires": &form.Expires} {
		if d[name] != "" {
			*into = d[name]
		}
	}
	return form
}

func (v *visit) newAgreementForm(action string, pair pair) *screens.AgreementForm {
	day := func(n int) string { return string(bond.DateOf(v.now.AddDate(0, 0, n))) }
	return &screens.AgreementForm{
		Action: action, Me: pair.me, Partner: *pair.partner,
		Start: day(0), Review: day(reviewDays), Expires: day(expiryDays),
	}
}

// typedForm is the form as it came, to be shown again.
func (v *visit) typedForm(action string) *screens.AgreementForm {
	form := v.newAgreementForm(action, v.pair())
	form.If, form.Then, form.Owner = v.field("if"), v.field("then"), v.field("owner")
	form.Start, form.Review, form.Expires = v.field("start"), v.field("review"), v.field("expires")
	return form
}

func (v *visit) typedAgreement(r *bond.Round) bond.Agreement {
	pair := v.pair()
	owner := map[string]wire.ID{"me": pair.self, "partner": pair.other}[v.field("owner")]
	return bond.Agreement{
		Owner: owner, If: v.field("if"), Then: v.field("then"), Round: r,
		Start: bond.Date(v.field("start")), Review: bond.Date(v.field("review")), Expires: bond.Date(v.field("expires")),
	}
}
