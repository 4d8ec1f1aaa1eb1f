package content

import (
	"regexp"
	"testing"
)

func TestThereAreNumbersForManyCountries(t *testing.T) {
	h := Numbers()
	if len(h.Countries) < 25 {
		t.Fatalf("%d countries, want 25", len(h.Countries))
	}
	seen := map[string]bool{}
	dialled := regexp.MustCompile(`^[0-9][0-9 -]*$`)
	page := regexp.MustCompile(`^[a-z0-9.-]+\.[a-z]{2,}(/[a-z0-9/-]*)?$`)
	for _, c := range h.Countries {
		if seen[c.Code] {
			t.Errorf("%s is there twice", c.Code)
		}
		seen[c.Code] = true
		for _, number := range c.Emergency {
			if !dialled.MatchString(number) {
				t.Errorf("%s: nobody can dial %q", c.Code, number)
			}
		}
		for _, l := range c.Lines {
			if l.Phone != "" && !dialled.MatchString(l.Phone) {
				t.Errorf("%s: nobody can dial %q", c.Code, l.Phone)
			}
			if !page.MatchString(l.Source) {
				t.Errorf("%s: %q is no page", c.Code, l.Source)
			}
		}
	}
	if !regexp.MustCompile(`^20\d\d-\d\d$`).MatchString(h.Noted) {
		t.Errorf("noted %q: write the year and the month", h.Noted)
	}
}
