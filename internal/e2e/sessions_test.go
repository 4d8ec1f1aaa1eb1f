package e2e

import (
	"testing"

	"pleach/internal/content"
)

// Ada begins each session that needs no writing before, Noor joins on her own
// device, both go on, and one of them leaves. It ends softly for the other.
func TestEverySessionForTwoOnTwoDevices(t *testing.T) {
	ada, noor := theSampleCouple(t)
	for i, s := range content.English().Sessions {
		if len(s.Prepare) > 0 && s.Rhythm != content.AnyTime {
			continue
		}
		ada.goesTo("/session/" + s.ID)
		ada.isCalled(s.Title)
		ada.presses("talk.two")
		ada.presses("begin.go")
		ada.isCalled(s.Forms[0].Steps[0].Title)
		noor.goesTo("/session/" + s.ID)
		noor.presses("begin.join")
		noor.isCalled(s.Forms[0].Steps[0].Title)
		leaver, stayer := ada, noor
		if i%2 == 1 {
			leaver, stayer = noor, ada
		}
		if s.Forms[0].Steps[0].Kind == content.KindReturn {
			leaver.presses("talk.back.40")
		} else {
			leaver.presses("talk.next")
		}
		for _, p := range []*person{ada, noor} {
			p.isCalled(s.Forms[0].Steps[1].Title)
		}
		leaver.presses("talk.end")
		for _, p := range []*person{leaver, stayer} {
			p.finds("ended.softly.title")
		}
	}
}

// The month and the year are written down by each alone and open when both have,
// and the month is talked about.
func TestTheMonthlyReviewAndTheYear(t *testing.T) {
	ada, noor := theSampleCouple(t)
	bothLookBack(t, ada, noor, "yearly")
	s := bothLookBack(t, ada, noor, "monthly")
	ada.presses("talk.two")
	ada.presses("begin.go")
	ada.isCalled(s.Forms[0].Steps[0].Title)
	noor.presses("begin.join")
	noor.isCalled(s.Forms[0].Steps[0].Title)
}

// bothLookBack has each answer a session's questions alone, and both read.
func bothLookBack(t *testing.T, ada, noor *person, session string) content.Session {
	t.Helper()
	s, _ := content.English().Session(session)
	room := "/session/" + session
	said, answered := ada.secret(session), noor.secret(session)
	before := noor.roomSays(room)
	sent := ada.line.count(anAnswer)
	ada.goesTo(room)
	ada.presses("round.go.fresh")
	ada.finds("prepare.title")
	ada.writes("said-"+firstText(s), said)
	ada.posts()
	ada.finds("kept.title")
	ada.hasSent(anAnswer, sent)
	if after := noor.roomSays(room); after != before {
		t.Errorf("Noor can tell that Ada has answered. Before:\n%s\nafter:\n%s", before, after)
	}
	noor.presses("round.go.fresh")
	noor.finds("prepare.title")
	noor.writes("said-"+firstText(s), answered)
	noor.posts()
	for _, p := range []*person{noor, ada} {
		p.finds("reveal.title")
		p.sees(said)
		p.sees(answered)
	}
	return s
}

// firstText is a session's first question that is answered in words.
func firstText(s content.Session) string {
	for _, q := range s.Prepare {
		if q.Kind == content.AnswerText {
			return q.ID
		}
	}
	return ""
}
