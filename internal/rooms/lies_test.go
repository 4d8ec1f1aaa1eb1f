package rooms_test

import (
	"fmt"
	"strings"
	"testing"

	"pleach/internal/rooms"
	"pleach/internal/testkit/lies"
)

// TestEveryLieEndsInWordsOfTheApp: what an attack of the server's ends in is told
// in words that say what happened, what was kept and what to do.
func TestEveryLieEndsInWordsOfTheApp(t *testing.T) {
	for _, a := range lies.All() {
		if a.Want == nil {
			continue
		}
		code := rooms.CodeOf(fmt.Errorf("in the exchange: %w", a.Want))
		if code == "internal" || code == "offline_needed" {
			t.Errorf("%s: %v is told as %q, which could be anything", a.Name, a.Want, code)
		}
		for _, part := range []string{"title", "kept", "todo"} {
			if words := text("problem." + code + "." + part); strings.HasPrefix(words, "no words for") {
				t.Errorf("%s: %s", a.Name, words)
			}
		}
	}
}
