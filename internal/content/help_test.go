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
}

// A wrong number is dangerous here, so a number says how old the newest word of
// it is, and most of them have one.
func TestMostNumbersAreChecked(t *testing.T) {
	countries := 0
	for _, c := range Numbers().Countries {
		checked := false
		for _, l := range c.Lines {
			if l.Source == "" {
				t.Errorf("%s: %s has no source", c.Code, l.Name)
			}
			checked = checked || l.Checked != ""
		}
		if checked {
			countries++
		}
	}
	if countries < 25 {
		t.Errorf("%d countries with a number that was checked, want 25", countries)
	}
}

func TestAMonthThatCannotBeIsRefused(t *testing.T) {
	for _, month := range []string{"2026-13", "2026", "October 2026", "2026-12", "26-01"} {
		y := Country{Code: "NZ", Name: "Aotearoa", Emergency: []string{"111"}, Lines: []Line{
			{Name: "Women’s Refuge", For: "women", Source: "womensrefuge.org.nz", Checked: month}}}
		c := &checker{}
		Help{Noted: "2026-11", Countries: []Country{y}}.check(c)
		if c.err == nil {
			t.Errorf("%q was taken for a month", month)
		}
	}
}
