package bond_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"pleach/internal/bond/bondtest"
)

// TestThePartnersWordsAreListed holds the list in the specification, and its
// number, against what is tried. UPDATE_GOLDEN=1 writes it.
func TestThePartnersWordsAreListed(t *testing.T) {
	const path, begin, end = "../../docs/spec/partner.md", "<!-- words -->\n", "<!-- end of words -->"
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := string(raw)
	before, rest, found := strings.Cut(page, begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("the list has lost its marks")
	}
	all := bondtest.Attacks()
	list := fmt.Sprintf("\nThese are %d.\n\n", len(all))
	for _, a := range all {
		list += "- " + a.Name + "\n"
	}
	want := before + begin + list + "\n" + end + after
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if page != want {
		t.Error("docs/spec/partner.md does not have what is tried; run this test with UPDATE_GOLDEN=1")
	}
}
