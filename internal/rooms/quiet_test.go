package rooms_test

import (
	"testing"
	"time"
)

// TestNothingForTwoIsSuggestedAfterAQuickExit is safety rule 17: for two hours
// the page of the day speaks of nothing that takes two. It does so without a
// word about it, and whoever looks for a session still finds it.
func TestNothingForTwoIsSuggestedAfterAQuickExit(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.browser().signUp("Ada"), w.browser().signUp("Noor")
	meet(ada, noor)
	ada.open("/").reads("Check-in")
	ada.ask("POST", "/exit", nil)
	ada.open("/").send("/unlock", "password", password).open("/").lacks("Check-in")
	ada.open("/checkin").reads("Other ways to sit down together")
	ada.now = ada.now.Add(3 * time.Hour)
	ada.open("/").reads("Check-in")
}
