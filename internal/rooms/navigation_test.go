package rooms_test

import (
	"strings"
	"testing"
)

// TestEveryDoorLeadsIntoARoom follows all links of the navigation, and each
// room marks its own door.
func TestEveryDoorLeadsIntoARoom(t *testing.T) {
	ada, _ := couple(t)
	doors := ada.open("/").page.find("a", func(a *node) bool {
		return a.inside(func(n *node) bool { return strings.Contains(n.attr["class"], "-rooms") })
	})
	if len(doors) != 9 {
		t.Fatalf("%d doors, want 9", len(doors))
	}
	for _, door := range doors {
		url := door.attr["href"]
		ada.open(url)
		if ada.status != 200 {
			t.Errorf("%s: %d", url, ada.status)
		}
		here := ada.page.find("a", func(a *node) bool { return a.attr["aria-current"] == "page" })
		if len(here) != 1 || here[0].attr["href"] != url {
			t.Errorf("%s marks %d doors", url, len(here))
		}
	}
}
