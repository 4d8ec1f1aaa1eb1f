package dyad

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const referenceFolder = "testdata/reference"

// referenceCase is what R says about one fit of one of the files in
// testdata/reference. Names are those of [Fit.Params].
type referenceCase struct {
	Data     string             `json:"data"`
	How      string             `json:"how"`
	LogLik   float64            `json:"loglik"`
	N        int                `json:"n"`
	Estimate map[string]float64 `json:"estimate"`
	SE       map[string]float64 `json:"se"`
}

var referenceCases = sync.OnceValues(func() (map[string]referenceCase, error) {
	var file struct {
		Cases map[string]referenceCase `json:"cases"`
	}
	text, err := os.ReadFile(filepath.Join(referenceFolder, "reference.json"))
	if err != nil {
		return nil, err
	}
	return file.Cases, json.Unmarshal(text, &file)
})

// reference is R's answer by name, as "ou, noise free".
func reference(t testing.TB, name string) referenceCase {
	t.Helper()
	cases, err := referenceCases()
	if err != nil {
		t.Fatal(err)
	}
	c, ok := cases[name]
	if !ok {
		t.Fatalf("no case %q in reference.json", name)
	}
	return c
}

// referenceTable is a file of testdata/reference: its header and its rows.
type referenceTable struct {
	header []string
	rows   [][]string
}

func referenceCSV(t testing.TB, name string) referenceTable {
	t.Helper()
	f, err := os.Open(filepath.Join(referenceFolder, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return referenceTable{rows[0], rows[1:]}
}

// text is a column as it is written.
func (d referenceTable) text(name string) []string {
	at := slices.Index(d.header, name)
	out := make([]string, len(d.rows))
	for i, row := range d.rows {
		out[i] = row[at]
	}
	return out
}

// numbers is a column of numbers, NaN for NA.
func (d referenceTable) numbers(name string) []float64 {
	out := make([]float64, len(d.rows))
	for i, cell := range d.text(name) {
		x, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			x = math.NaN()
		}
		out[i] = x
	}
	return out
}

// codes are a column's different values numbered from 0 in the order of
// appearance, as couples are given to the models.
func (d referenceTable) codes(name string) []int {
	seen := map[string]int{}
	out := make([]int, len(d.rows))
	for i, cell := range d.text(name) {
		code, ok := seen[cell]
		if !ok {
			code = len(seen)
			seen[cell] = code
		}
		out[i] = code
	}
	return out
}

// series is one couple's columns t, y1 and y2.
func (d referenceTable) series() Series {
	return Series{T: d.numbers("t"), A: d.numbers("y1"), B: d.numbers("y2")}
}

// checkReference compares a fit with R's answer: every estimate and standard
// error that R gives, in units of the standard error (where R has none: of the
// estimate, and of one for correlations), and the log-likelihood absolutely.
func checkReference(t *testing.T, f *Fit, want referenceCase, tolerance float64) {
	t.Helper()
	if math.Abs(f.LogLik-want.LogLik) > 1e-4 && want.LogLik != 0 {
		t.Errorf("log-likelihood %.6f, R has %.6f", f.LogLik, want.LogLik)
	}
	for name, estimate := range want.Estimate {
		p, ok := f.Param(name)
		se, hasSE := want.SE[name]
		unit := se
		if !hasSE {
			unit = max(1e-3, math.Abs(estimate))
		}
		if strings.Contains(name, ".cor") {
			unit = 1
		}
		switch {
		case !ok:
			t.Errorf("no parameter %s", name)
		case !(math.Abs(p.Estimate-estimate) <= tolerance*unit):
			t.Errorf("%s is %.6f, R has %.6f", name, p.Estimate, estimate)
		case hasSE && !(math.Abs(p.SE-se) <= 5*tolerance*se):
			t.Errorf("%s has the standard error %.6f, R has %.6f", name, p.SE, se)
		}
	}
}

func TestReferenceDataIsThere(t *testing.T) {
	s := referenceCSV(t, "ou.csv").series()
	if err := s.check(); err != nil {
		t.Fatal(err)
	}
	if a, b, both := s.answered(); a+b-both > len(s.T) || len(s.T) != 160 {
		t.Errorf("%d rows, %d and %d answers", len(s.T), a, b)
	}
}
