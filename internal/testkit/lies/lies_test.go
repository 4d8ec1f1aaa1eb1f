package lies

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestAttacksAreToldApart(t *testing.T) {
	names := map[string]bool{}
	for _, a := range All() {
		if names[a.Name] || a.Name == "" {
			t.Errorf("two attacks are called %q", a.Name)
		}
		names[a.Name] = true
		if a.Scene == "" || a.Lie == nil && a.News == nil {
			t.Errorf("%s: it has no scene or no lie", a.Name)
		}
	}
}

// TestTheNumberOfAttacksIsTheOneThatIsSaid holds the document against the table.
func TestTheNumberOfAttacksIsTheOneThatIsSaid(t *testing.T) {
	page, err := os.ReadFile("../../../docs/design/safety.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), "tries the ")
	if said, _, _ := strings.Cut(after, " attacks"); said != strconv.Itoa(len(All())) {
		t.Errorf("docs/design/safety.md says %q attacks, and there are %d", said, len(All()))
	}
}
