package dyad

import (
	"strings"
	"testing"
)

func TestAPIMAgreesWithR(t *testing.T) {
	d := referenceCSV(t, "apim.csv")
	pairs := Pairs{
		Couple: d.codes("couple"), Role: d.codes("role"), Y: d.numbers("y"),
		X: [][]float64{d.numbers("x1"), d.numbers("x2")}, Names: []string{"x1", "x2"}, RoleNames: [2]string{"w", "m"},
	}
	for _, name := range []string{"apim, ml", "apim, reml", "apim, ml, exchangeable", "apim, reml, exchangeable"} {
		t.Run(name, func(t *testing.T) {
			fit, err := FitAPIM(pairs, APIMOptions{REML: strings.Contains(name, "reml"), Exchangeable: strings.Contains(name, "exchangeable")})
			if err != nil {
				t.Fatal(err)
			}
			checkReference(t, &fit.Fit, reference(t, name), 1e-4)
		})
	}
}
