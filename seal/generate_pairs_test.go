package seal_test

import (
	"testing"

	"pleach/seal"
)

// A story is Ada's space, into which Noor comes.
type story struct {
	ada, noor     seal.Member
	space         [16]byte
	first, second seal.Commit
	key0, key1    seal.Key
}

func newStory() story {
	s := story{
		ada: must(seal.NewMember(fixed("ada"))), noor: must(seal.NewMember(fixed("noor"))),
		space: fixedID("space"), key0: fixedKey("epoch 0"), key1: fixedKey("epoch 1"),
	}
	alone := []seal.MemberPublic{s.ada.Public()}
	both := []seal.MemberPublic{s.noor.Public(), s.ada.Public()}
	s.first = must(seal.NewCommit(fixed("commit 0"), s.ada, nil, s.space, alone, nil, s.key0, nil))
	lost := []seal.RevokedDevice{{Device: fixedID("lost phone"), Seq: 7}}
	s.second = must(seal.NewCommit(fixed("commit 1"), s.ada, &s.first, s.space, both, lost, s.key1, &s.key0))
	return s
}

func epochVectors(t testing.TB) *vectorFile {
	f := newVectorFile(t, "Ada begins a space, then lets Noor in, shuts out a lost phone and hands on the history.\nHPKE is in the opening direction: encapsulation draws randomness of its own.")
	s := newStory()
	first, second := s.first.Bytes(), s.second.Bytes()
	f.add("verify-commit", "Ada begins a space", "ok", in("commit", first))
	follow := func(name, expect string, commit []byte) {
		f.add("verify-commit", name, expect, in("previous", first), in("commit", commit))
	}
	follow("Noor comes in", "ok", second)
	follow("a changed signature", "ErrBadSignature", flip(second, -1))
	follow("a changed previous key", "ErrBadSignature", flip(second, -70))
	follow("another space", "ErrBadCommit", flip(second, 1))
	follow("another number", "ErrBadCommit", flip(second, 20))
	follow("another predecessor", "ErrBadCommit", flip(second, 21))
	follow("another author", "ErrNotMember", flip(second, 53))
	follow("the first again", "ErrBadCommit", first)
	follow("a version from the future", "ErrVersion", flip(second, 0))
	follow("cut off", "ErrMalformed", second[:len(second)-1])
	f.add("verify-commit", "a second commit cannot be the first", "ErrBadCommit", in("commit", second))
	f.add("open-commit", "Ada opens her own", "ok", in("commit", second), in("member", s.ada.Bytes()))
	f.add("open-commit", "Noor opens hers", "ok", in("commit", second), in("member", s.noor.Bytes()))
	f.add("open-commit", "Noor was not there before", "ErrNotMember", in("commit", first), in("member", s.noor.Bytes()))
	f.add("open-commit", "moved to another epoch", "ErrWrongKey", in("commit", flip(second, 20)), in("member", s.ada.Bytes()))
	f.add("open-previous", "the history", "ok", in("commit", second), inKey("key", s.key1))
	f.add("open-previous", "with the wrong key", "ErrWrongKey", in("commit", second), inKey("key", s.key0))
	f.add("open-previous", "there is none", "ErrNoHistory", in("commit", first), inKey("key", s.key0))
	return f
}

// A pairing is the four sealed steps of Noor's coming.
type pairing struct {
	story
	link                            seal.Link
	offer, answer, approval, reveal []byte
	adas, noors                     [32]byte // nonces
}

func newPairing() pairing {
	p := pairing{story: newStory(), adas: [32]byte(fixedBytes("ada's nonce", 32)), noors: [32]byte(fixedBytes("noor's nonce", 32))}
	secret := must(seal.NewInviteSecret(fixed("invite")))
	p.link = seal.Link{Secret: secret, InviterHash: p.ada.Public().ID()}
	p.offer = must(secret.SealOffer(fixed("offer"), seal.Offer{
		Space: p.space, Name: "Ada", InPerson: true, Inviter: p.ada.Public(), Commit: p.first.Hash(),
	}))
	p.answer = must(secret.SealAnswer(fixed("answer"), p.offer, seal.JoinAnswer{
		Name: "Noor", Joiner: p.noor.Public(), NonceHash: seal.HashNonce(p.noors),
	}))
	p.approval = must(secret.SealApproval(fixed("approval"), p.offer, p.answer, seal.Approval{Nonce: p.adas, Commit: p.second.Hash()}))
	p.reveal = must(secret.SealReveal(fixed("reveal"), p.offer, p.answer, p.approval, seal.Reveal{Nonce: p.noors}))
	return p
}

func inviteVectors(t testing.TB) *vectorFile {
	f := newVectorFile(t, "Ada invites Noor: link, offer, answer, approval, reveal, and the words that they compare.")
	p := newPairing()
	linkVectors(f, p)
	secret, offer, answer, approval := in32("secret", p.link.Secret), in("offer", p.offer), in("answer", p.answer), in("approval", p.approval)
	f.add("open-answer", "Noor answers", "ok", secret, offer, answer)
	f.add("open-answer", "to another offer", "ErrWrongKey", secret, in("offer", flip(p.offer, -1)), answer)
	f.add("open-answer", "an offer is no answer", "ErrWrongKey", secret, offer, in("answer", p.offer))
	f.add("open-answer", "a version from the future", "ErrVersion", secret, offer, in("answer", flip(p.answer, 0)))
	f.add("open-approval", "Ada approves", "ok", secret, offer, answer, approval)
	f.add("open-approval", "another answer", "ErrWrongKey", secret, offer, in("answer", flip(p.answer, 50)), approval)
	f.add("open-reveal", "Noor reveals her nonce", "ok", secret, offer, answer, approval, in("reveal", p.reveal))
	f.add("open-reveal", "after another approval", "ErrWrongKey", secret, offer, answer, in("approval", flip(p.approval, 50)), in("reveal", p.reveal))
	late := must(p.link.Secret.SealReveal(fixed("late"), p.offer, p.answer, p.approval, seal.Reveal{Nonce: p.adas}))
	f.add("open-reveal", "a nonce chosen late", "ErrNonce", secret, offer, answer, approval, in("reveal", late))
	f.add("compare-words", "the same on both sides", "ok", offer, answer, approval, in32("inviter-nonce", p.adas), in32("joiner-nonce", p.noors))
	return f
}

func linkVectors(f *vectorFile, p pairing) {
	link := p.link.String()
	f.add("parse-link", "a link", "ok", inText("link", link))
	f.add("parse-link", "cut off by a messenger", "ErrNotALink", inText("link", link[:60]))
	f.add("parse-link", "something else", "ErrNotALink", inText("link", "hello there"))
	f.add("parse-link", "nothing", "ErrNotALink", inText("link", ""))
	f.add("parse-link", "a version from the future", "ErrVersion", inText("link", "Ag"+link[2:]))
	f.add("open-offer", "Ada's offer", "ok", inText("link", link), in("offer", p.offer))
	other := seal.Link{Secret: p.link.Secret, InviterHash: p.noor.Public().ID()}
	f.add("open-offer", "by somebody else", "ErrWrongInviter", inText("link", other.String()), in("offer", p.offer))
	other = seal.Link{Secret: seal.InviteSecret(fixedKey("another secret")), InviterHash: p.link.InviterHash}
	f.add("open-offer", "with another secret", "ErrWrongKey", inText("link", other.String()), in("offer", p.offer))
	f.add("open-offer", "a changed bit", "ErrWrongKey", inText("link", link), in("offer", flip(p.offer, 100)))
	f.add("open-offer", "a version from the future", "ErrVersion", inText("link", link), in("offer", flip(p.offer, 0)))
}
