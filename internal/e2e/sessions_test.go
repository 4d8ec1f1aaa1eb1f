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

// The month is written down by each alone, opens when both have, and is talked
// about.
func TestTheMonthlyReview(t *testing.T) {
	ada, noor := theSampleCouple(t)
	s, _ := content.English().Session("monthly")
	said := ada.secret("the month")
	before := noor.roomSays("/session/monthly")
	ada.goesTo("/session/monthly")
	ada.presses("round.go.fresh")
	ada.finds("prepare.title")
	ada.writes("said-"+firstText(s), said)
	ada.posts()
	ada.finds("kept.title")
	ada.hasSent(anAnswer, 0)
	if after := noor.roomSays("/session/monthly"); after != before {
		t.Errorf("Noor can tell that Ada has answered. Before:\n%s\nafter:\n%s", before, after)
	}
	noor.presses("round.go.fresh")
	noor.finds("prepare.title")
	noor.writes("said-"+firstText(s), noor.secret("the month"))
	noor.posts()
	for _, p := range []*person{noor, ada} {
		p.finds("reveal.title")
		p.sees(ada.secrets["the month"])
		p.sees(noor.secrets["the month"])
	}
	ada.presses("talk.two")
	ada.presses("begin.go")
	ada.isCalled(s.Forms[0].Steps[0].Title)
	noor.presses("begin.join")
	noor.isCalled(s.Forms[0].Steps[0].Title)
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
