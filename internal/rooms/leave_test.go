package rooms_test

import (
	"strings"
	"testing"
)

// shared is a couple who have given and opened a few things.
func shared(t *testing.T) (ada, noor *browser) {
	t.Helper()
	ada, noor = couple(t)
	ada.open("/appreciation").send("/appreciation", "do", "preview", "text", "for the soup").send("/appreciation", "do", "give")
	exchanged(ada, noor)
	noor.open("/appreciation").send("/appreciation", "do", "preview", "text", "for the lift home").send("/appreciation", "do", "give")
	noor.open("/").send("/pulse", "mood", "20", "note", "Noor's own")
	bothAnswer(ada, noor)
	exchanged(ada, noor)
	return ada, noor
}

func TestSomebodyStopsSharing(t *testing.T) {
	ada, noor := shared(t)
	noor.open("/settings").click("Stop sharing").reads("Stop sharing with Ada?", "can be a dangerous time", "people to call",
		"You decide this alone, and it holds at once", "only read that sharing has ended").
		send("/settings/sharing", "do", "end").reads("What was shared", "for the soup", "for the lift home").lacks("Take it back")
	noor.open("/").reads("Sharing has ended. What was shared stays with you.")
	noor.open("/history").reads("Noor's own")
	noor.open("/settings").reads("Invite your partner", "Sharing has ended", "What was shared before 4 so far Noor Ada").
		reads("Check-in answers that have not opened Noor").lacks("Stop sharing")

	exchanged(noor, ada)
	ada.open("/").reads("Sharing has ended. What was shared stays with you.").click("What was shared").
		reads("for the soup", "for the lift home").lacks("Noor's own")
	if w := ada.ask("GET", "/settings/sharing", nil); w.Code != 303 {
		t.Errorf("with nobody to stop sharing with: %d", w.Code)
	}
	ada.open("/kept?page=9").reads("for the soup")
}

// TestNothingTellsWhenOrWhySharingEnded compares what Ada sees when Noor left at
// noon with what she sees when Noor left at night, and had been looking at the
// page again and again before.
func TestNothingTellsWhenOrWhySharingEnded(t *testing.T) {
	pages := func(looks int) (seen []string) {
		ada, noor := shared(t)
		for range looks {
			noor.open("/settings/sharing").open("/safe").open("/settings")
			exchanged(noor, ada)
		}
		noor.open("/settings/sharing").send("/settings/sharing", "do", "end")
		exchanged(noor, ada)
		for _, at := range []string{"/", "/settings", "/kept", "/history", "/map", "/checkin", "/open", "/grow"} {
			words := ada.open(at).page.words()
			seen = append(seen, strings.ReplaceAll(words, strings.TrimPrefix(ada.Origin(), "http://"), "the server"))
		}
		return seen
	}
	at := pages(0)
	for i, later := range pages(3) {
		if at[i] != later {
			t.Errorf("page %d tells the difference:\n%s\n%s", i, at[i], later)
		}
	}
	if strings.Contains(strings.Join(at, " "), "left") {
		t.Errorf("a page says who has left: %s", strings.Join(at, "\n"))
	}
}

func TestAfterSharingEndedAnybodyCanBeInvited(t *testing.T) {
	ada, noor := shared(t)
	noor.open("/settings/sharing").send("/settings/sharing", "do", "end")
	exchanged(noor, ada)
	ada.open("/settings").click("Invite your partner")
	noor.open("/pair").reads("Invite")
}
