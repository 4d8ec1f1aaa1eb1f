package rooms

import (
	"net/http"

	"pleach/internal/client"
	"pleach/internal/content"
)

func agreementAction(t talk) string { return "/talk/" + t.ID.String() + "/agreement" }

// agreeInTalk takes the agreement step's form, or its "no agreement".
func (v *visit) agreeInTalk() error {
	t, err := v.talk()
	if err != nil {
		return err
	}
	if v.field("do") == "agree" {
		if err := v.p.Agree(v.r.Context(), v.typedAgreement(&t.round)); err != nil {
			return v.notAgreed(t, err)
		}
		err = v.p.DropDraft(v.r.Context(), "agreement")
	} else {
		err = v.p.SaveDraft(v.r.Context(), "agreement", v.wordsOfAgreement())
	}
	if err == nil && t.agrees() {
		err = v.after(t)
	}
	if err != nil {
		return err
	}
	return v.goTo("/talk/" + t.ID.String())
}

// notAgreed shows the form again. When another device has gone on meanwhile,
// the talk has no place for it, and the words find one outside of the talk.
func (v *visit) notAgreed(t talk, err error) error {
	form, problem := v.typedForm(agreementAction(t)), explain(err)
	form.Problem = &problem
	if t.agrees() {
		return v.showTalk(http.StatusUnprocessableEntity, t, form)
	}
	form.Action = growAgreement
	return v.showAgree(http.StatusUnprocessableEntity, form)
}

// agrees reports whether the talk is at its agreement.
func (t talk) agrees() bool { return !t.Ended && t.step().Kind == content.KindAgreement }

// wordsOfAgreement is what was typed but for the dates: they belong to the day.
func (v *visit) wordsOfAgreement() client.Draft {
	d := client.Draft{"if": v.field("if"), "then": v.field("then")}
	if d["if"]+d["then"] != "" {
		d["owner"] = v.field("owner")
	}
	return d
}

// after goes on from the agreement step.
func (v *visit) after(t talk) error {
	if t.Step+1 < len(t.form.Steps) {
		return v.p.MoveTalk(v.r.Context(), t.round, v.at(t.form, t.Step+1))
	}
	return v.p.EndTalk(v.r.Context(), t.round)
}
