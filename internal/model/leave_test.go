package model

import (
	"os"
	"testing"
)

// scope is how many commits a model may have: a few seconds, or, with
// PLEACH_MODELS=large, minutes.
func scope() (honest, forking int) {
	if os.Getenv("PLEACH_MODELS") == "large" {
		return 5, 4
	}
	return 4, 4
}

func TestLeavingHoldsInEveryOrder(t *testing.T) {
	honest, forking := scope()
	holds(t, "honest server", changes{commits: honest}.system(), 1000)
	holds(t, "forking server", changes{commits: forking, forks: true}.system(), 1000)
}

// TestRemovingWithoutRenewingIsNotEnough: the limit that the app names when a
// device was removed, and why it offers a new password next.
func TestRemovingWithoutRenewingIsNotEnough(t *testing.T) {
	breaks(t, "no new password", changes{commits: 3, removesOnly: true}.system(), "a removed device")
}

func TestBrokenLeavingIsFound(t *testing.T) {
	breaks(t, "nobody rotates", changes{commits: 3, keepsKey: true}.system(), "who has left")
	breaks(t, "nobody rotates", changes{commits: 3, keepsKey: true}.system(), "nobody writes")
	breaks(t, "wrapped to who was in", changes{commits: 4, handsToAll: true}.system(), "who has left")
	breaks(t, "commits by number", changes{commits: 4, forks: true, byNumber: true}.system(), "of two commits")
	breaks(t, "history is lost", changes{commits: 3, forgets: true}.system(), "who could read")
	breaks(t, "leaving needs both", changes{commits: 4, needsBoth: true}.system(), "leaving needs")
	breaks(t, "no way to rotate", changes{commits: 4, noRotation: true}.system(), "who remains")
}
