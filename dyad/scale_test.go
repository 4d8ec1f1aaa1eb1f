package dyad

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// referenceItems are the rows of a file of four items, of all days or of one.
func referenceItems(t testing.TB, file, day string) (a Answers) {
	d := referenceCSV(t, file)
	a.Person, a.Day = d.codes("person"), d.codes("day")
	columns := [][]float64{d.numbers("i1"), d.numbers("i2"), d.numbers("i3"), d.numbers("i4")}
	for i, of := range d.text("day") {
		if day == "" || day == of {
			row := []float64{columns[0][i], columns[1][i], columns[2][i], columns[3][i]}
			a.Items = append(a.Items, row)
		}
	}
	return a
}

func TestScoresAreMeansOfWhatIsThere(t *testing.T) {
	na := math.NaN()
	f, err := Score([][]float64{{1, 5, 2}, {3, na, 4}, {na, na, 5}}, ScoreOptions{Min: 1, Max: 5, Reverse: []bool{false, true, false}, MaxMissing: .4})
	if err != nil {
		t.Fatal(err)
	}
	if f.Values[0] != 4./3 || f.Values[1] != 3.5 || !math.IsNaN(f.Values[2]) || !reflect.DeepEqual(f.Answered, []int{3, 2, 1}) {
		t.Errorf("%+v", f)
	}
	if !reflect.DeepEqual(f.Dropped, []Dropped{{"too many items are missing", 1}}) || f.Keyed[0][1] != 1 {
		t.Errorf("%+v", f)
	}
}

func TestScoresThatCannotBe(t *testing.T) {
	good := [][]float64{{1, 2}, {2, 7}}
	for _, c := range []struct {
		says  string
		items [][]float64
		o     ScoreOptions
	}{
		{"item energy is 7, outside 1 to 5, row 2", good, ScoreOptions{Min: 1, Max: 5, Names: []string{"calm", "energy"}}},
		{"range is not known", good, ScoreOptions{Reverse: []bool{true, false}}},
		{"no rows", nil, ScoreOptions{}},
		{"row 2", [][]float64{{1, 2}, {1}}, ScoreOptions{}},
		{"infinite", [][]float64{{1, math.Inf(1)}}, ScoreOptions{}},
		{"2 items and 1 signs", good, ScoreOptions{Reverse: []bool{false}}},
		{"share of missing", good, ScoreOptions{MaxMissing: 20}},
	} {
		_, err := Score(c.items, c.o)
		var bad *InputError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("want %q, got %v", c.says, err)
		}
	}
}

// checkCase compares results with R's by name.
func checkCase(t *testing.T, name string, tol float64, got map[string]float64) {
	t.Helper()
	for what, want := range reference(t, name).Estimate {
		if x, ok := got[what]; ok && !(math.Abs(x-want) <= tol) {
			t.Errorf("%s: %s is %.8f, R has %.8f", name, what, x, want)
		}
	}
}

func TestAlphaAndOmegaAreRs(t *testing.T) {
	for _, file := range []string{"items", "items_gaps"} {
		for when, day := range map[string]string{"day 1": "1", "all rows": ""} {
			items := referenceItems(t, file+".csv", day).Items
			a, err := Alpha(items)
			if err != nil {
				t.Fatal(err)
			}
			checkCase(t, file+", alpha, "+when, 1e-8, map[string]float64{"alpha": a.Alpha.Estimate, "alpha.lo": a.Alpha.Lo, "alpha.hi": a.Alpha.Hi})
			o, err := Omega(items)
			if err != nil || o.Status != Converged {
				t.Fatal(o, err)
			}
			checkCase(t, file+", omega, "+when, 1e-5, map[string]float64{
				"omega": o.Omega.Estimate, "omega.standardised": o.Standardised,
				"loading.1": o.Loadings[0], "loading.2": o.Loadings[1], "loading.3": o.Loadings[2], "loading.4": o.Loadings[3]})
			if a.N != reference(t, file+", alpha, "+when).N || o.N != a.N {
				t.Errorf("%d and %d rows", a.N, o.N)
			}
			if !(o.Omega.Lo < o.Omega.Estimate && o.Omega.Estimate < o.Omega.Hi) {
				t.Errorf("%+v", o.Omega)
			}
		}
	}
}

// oneFactorItems draws n rows of items that share one factor.
func oneFactorItems(rng *rand.Rand, n int, loadings []float64) [][]float64 {
	items := make([][]float64, n)
	for i := range items {
		common := rng.NormFloat64()
		for _, l := range loadings {
			items[i] = append(items[i], l*common+math.Sqrt(1-l*l)*rng.NormFloat64())
		}
	}
	return items
}

func TestIntervalsOfAlphaAndOmegaCover(t *testing.T) {
	const studies = 500
	alpha, omega := 0, 0
	l := []float64{.7, .7, .7, .7}
	truth := 7.84 / (7.84 + 4*.51)
	for i := range studies {
		items := oneFactorItems(rand.New(rand.NewPCG(uint64(i), 2)), 150, l)
		a, _ := Alpha(items)
		o, _ := Omega(items)
		alpha += powerCount(a.Alpha.Lo <= truth && truth <= a.Alpha.Hi)
		omega += powerCount(o.Omega.Lo <= truth && truth <= o.Omega.Hi)
	}
	for what, k := range map[string]int{"alpha": alpha, "omega": omega} {
		if share := float64(k) / studies; share < .925 || share > .975 {
			t.Errorf("the intervals of %s hold it in %.1f%% of samples", what, 100*share)
		}
	}
}

// Neither units, nor the sign of the whole, nor the order of rows matters.
func TestUnitsDoNotMatterToScales(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 8))
		items := oneFactorItems(rng, rapid.IntRange(30, 80).Draw(t, "rows"), []float64{.8, .6, .5, .7})
		unit := -math.Pow(10, rapid.Float64Range(-9, 9).Draw(t, "unit"))
		other := make([][]float64, len(items))
		for i, row := range items {
			for _, x := range row {
				other[len(items)-1-i] = append(other[len(items)-1-i], (x+3)*unit)
			}
		}
		a, err := Alpha(items)
		b, err2 := Alpha(other)
		o, err3 := Omega(items)
		p, err4 := Omega(other)
		if err := errors.Join(err, err2, err3, err4); err != nil {
			t.Fatal(err)
		}
		if !closeTo(a.Alpha.Estimate, b.Alpha.Estimate, 1e-9) || !closeTo(o.Omega.Estimate, p.Omega.Estimate, 1e-6) || o.Status != p.Status {
			t.Fatalf("%v %v, %v %v", a.Alpha, b.Alpha, o.Omega, p.Omega)
		}
	})
}

func TestHeywoodIsSaid(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	var items [][]float64
	for range 60 {
		x, y := rng.NormFloat64(), rng.NormFloat64()
		items = append(items, []float64{x, .9*x + .6*rng.NormFloat64(), .9*x + .6*y, -.1*x + y + .3*rng.NormFloat64()})
	}
	f, err := Omega(items)
	if err != nil || f.Status != Boundary || !math.IsNaN(f.Omega.SE) || math.IsNaN(f.Omega.Estimate) {
		t.Errorf("%+v %v", f, err)
	}
}

func TestChangeIsTheMeanSquares(t *testing.T) {
	f, err := Change(referenceItems(t, "items.csv", ""))
	if err != nil {
		t.Fatal(err)
	}
	checkCase(t, "items, components, anova", 1e-9, changeNumbers(f))
	checkCase(t, "items, generalizability", 1e-9, changeNumbers(f))
	n := reference(t, "items, nested, reml").Estimate
	checkNumbers(t, 1e-6, []poolNumber{
		{"RkRn", f.RkRn, n["RkRn"]}, {"RCn", f.RCn, n["RCn"]}, {"nested residual", f.Components.NestedResidual, n["residual"]}})
	if f.Status != Boundary || f.N != 2240 || math.Abs(f.Days-14) > 1e-12 {
		t.Errorf("%+v", f)
	}
}

func changeNumbers(f *ChangeFit) map[string]float64 {
	c := f.Components
	return map[string]float64{
		"person": c.Person, "day": c.Day, "item": c.Item, "person.day": c.PersonDay, "person.item": c.PersonItem, "day.item": c.DayItem, "residual": c.Residual,
		"R1F": f.R1F, "RkF": f.RkF, "R1R": f.R1R, "RkR": f.RkR, "RC": f.RC}
}

// With answers missing, the method of moments is near REML, not the same.
func TestChangeWithGapsIsNearREML(t *testing.T) {
	f, err := Change(referenceItems(t, "items_gaps.csv", ""))
	if err != nil {
		t.Fatal(err)
	}
	checkCase(t, "items_gaps, components, reml", .02, changeNumbers(f))
	n := reference(t, "items_gaps, nested, reml").Estimate
	checkNumbers(t, .005, []poolNumber{{"RkRn", f.RkRn, n["RkRn"]}, {"RCn", f.RCn, n["RCn"]}})
}

// Moments are unbiased with a third of the answers missing.
func TestComponentsAreRightOnAverage(t *testing.T) {
	const studies = 200
	sums := map[string]float64{}
	for i := range studies {
		f, err := Change(randomAnswers(rand.New(rand.NewPCG(uint64(i), 6))))
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range changeNumbers(f) {
			sums[k] += v / studies
		}
	}
	checkNumbers(t, .04, []poolNumber{
		{"person", sums["person"], 1}, {"person × day", sums["person.day"], .5}, {"person × item", sums["person.item"], .3}, {"residual", sums["residual"], .6}})
}

func randomAnswers(rng *rand.Rand) (a Answers) {
	for p := range 30 {
		person := rng.NormFloat64()
		taste := [3]float64{}
		for j := range taste {
			taste[j] = math.Sqrt(.3) * rng.NormFloat64()
		}
		for d := range 8 {
			today := person + math.Sqrt(.5)*rng.NormFloat64()
			row := make([]float64, 3)
			for j := range row {
				row[j] = 4 + today + taste[j] + math.Sqrt(.6)*rng.NormFloat64()
				if rng.Float64() < .33 {
					row[j] = math.NaN()
				}
			}
			a.Person, a.Day, a.Items = append(a.Person, p), append(a.Day, d), append(a.Items, row)
		}
	}
	return a
}

func TestICCIsShroutAndFleiss(t *testing.T) {
	a := referenceItems(t, "items.csv", "")
	s, _ := Score(a.Items, ScoreOptions{})
	f, err := ICC(s.Values, a.Person)
	if err != nil {
		t.Fatal(err)
	}
	checkCase(t, "items, icc", 1e-8, map[string]float64{
		"ICC1": f.ICC1.Estimate, "ICC1.lo": f.ICC1.Lo, "ICC1.hi": f.ICC1.Hi, "ICCk": f.ICCk.Estimate, "ICCk.lo": f.ICCk.Lo, "ICCk.hi": f.ICCk.Hi, "F": f.F})
	if f.Size != 14 || f.Groups != 40 || f.N != 560 {
		t.Errorf("%+v", f)
	}
	same, err := ICC([]float64{1, 1, 2, 2, 4, 4, math.NaN()}, []int{5, 5, 6, 6, 9, 9, 9})
	if err != nil || same.ICC1.Estimate != 1 || same.ICC1.Lo != 1 || same.ICCk.Estimate != 1 || same.Dropped[0].Count != 1 {
		t.Errorf("partners who are the same: %+v %v", same, err)
	}
}

func TestComplianceCountsPairs(t *testing.T) {
	f, err := Compliance(Prompts{
		Couple: []int{7, 7, 7, 7, 7, 3}, Role: []int{0, 1, 0, 1, 0, 0}, Occasion: []int{1, 1, 2, 2, 3, 1},
		Answered: []bool{true, true, true, false, false, true},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(f.Persons, []PersonCompliance{{7, 0, 3, 2, 2. / 3}, {7, 1, 2, 1, .5}, {3, 0, 1, 1, 1}}) || f.Share != 4./6 {
		t.Errorf("%+v", f)
	}
	if c := f.Couples[0]; c.Expected != 2 || c.Both != 1 || c.One != 1 || c.Share != .5 || !math.IsNaN(f.Couples[1].Share) {
		t.Errorf("%+v", f.Couples)
	}
	if _, err := Compliance(Prompts{Couple: []int{1, 1}, Role: []int{0, 0}, Occasion: []int{4, 4}, Answered: []bool{true, true}}); err == nil {
		t.Error("a prompt that was answered twice")
	}
}

func TestScalesThatCannotBeMeasured(t *testing.T) {
	flat := [][]float64{{1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}}
	twice := [][]float64{{1, 1, 2}, {2, 2, 1}, {3, 3, 5}, {4, 4, 4}, {2, 2, 6}, {5, 5, 1}}
	_, a := Alpha(flat)
	_, b := Alpha(nil)
	_, c := Alpha([][]float64{{1}, {2}, {3}})
	_, d := Omega(flat)
	_, e := Omega(twice)
	_, f := Omega(twice[:3])
	_, g := ICC([]float64{1, 2}, []int{1, 2})
	_, h := ICC([]float64{3, 3, 3, 3}, []int{1, 1, 2, 2})
	_, i := Change(Answers{Person: []int{1, 1}, Day: []int{1, 1}, Items: [][]float64{{1, 2}, {2, 3}}})
	_, j := Change(Answers{Person: []int{1, 2, 1, 2}, Day: []int{1, 1, 2, 2}, Items: [][]float64{{1, 1}, {1, 1}, {1, 1}, {1, 1}}})
	_, k := Change(Answers{Person: []int{1, 1}, Day: []int{1, 2}, Items: [][]float64{{1, 2}, {2, 3}}})
	_, l := Compliance(Prompts{})
	for i, err := range []error{a, b, c, d, e, f, g, h, i, j, k, l} {
		var bad *InputError
		if !errors.As(err, &bad) {
			t.Errorf("case %d: %v", i, err)
		}
	}
}
