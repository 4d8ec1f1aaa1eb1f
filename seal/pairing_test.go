package seal_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pleach/seal"
)

// Ada shows a link, Noor answers, Ada approves, Noor reveals; both read the
// same six words.
func TestPairing(t *testing.T) {
	s := newStory()
	link := must(seal.ParseLink(seal.Link{Secret: must(seal.NewInviteSecret(fixed("invite"))), InviterHash: s.ada.Public().ID()}.String()))

	offer := must(link.Secret.SealOffer(fixed("1"), seal.Offer{Space: s.space, Name: "Ada", Inviter: s.ada.Public(), Commit: s.first.Hash()}))
	seen := must(link.OpenOffer(offer))
	if seen.Name != "Ada" || seen.InPerson || seen.Space != s.space || seen.Commit != s.first.Hash() {
		t.Fatalf("Noor sees another offer: %+v", seen)
	}

	noors := must(seal.NewNonce(fixed("noor")))
	answer := must(link.Secret.SealAnswer(fixed("2"), offer, seal.JoinAnswer{Name: "Noor", Joiner: s.noor.Public(), NonceHash: seal.HashNonce(noors)}))
	if a := must(link.Secret.OpenAnswer(offer, answer)); a.Name != "Noor" || a.Joiner.ID() != s.noor.Public().ID() {
		t.Fatal("Ada sees another answer")
	}

	adas := must(seal.NewNonce(fixed("ada")))
	approval := must(link.Secret.SealApproval(fixed("3"), offer, answer, seal.Approval{Nonce: adas, Commit: s.second.Hash()}))
	noorSees := must(link.Secret.OpenApproval(offer, answer, approval))
	noorReads := seal.CompareWords(offer, answer, approval, noorSees.Nonce, noors)

	reveal := must(link.Secret.SealReveal(fixed("4"), offer, answer, approval, seal.Reveal{Nonce: noors}))
	adaSees := must(link.Secret.OpenReveal(offer, answer, approval, reveal))
	adaReads := seal.CompareWords(offer, answer, approval, adas, adaSees.Nonce)

	if len(adaReads) != 6 || !slices.Equal(adaReads, noorReads) {
		t.Errorf("Ada reads %v, Noor reads %v", adaReads, noorReads)
	}
}

// Somebody who has the link and the server answers Ada in Noor's name, and
// invites Noor in Ada's. Everything opens; only the words tell.
func TestWordsTellOfSomebodyInBetween(t *testing.T) {
	p := newPairing()
	mallory := must(seal.NewMember(fixed("mallory")))
	nonce := must(seal.NewNonce(fixed("mallory's nonce")))
	secret := p.link.Secret

	toAda := must(secret.SealAnswer(fixed("a"), p.offer, seal.JoinAnswer{Name: "Noor", Joiner: mallory.Public(), NonceHash: seal.HashNonce(nonce)}))
	fromAda := must(secret.SealApproval(fixed("b"), p.offer, toAda, seal.Approval{Nonce: p.adas}))
	revealed := must(secret.SealReveal(fixed("c"), p.offer, toAda, fromAda, seal.Reveal{Nonce: nonce}))
	must(secret.OpenReveal(p.offer, toAda, fromAda, revealed))
	adaReads := seal.CompareWords(p.offer, toAda, fromAda, p.adas, nonce)

	toNoor := must(secret.SealApproval(fixed("d"), p.offer, p.answer, seal.Approval{Nonce: p.adas}))
	noorReads := seal.CompareWords(p.offer, p.answer, toNoor, p.adas, p.noors)
	if slices.Equal(adaReads, noorReads) {
		t.Error("the words are the same on both sides of Mallory")
	}

	// Having seen everything, Mallory would like another nonce.
	late := must(secret.SealReveal(fixed("e"), p.offer, toAda, fromAda, seal.Reveal{Nonce: p.noors}))
	if _, err := secret.OpenReveal(p.offer, toAda, fromAda, late); !errors.Is(err, seal.ErrNonce) {
		t.Errorf("a nonce was chosen after the fact: %v", err)
	}
}

func TestEveryPartCountsInTheWords(t *testing.T) {
	p := newPairing()
	words := seal.CompareWords(p.offer, p.answer, p.approval, p.adas, p.noors)
	for what, other := range map[string][]string{
		"offer":           seal.CompareWords(flip(p.offer, 0), p.answer, p.approval, p.adas, p.noors),
		"answer":          seal.CompareWords(p.offer, flip(p.answer, 0), p.approval, p.adas, p.noors),
		"approval":        seal.CompareWords(p.offer, p.answer, flip(p.approval, 0), p.adas, p.noors),
		"inviter's nonce": seal.CompareWords(p.offer, p.answer, p.approval, p.noors, p.noors),
		"joiner's nonce":  seal.CompareWords(p.offer, p.answer, p.approval, p.adas, p.adas),
		"the cuts":        seal.CompareWords(append(slices.Clone(p.offer), p.answer[0]), p.answer[1:], p.approval, p.adas, p.noors),
	} {
		if slices.Equal(words, other) {
			t.Errorf("%s does not change the words", what)
		}
	}
}

// The relay sees sizes, which say little of a name.
func TestNamesHideInThePadding(t *testing.T) {
	p := newPairing()
	seal1 := func(name string) int {
		return len(must(p.link.Secret.SealOffer(fixed("x"), seal.Offer{Name: name, Inviter: p.ada.Public()})))
	}
	if seal1("A") != seal1("Ada of the lake") {
		t.Error("an offer's size tells the length of a name")
	}
	for _, name := range []string{strings.Repeat("a", seal.MaxName+1), "\xff"} {
		if _, err := p.link.Secret.SealOffer(fixed("x"), seal.Offer{Name: name, Inviter: p.ada.Public()}); !errors.Is(err, seal.ErrMalformed) {
			t.Errorf("a name of %d bytes: %v", len(name), err)
		}
	}
	if _, err := p.link.Secret.SealOffer(fixed("x"), seal.Offer{Name: "Ada"}); !errors.Is(err, seal.ErrMalformed) {
		t.Errorf("an offer without keys: %v", err)
	}
}
