package rooms

import (
	"net/http"

	"pleach/internal/bond"
	"pleach/internal/screens"
	"pleach/wire"
)

// tryDays is how long an experiment runs.
const tryDays = 14

// plantForm is a page on which to write something to begin together.
func (v *visit) plantForm() error {
	kind := screens.GrowKind(v.query("kind"))
	d := v.p.Draft(v.r.Context(), "grow-"+string(kind))
	view := screens.PlantView{Kind: kind, Text: d["text"], Where: d["where"]}
	if text, ok := v.privateIdea(v.query("card")); ok {
		view.Text = text
	}
	return v.showPlant(http.StatusOK, view)
}

// privateIdea is an idea that only this person can read so far.
func (v *visit) privateIdea(card string) (string, bool) {
	id, err := wire.ParseID(card)
	if err != nil {
		return "", false
	}
	for _, c := range v.p.Private().Cards {
		if c.ID == id && c.Deck == noveltyDeck {
			return c.Text, true
		}
	}
	return "", false
}

func (v *visit) showPlant(status int, view screens.PlantView) error {
	pair := v.pair()
	switch view.Partner = pair.partner; {
	case view.Kind != screens.Aspiration && view.Kind != screens.Plan && view.Kind != screens.Experiment:
		return errNowhere
	case view.Partner == nil && view.Kind != screens.Plan:
		return errNoPartner
	}
	title := "plant.alone.title"
	if view.Partner != nil {
		title = "plant." + string(view.Kind) + ".title"
		if key := "plant." + string(view.Kind) + ".ideas"; v.text.Has(key) {
			view.Ideas = v.text.Paras(key)
		}
	}
	f := v.frame(v.text.Say(title), screens.RoomGrow)
	return v.show(status, f, screens.PlantPage(v.text, f, view))
}

// plant shows what was written as the partner will see it, and then gives it.
func (v *visit) plant() error {
	view := screens.PlantView{Kind: screens.GrowKind(v.field("kind")), Text: v.field("text"), Where: v.field("where")}
	err := bond.Aspiration{Text: view.Text}.Check()
	switch do := v.field("do"); {
	case err == nil && do == "preview":
		return v.previewPlant(view)
	case err == nil && (do == "give" || do == "keep"):
		if err = v.planted(view, do == "give"); err == nil {
			return v.saved("grow-"+string(view.Kind), v.plantedTo(view))
		}
	case err == nil:
		return v.showPlant(http.StatusOK, view)
	}
	problem := explain(empty(err, errWordsEmpty))
	view.Problem = &problem
	return v.showPlant(http.StatusUnprocessableEntity, view)
}

func (v *visit) previewPlant(view screens.PlantView) error {
	pair := v.pair()
	if pair.partner == nil {
		return errNoPartner
	}
	view.Partner, view.Me, view.When = pair.partner, pair.me, v.when(v.now)
	if view.Kind == screens.Experiment {
		view.Until = v.day(bond.DateOf(v.now.AddDate(0, 0, tryDays)))
	}
	f := v.frame(v.text.Say("preview.title", "partner", pair.partner.Name), screens.RoomGrow)
	return v.show(http.StatusOK, f, screens.PlantPreviewPage(v.text, f, view))
}

// planted begins it for both; an idea that is kept is only for oneself.
func (v *visit) planted(view screens.PlantView, give bool) error {
	ctx := v.r.Context()
	switch {
	case view.Kind == screens.Plan && (!give || view.Where == "deck"):
		return v.p.AddCard(ctx, noveltyDeck, 0, view.Text, give)
	case !give:
		return bond.ErrInput
	case view.Kind == screens.Plan:
		return v.p.PlanNew(ctx, "", view.Text)
	case view.Kind == screens.Experiment:
		return v.p.Experiment(ctx, view.Text, tryDays)
	case view.Kind == screens.Aspiration:
		return v.p.Aspire(ctx, view.Text)
	}
	return errNowhere
}

func (v *visit) plantedTo(view screens.PlantView) string {
	if view.Kind == screens.Plan && (view.Where == "deck" || v.p.Shared() == nil) {
		return "/grow/new"
	}
	return "/grow"
}

const growAgreement = "/grow/agreement"

// agreeForm makes an agreement outside of a talk.
func (v *visit) agreeForm() error {
	pair := v.pair()
	if pair.partner == nil {
		return errNoPartner
	}
	return v.showAgree(http.StatusOK, v.agreementDraft(growAgreement, pair))
}

func (v *visit) showAgree(status int, form *screens.AgreementForm) error {
	f := v.frame(v.text.Say("grow.agree"), screens.RoomGrow)
	return v.show(status, f, screens.GrowAgreementPage(v.text, f, *form))
}

// agree shows the agreement as both will see it, and then makes it.
func (v *visit) agree() error {
	if v.pair().partner == nil {
		return errNoPartner
	}
	a := v.typedAgreement(nil)
	err := a.Check()
	switch do := v.field("do"); {
	case do == "none":
		return v.goTo("/grow")
	case err == nil && do == "agree":
		return v.previewAgreement(a)
	case err == nil && do == "give":
		if err = v.p.Agree(v.r.Context(), a); err == nil {
			return v.saved("agreement", "/agreements")
		}
	case err == nil:
		return v.showAgree(http.StatusOK, v.typedForm(growAgreement))
	}
	form := v.typedForm(growAgreement)
	problem := explain(err)
	form.Problem = &problem
	return v.showAgree(http.StatusUnprocessableEntity, form)
}

func (v *visit) previewAgreement(a bond.Agreement) error {
	pair := v.pair()
	view := screens.AgreePreviewView{Agreement: v.agreementView(bond.AgreementState{Agreement: a, Author: pair.self}, pair), Form: *v.typedForm(growAgreement)}
	f := v.frame(v.text.Say("preview.title", "partner", pair.partner.Name), screens.RoomGrow)
	return v.show(http.StatusOK, f, screens.AgreePreviewPage(v.text, f, view))
}
