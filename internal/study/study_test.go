package study

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// file writes a file of data and says where it is.
func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var nan = math.NaN()

func sample() *Result {
	seed := uint64(7)
	return &Result{
		Model: "ou", Method: "map", Status: "boundary", LogLik: -12.5, NObs: 20, NCouples: 1, Seed: &seed,
		Params:  []Param{{"drift.aa", -.51234, .0123, -.53, -.49}, {"noise.a", 0, Number(nan), Number(nan), Number(math.Inf(1))}},
		Heading: "A couple",
	}
}

// TestJSONHasNullForWhatCannotBeSaid: no NaN, no Inf, lists that are there even
// when they are empty, and all digits.
func TestJSONHasNullForWhatCannotBeSaid(t *testing.T) {
	var out bytes.Buffer
	if err := sample().WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"estimate": -0.51234`, `"se": null`, `"hi": null`, `"dropped": []`, `"notes": []`, `"seed": 7`, `"loglik": -12.5`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %s in %s", want, &out)
		}
	}
	var back Result
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || !math.IsNaN(float64(back.Params[1].SE)) || back.Params[0].Estimate != -.51234 {
		t.Errorf("it is read back as %+v (%v)", back, err)
	}
}

func TestTextSaysWhatTheStatusMeans(t *testing.T) {
	r := sample()
	r.drop("rows without a time", 3)
	r.drop("rows without a time", 1)
	r.drop("nothing", 0)
	var out bytes.Buffer
	if err := r.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	want := `A couple
boundary · log-likelihood -12.5000 · 20 answers · 1 couple · seed 7
The best fit has a variance of zero: the estimates hold, and what lies at zero has no interval.

          estimate     se  95% from      to
drift.aa    -0.512  0.012    -0.530  -0.490
noise.a      0.000      –         –       –

Not used:
  4: rows without a time
`
	if out.String() != want {
		t.Errorf("it says\n%s\nand not\n%s", &out, want)
	}
}

func TestTidyRows(t *testing.T) {
	one := *sample()
	one.Couple = "Ada, Noor"
	all := &Result{Model: "ou", Couples: []Result{one}, Derived: []Param{{"x", 1e-9, 2, 3, 4}}}
	var out bytes.Buffer
	if err := all.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	want := "couple,model,param,estimate,se,lo,hi\n\"Ada, Noor\",ou,drift.aa,-0.51234,0.0123,-0.53,-0.49\n\"Ada, Noor\",ou,noise.a,0,,,\n,ou,x,1e-09,2,3,4\n"
	if out.String() != want {
		t.Errorf("rows are\n%s", &out)
	}
}

// TestNumbersKeepTheirUnits: a thing in nanograms and a thing in billions are
// both shown with two digits of their standard error.
func TestNumbersKeepTheirUnits(t *testing.T) {
	for _, c := range []struct {
		p    Param
		want string
	}{
		{Param{Estimate: .20132, SE: .0199}, "0.201"},
		{Param{Estimate: 123456.78, SE: 1234}, "123457"},
		{Param{Estimate: 3.2e9, SE: 1e8}, "3.20e+09"},
		{Param{Estimate: 4e-9, SE: 1e-9}, "4.00e-09"},
		{Param{Estimate: 0, SE: Number(nan)}, "0.000"},
		{Param{Estimate: -.00001, SE: .1}, "0.00"},
		{Param{Estimate: Number(nan), SE: 1}, "–"},
	} {
		if got := c.p.writer()(c.p.Estimate); got != c.want {
			t.Errorf("%v ± %v is written %s, want %s", c.p.Estimate, c.p.SE, got, c.want)
		}
	}
}

func TestACoupleHasItsRowsInOrder(t *testing.T) {
	src := Source{Path: file(t, "id,t,a,b\n1,3,5,6\n2,1,1,2\n1,1,4,NA\n,9,9,9\n2,,3,3\n1,2,6,5\n")}
	p, err := src.Panel(Columns{Couple: "id", Time: "t", A: "a", B: "b"})
	if err != nil {
		t.Fatal(err)
	}
	first := p.Couples[0]
	if first.Name != "1" || !slices.Equal(first.Rows, []int{2, 5, 0}) || !slices.Equal(first.Series.T, []float64{1, 2, 3}) || !slices.Equal(first.Series.A, []float64{4, 6, 5}) {
		t.Errorf("the first couple is %+v", first)
	}
	var r Result
	p.into(&r)
	if len(r.Dropped) != 2 || !strings.HasPrefix(r.Notes[0], "2 rows were not in order") {
		t.Errorf("dropped %v, noted %v", r.Dropped, r.Notes)
	}
}

// TestStoppedEarlyKeepsWhatIsDone: couples that were begun are finished, the
// others are left out, and the status says so.
func TestStoppedEarlyKeepsWhatIsDone(t *testing.T) {
	for _, workers := range []int{1, 3} {
		ctx, stop := context.WithCancel(context.Background())
		begun := make(chan int, 100)
		seen := 0
		run := Run{Workers: workers, Progress: func(done, total int) {
			if seen = done; done == 10 {
				stop()
			}
		}}
		done := run.couples(ctx, 100, func(i int) { begun <- i })
		close(begun)
		n := 0
		for i := range begun {
			n++
			if !done[i] {
				t.Errorf("couple %d was fitted and is not there", i)
			}
		}
		if n < 10 || n > 10+workers || seen != n {
			t.Errorf("with %d workers %d couples were fitted, and %d reported", workers, n, seen)
		}
	}
	all := run100(t)
	if len(all) != 100 {
		t.Errorf("%d of 100 were fitted", len(all))
	}
}

func run100(t *testing.T) []bool {
	t.Helper()
	return slices.DeleteFunc(Run{Workers: 4}.couples(context.Background(), 100, func(int) {}), func(b bool) bool { return !b })
}
