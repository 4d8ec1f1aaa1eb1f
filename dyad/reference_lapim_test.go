package dyad

import (
	"strings"
	"testing"
)

// referenceDiary is a file of couples' days, w as A and m as B.
func referenceDiary(t testing.TB, file string) Diary {
	d := referenceCSV(t, file)
	return Diary{Couple: d.codes("couple"), Time: d.numbers("day"), A: d.numbers("w"), B: d.numbers("m")}
}

func TestLAPIMAgreesWithR(t *testing.T) {
	for _, name := range []string{
		"lapim, reml", "lapim, ml", "lapim, reml, person",
		"lapim, reml, exchangeable", "lapim, ml, exchangeable",
		"lapim, reml, slopes", "lapim, ml, slopes", "lapim, reml, slopes, person", "lapim, reml, slopes, exchangeable",
		"lapim, reml, slopes, only a", "lapim, ml, slopes, only a", "lapim, reml, slopes, only b", "lapim, ml, slopes, only b",
		"lapim small, reml", "lapim small, ml", "lapim small, reml, exchangeable",
		"lapim small, reml, slopes, only a", "lapim small, reml, slopes, only b",
		"lapim small, reml, slopes",
	} {
		t.Run(name, func(t *testing.T) {
			want := reference(t, name)
			fit, err := FitLAPIM(referenceDiary(t, want.Data), lapimOptions(name))
			if err != nil {
				t.Fatal(err)
			}
			checkReference(t, &fit.Fit, want, 1e-3)
		})
	}
}

// lapimOptions are the options that a case's name spells.
func lapimOptions(name string) LAPIMOptions {
	has := func(word string) bool { return strings.Contains(name, word) }
	o := LAPIMOptions{ML: has(", ml"), Slopes: has("slopes"), Exchangeable: has("exchangeable")}
	if has("person") {
		o.Center = CenterPerson
	}
	if has("only") {
		o.OnlyRole = name[len(name)-1]
	}
	return o
}
