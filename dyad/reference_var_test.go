package dyad

import "testing"

func TestVARAgreesWithR(t *testing.T) {
	for name, file := range map[string]string{"var": "var.csv", "var complete": "var_complete.csv"} {
		d := referenceCSV(t, file)
		s, days := d.series(), d.codes("block")
		for _, c := range []struct {
			how string
			o   VAROptions
		}{
			{"ml", VAROptions{}},
			{"ml, blocks", VAROptions{Blocks: days}},
			{"ols", VAROptions{OLS: true}},
			{"ols, blocks", VAROptions{OLS: true, Blocks: days}},
		} {
			t.Run(name+", "+c.how, func(t *testing.T) {
				fit, err := FitVAR(s, c.o)
				if err != nil {
					t.Fatal(err)
				}
				checkReference(t, &fit.Fit, reference(t, name+", "+c.how), 1e-4)
			})
		}
	}
}
