package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// dataset is one file: its name and what simulates it. Every file has its own
// stream of random numbers, so that one can change without the others.
type dataset struct {
	name     string
	simulate func(r *rand.Rand) *sheet
}

var datasets = []dataset{
	{"ou.csv", func(r *rand.Rand) *sheet { return hours(r, 160) }},
	{"ou_short.csv", func(r *rand.Rand) *sheet { return hours(r, 60) }},
	{"ou_cycle.csv", cycle},
	{"var.csv", func(r *rand.Rand) *sheet { return equallySpaced(r, 0.20) }},
	{"var_complete.csv", func(r *rand.Rand) *sheet { return equallySpaced(r, 0) }},
	{"lapim.csv", func(r *rand.Rand) *sheet { return diaries(r, 60, 30, 1) }},
	{"lapim_small.csv", func(r *rand.Rand) *sheet { return diaries(r, 12, 20, 0) }},
	{"apim.csv", couples},
	{"items.csv", func(r *rand.Rand) *sheet { return items(r, 0) }},
	{"items_gaps.csv", func(r *rand.Rand) *sheet { return items(r, 0.06) }},
	{"pool.csv", func(r *rand.Rand) *sheet { return estimates(r, 0.15) }},
	{"pool_alike.csv", func(r *rand.Rand) *sheet { return estimates(r, 0) }},
}

// large are the files of the benchmark (make bench-engine); they are not kept.
var large = []dataset{
	{"var200.csv", func(r *rand.Rand) *sheet { return equallySpaced(r, 0.20) }},
	{"ou200.csv", func(r *rand.Rand) *sheet { return hours(r, 200) }},
	{"lapim50.csv", func(r *rand.Rand) *sheet { return diaries(r, 50, 70, 0.7) }},
	{"lapim500.csv", func(r *rand.Rand) *sheet { return diaries(r, 500, 100, 0.7) }},
	{"lapim5000.csv", func(r *rand.Rand) *sheet { return diaries(r, 5000, 100, 0.7) }},
	{"pair1000.csv", together},
}

func main() {
	log.SetFlags(0)
	forBenchmark := flag.Bool("large", false, "write the benchmark's files instead")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: go run ./dyad/internal/reference [-large] DIR")
	}
	files := datasets
	if *forBenchmark {
		files = large
	}
	for _, d := range files {
		path := filepath.Join(flag.Arg(0), d.name)
		if err := os.WriteFile(path, []byte(d.sheet().String()), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// sheet simulates the file with its own stream: the seed is the year, the
// stream the letters of the name.
func (d dataset) sheet() *sheet {
	var id uint64
	for _, c := range []byte(d.name) {
		id = id*31 + uint64(c)
	}
	return d.simulate(rand.New(rand.NewPCG(2026, id)))
}

// sheet is a CSV file that is being written: a header and rows.
type sheet struct{ strings.Builder }

func newSheet(header string) *sheet {
	s := &sheet{}
	s.row(header)
	return s
}

func (s *sheet) row(cells ...string) {
	fmt.Fprintln(s, strings.Join(cells, ","))
}

// number is a value with a fixed count of decimals.
func number(x float64, decimals int) string {
	return strconv.FormatFloat(x, 'f', decimals, 64)
}

// answer is a value, or nothing with the given probability.
func answer(r *rand.Rand, x float64, missing float64) string {
	if r.Float64() < missing {
		return "NA"
	}
	return number(x, 3)
}

// pair draws two normal values with the given standard deviations and
// correlation.
func pair(r *rand.Rand, sdA, sdB, cor float64) (a, b float64) {
	u, v := r.NormFloat64(), r.NormFloat64()
	return sdA * u, sdB * (cor*u + math.Sqrt(1-cor*cor)*v)
}
