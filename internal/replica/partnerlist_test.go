package replica_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestThePartnersAttacksAreListed holds the list in the specification, and its
// number, against the attacks that are tried. UPDATE_GOLDEN=1 writes it.
func TestThePartnersAttacksAreListed(t *testing.T) {
	const path, begin, end = "../../docs/spec/partner.md", "<!-- records -->\n", "<!-- end -->"
	page := string(must[[]byte](t)(os.ReadFile(path)))
	before, rest, found := strings.Cut(page, begin)
	_, after, found2 := strings.Cut(rest, end)
	if !found || !found2 {
		t.Fatal("the list has lost its marks")
	}
	want := before + begin + attackList() + end + after
	if os.Getenv("UPDATE_GOLDEN") != "" {
		ok(t, os.WriteFile(path, []byte(want), 0o644))
	}
	if page != want {
		t.Errorf("docs/spec/partner.md does not have the attacks as they are; run this test with UPDATE_GOLDEN=1")
	}
}

func attackList() string {
	var b strings.Builder
	all := partnerAttacks()
	fmt.Fprintf(&b, "\nThese are %d.\n\n| They try | An honest relay | It ends | Ada's words |\n|---|---|---|---|\n", len(all))
	for _, a := range all {
		relay, ends, goes := "takes it", "harmlessly", "go out"
		if a.relay != "" {
			relay = "`" + string(a.relay) + "`"
		}
		switch {
		case a.want != nil:
			ends = "refused: " + strings.TrimPrefix(a.want.Error(), "replica: ")
		case len(a.shown) > 0:
			ends = "under Noor's name"
		}
		if a.stops {
			goes = "wait on her device"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", a.name, relay, ends, goes)
	}
	b.WriteString("\n")
	return b.String()
}
