package bond

import (
	"testing"
	"time"

	"pleach/wire"
)

var (
	ada  = wire.ID{0xAD}
	noor = wire.ID{0x40}
	now  = time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)
)

func by(author wire.ID, events ...Event) []Entry {
	var entries []Entry
	for _, e := range events {
		entries = append(entries, Entry{author, e})
	}
	return entries
}

func TestAnUndonePulseIsGone(t *testing.T) {
	one, two := Pulse{ID: wire.ID{1}, Mood: 10}, Pulse{ID: wire.ID{2}, Mood: 20}
	p := FoldPrivate(by(ada, PulseTaken{one}, PulseTaken{two}, PulseUndone{one.ID}))
	if len(p.Pulses) != 1 || p.Pulses[0].ID != two.ID {
		t.Errorf("left are %v", p.Pulses)
	}
}

func TestPostedAnswersCannotBeReplacedOrSkipped(t *testing.T) {
	round := Round{"weekly", 2026, 48}
	first := AnswersKept{Answers{Round: round, Said: map[string]string{"well": "first"}}, true}
	second := AnswersKept{Answers{Round: round, Said: map[string]string{"well": "second"}}, true}
	p := FoldPrivate(by(ada, first, second, RoundSkipped{Round: round}))
	got := p.Rounds[round]
	if got.Skipped || got.Answers.Said["well"] != "first" {
		t.Errorf("got %+v", got)
	}
}

func TestSkippingKeepsTheWordsThatWereWritten(t *testing.T) {
	round := Round{"weekly", 2026, 48}
	kept := AnswersKept{Answers{Round: round, Said: map[string]string{"well": "a walk"}}, false}
	got := FoldPrivate(by(ada, kept, RoundSkipped{Round: round})).Rounds[round]
	if !got.Skipped || got.Answers == nil || got.Answers.Said["well"] != "a walk" {
		t.Errorf("got %+v", got)
	}
}

func TestATalkThatOneLeavesStaysEndedForTheOther(t *testing.T) {
	round := Round{"weekly", 2026, 48}
	talk, next := wire.ID{1}, wire.ID{2}
	move := func(id wire.ID, step int) TalkMoved {
		return TalkMoved{ID: id, Round: round, Move: Move{Step: step}, Mode: TwoDevices}
	}
	entries := append(by(ada, move(talk, 0), move(talk, 1), TalkEnded{ID: talk, Round: round}), by(noor, move(talk, 2))...)
	if got := FoldShared(entries).Talks[round]; !got.Ended || got.Step != 1 {
		t.Errorf("after leaving: %+v", got)
	}
	entries = append(entries, by(noor, move(next, 0))...)
	entries = append(entries, by(ada, move(talk, 3), TalkEnded{ID: talk, Round: round})...)
	if got := FoldShared(entries).Talks[round]; got.Ended || got.ID != next || got.Step != 0 {
		t.Errorf("after beginning again: %+v", got)
	}
}

func TestEitherMayWithdrawAnAgreement(t *testing.T) {
	a := Agreement{ID: wire.ID{1}, If: "it is Sunday", Then: "we walk", Start: "2026-11-10", Review: "2026-11-24", Expires: "2026-12-24"}
	made := by(ada, AgreementMade{a})
	open := FoldShared(made).Agreements[0]
	if !open.Open("2026-11-24") || !open.Due("2026-11-24") || open.Due("2026-11-23") || open.Open("2026-12-25") {
		t.Errorf("open %+v", open)
	}
	reviewed := FoldShared(append(made, by(noor, AgreementReviewed{a.ID, KeptYes, now})...)).Agreements[0]
	if reviewed.Due("2026-11-24") {
		t.Error("an agreement that was looked back at is not due again")
	}
	gone := FoldShared(append(made, by(noor, AgreementWithdrawn{a.ID, now})...)).Agreements[0]
	if gone.Open("2026-11-11") {
		t.Error("a withdrawn agreement is still open")
	}
}

func TestNobodyCanNameTheOther(t *testing.T) {
	s := FoldShared(append(by(ada, ProfileSet{"Ada"}), by(noor, ProfileSet{"Noor"})...))
	if s.Names[ada] != "Ada" || s.Names[noor] != "Noor" {
		t.Errorf("names %v", s.Names)
	}
}

func TestPrivateEventsInTheSharedSpaceMeanNothing(t *testing.T) {
	s := FoldShared(by(noor, PulseTaken{Pulse{ID: wire.ID{1}}}, SpaceMade{Space: wire.ID{2}}, AnswersKept{}))
	if len(s.Shown) != 0 || len(s.Talks) != 0 {
		t.Errorf("folded to %+v", s)
	}
}

func TestPairingFollowsTheNewestThatWentThrough(t *testing.T) {
	space, invite := wire.ID{1}, wire.ID{2}
	steps := by(ada, SpaceMade{Space: space, Member: []byte{7}}, InviteMade{Invite: invite, Space: space, Expires: now.Add(time.Hour)})
	ring := FoldPrivate(steps).Ring
	if _, ok := ring.Pair(); ok || len(ring.Waiting(now)) != 1 || len(ring.Waiting(now.Add(2*time.Hour))) != 0 {
		t.Error("an invitation alone is not a pair, and it expires")
	}
	if spare, ok := ring.Spare(); !ok || spare.Space != space {
		t.Error("the unused space serves the next invitation")
	}
	steps = append(steps, by(ada, InviteApproved{Invite: invite, Name: "Noor", At: now})...)
	pair, ok := FoldPrivate(steps).Ring.Pair()
	if !ok || pair.Partner != "Noor" || pair.Verified() || string(pair.Member) != "\x07" {
		t.Errorf("pair %+v", pair)
	}
	same := FoldPrivate(append(steps, by(ada, WordsCompared{Invite: invite, Same: true})...)).Ring
	if pair, _ := same.Pair(); !pair.Verified() {
		t.Error("equal words verify")
	}
	differ := FoldPrivate(append(steps, by(ada, WordsCompared{Invite: invite, Same: false})...)).Ring
	if _, ok := differ.Pair(); ok {
		t.Error("words that differ end the pairing")
	}
	if _, ok := differ.Spare(); ok {
		t.Error("a space whose words differed is never used again")
	}
}

func BenchmarkDecodeAndFoldTenYears(b *testing.B) {
	payload, _ := Encode(everyEvent()[4])
	b.ReportAllocs()
	for b.Loop() {
		entries := make([]Entry, 15_000)
		for i := range entries {
			e, err := Decode(payload)
			if err != nil {
				b.Fatal(err)
			}
			entries[i].Event = e
		}
		FoldPrivate(entries)
	}
}
