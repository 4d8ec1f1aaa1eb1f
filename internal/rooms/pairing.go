package rooms

import (
	"errors"
	"net/http"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/screens"
)

// pairRoom goes to wherever the pairing stands.
func (v *visit) pairRoom() error {
	ring := v.p.Private().Ring
	if _, ok := v.p.Partner(); ok {
		return v.goTo("/pair/connected")
	}
	if _, joining := ring.Joining(); joining {
		return v.goTo("/join/wait")
	}
	if open := ring.Waiting(v.now); len(open) > 0 {
		return v.goTo("/pair/" + open[len(open)-1].Invite.String())
	}
	return v.showPair(http.StatusOK, nil)
}

func (v *visit) showPair(status int, problem *screens.ProblemView) error {
	f := v.frame(v.text.Say("pair.title"), screens.RoomSettings)
	return v.show(status, f, screens.PairPage(v.text, f, screens.PairView{Problem: problem}))
}

func (v *visit) invite() error {
	if _, err := v.p.Invite(v.r.Context(), v.field("where") == "here"); err != nil {
		problem := explain(err)
		return v.showPair(http.StatusUnprocessableEntity, &problem)
	}
	return v.goTo("/pair")
}

func (v *visit) ownInvite() (bond.InviteState, error) {
	id, err := pathID(v.r, "invite")
	if err != nil {
		return bond.InviteState{}, err
	}
	for _, i := range v.p.Private().Ring.Invites {
		if i.Invite == id {
			return i, nil
		}
	}
	return bond.InviteState{}, errNowhere
}

func (v *visit) inviteRoom() error {
	i, err := v.ownInvite()
	if err != nil {
		return err
	}
	if i.Approved != nil || i.Closed || !v.now.Before(i.Expires) {
		return v.goTo("/pair")
	}
	link, err := v.p.InviteLink(i)
	if err != nil {
		return err
	}
	view := screens.InviteView{
		ID: i.Invite.String(), InPerson: i.InPerson, Link: link, Until: v.text.Day(i.Expires.In(v.Zone), v.now),
		Answered: v.knock(i.Invite.String()),
	}
	f := v.frame(v.text.Say("pair.title"), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.InvitePage(v.text, f, view))
}

// knock is the name of who answered an invitation, as far as the last exchange
// with the relay knows.
func (v *visit) knock(invite string) string {
	for _, k := range v.p.Knocking() {
		if k.Invite.String() == invite {
			return k.Name
		}
	}
	return ""
}

// openInvite is what Today says of an invitation.
func (v *visit) openInvite() *screens.OpenInvite {
	open := v.p.Private().Ring.Waiting(v.now)
	if len(open) == 0 || v.p.Shared() != nil {
		return nil
	}
	i := open[len(open)-1]
	id := i.Invite.String()
	return &screens.OpenInvite{
		Answered: v.knock(id), Until: v.text.Day(i.Expires.In(v.Zone), v.now), URL: "/pair/" + id,
	}
}

func (v *visit) decideInvite() error {
	i, err := v.ownInvite()
	if err != nil {
		return err
	}
	switch v.field("do") {
	case "approve":
		err = v.p.Approve(v.r.Context(), i.Invite)
	case "withdraw":
		err = v.p.CloseInvite(v.r.Context(), i.Invite)
	default:
		err = bond.ErrInput
	}
	if err != nil {
		return err
	}
	if v.field("do") == "withdraw" {
		return v.goTo("/")
	}
	return v.goTo("/pair")
}

func (v *visit) joinForm() error {
	if _, ok := v.p.Partner(); ok {
		return v.goTo("/pair")
	}
	if token := v.App.Arrived(v.r.Context()); token != "" {
		return v.look(token)
	}
	return v.showJoin(http.StatusOK, screens.JoinView{})
}

func (v *visit) showJoin(status int, view screens.JoinView) error {
	f := v.frame(v.text.Say("join.title"), screens.RoomSettings)
	return v.show(status, f, screens.JoinPage(v.text, f, view))
}

func (v *visit) join() error { return v.look(v.field("link")) }

// look opens an invitation, so that the person sees who invites before they
// answer.
func (v *visit) look(link string) error {
	ctx := v.r.Context()
	i, err := v.p.Look(ctx, link)
	if err != nil {
		problem := explain(err)
		if problem.Code == "not_found" {
			problem.Code = string("invite_expired")
		}
		if !errors.Is(err, client.ErrNoAnswer) {
			_ = v.App.Leave(ctx) // it would come up again at every start
		}
		return v.showJoin(http.StatusUnprocessableEntity, screens.JoinView{Link: link, Problem: &problem})
	}
	if err := v.App.Arrive(ctx, link); err != nil {
		return err
	}
	f := v.frame(v.text.Say("offer.title", "from", i.Name), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.OfferPage(v.text, f, screens.OfferView{
		From: i.Name, Name: v.p.Private().Name, InPerson: i.InPerson,
	}))
}

func (v *visit) answerInvite() error {
	ctx := v.r.Context()
	if name := v.field("name"); name != "" && name != v.p.Private().Name {
		if err := v.p.Rename(ctx, name); err != nil {
			return err
		}
	}
	link := v.App.Arrived(ctx)
	if err := v.p.Join(ctx, link); err != nil {
		problem := explain(err)
		return v.showJoin(http.StatusUnprocessableEntity, screens.JoinView{Link: link, Problem: &problem})
	}
	if err := v.App.Leave(ctx); err != nil {
		return err
	}
	return v.goTo("/join/wait")
}

func (v *visit) joinWait() error {
	j, ok := v.p.Private().Ring.Joining()
	if !ok {
		return v.goTo("/pair")
	}
	f := v.frame(v.text.Say("joinwait.title"), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.JoinWaitPage(v.text, f, screens.JoinWaitView{From: j.Name}))
}

func (v *visit) compareForm() error {
	partner, ok := v.p.Partner()
	if !ok || partner.Pair.Verified() || len(partner.Pair.Words) == 0 {
		return v.goTo("/pair/connected")
	}
	f := v.frame(v.text.Say("compare.title"), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.ComparePage(v.text, f, screens.CompareView{
		Words: partner.Pair.Words, Other: partner.Name,
	}))
}

func (v *visit) compare() error {
	same := v.field("do") == "same"
	if !same && v.field("do") != "differ" {
		return bond.ErrInput
	}
	if err := v.p.CompareWords(v.r.Context(), same); err != nil {
		return err
	}
	if same {
		return v.goTo("/pair/connected")
	}
	f := v.frame(v.text.Say("problem.words_differ.title"), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.ProblemPage(v.text, f, screens.ProblemView{Code: "words_differ", Retry: "/pair", Back: "/"}))
}

func (v *visit) connected() error {
	pair := v.pair()
	if pair.partner == nil {
		return v.goTo("/pair")
	}
	partner, _ := v.p.Partner()
	if words := partner.Pair; !words.Verified() && len(words.Words) > 0 && words.Compared == nil {
		return v.goTo("/pair/compare") // they come a moment after the other was let in
	}
	f := v.frame(v.text.Say("connected.title", "partner", pair.partner.Name), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.ConnectedPage(v.text, f, screens.ConnectedView{
		Me: pair.me, Partner: *pair.partner, Verified: partner.Pair.Verified(),
	}))
}
