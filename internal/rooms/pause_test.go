package rooms_test

import "testing"

// TestAPauseIsOnesOwn: while Ada pauses nothing for two is suggested to her and
// no mood is shared. Every page of Noor's says what it said.
func TestAPauseIsOnesOwn(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/grow/agreement").send("/grow/agreement", "do", "agree", "if", "it is Thursday", "then", "we walk", "owner", "both").send("/grow/agreement", "do", "give")
	ada.open("/").reads("Check-in · This week", "we walk")
	must(t, ada.Person().ShareMood(ctx, true))
	exchanged(ada, noor)
	rooms := []string{"/", "/map", "/history", "/checkin", "/open", "/grow", "/settings", "/agreements"}
	before := map[string]string{}
	for _, room := range rooms {
		before[room] = noor.open(room).page.words()
	}

	ada.open("/settings").send("/settings/pause", "do", "begin").reads("You have paused.")
	ada.open("/").lacks("Check-in · This week").lacks("we walk")
	ada.open("/agreements").reads("we walk")
	if ada.Person().Sharing().On {
		t.Error("mood is shared during the pause")
	}
	exchanged(ada, noor)
	for _, room := range rooms {
		if after := noor.open(room).page.words(); after != before[room] {
			t.Errorf("%s tells of the pause:\n%s\n%s", room, before[room], after)
		}
	}

	ada.open("/settings").send("/settings/pause", "do", "end").lacks("You have paused.")
	ada.open("/").reads("Check-in · This week")
	if ada.Person().Sharing().On {
		t.Error("the end of a pause said yes to sharing mood")
	}
}
