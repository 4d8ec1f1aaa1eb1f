package main

import (
	"fmt"
	"io"
	"math"

	"pleach/dyad"
)

// uncoupled is a couple whose moods have nothing to do with each other, beep
// by beep; linked is the same with the literature's correlation of innovations.
func uncoupled() dyad.VARTruth {
	p := dyad.TypicalVAR()
	p.Lag[0][1], p.Lag[1][0] = 0, 0
	p.Innovation[0][1], p.Innovation[1][0] = 0, 0
	return p
}

func linked(cor float64) dyad.VARTruth {
	p := uncoupled()
	p.Innovation[0][1], p.Innovation[1][0] = cor, cor
	return p
}

// beeps is a study of experience sampling, seven beeps a day, with all that
// makes two strangers look alike.
func beeps(times int, disturbed bool) dyad.Design {
	d := dyad.Design{Times: times, Missing: 0.2, Schedule: dyad.Schedule{Beeps: 7, Jitter: 0.8}}
	if disturbed {
		d.NoiseShare, d.Cycle, d.Trend = 0.3, 1, 1
	}
	return d
}

func synchrony(s *study, w io.Writer) error {
	fmt.Fprintln(w, `One couple, seven beeps a day, own lags .45, 20% missing, 30% measurement error, a
shared daily cycle and a shared trend of one standard deviation each. "Pearson" is
the plain test of the answers as they are; the others take trend and daily cycle
first and test against surrogates of the same couple.`)
	fmt.Fprintln(w)
	t := newTable("T", "found without coupling: Pearson", "circular shift", "block", "verdict on circular shift", "found with innovations correlating .28", "with .5")
	for _, times := range []int{40, 70, 200} {
		cells := []string{fmt.Sprint(times)}
		for _, cor := range []float64{0, 0.28, 0.5} {
			f, err := cell{truth: linked(cor), design: beeps(times, true), analysis: synchronyTests}.run(s)
			if err != nil {
				return err
			}
			naive, _ := f.Param("pearson")
			shift, _ := f.Param("shift")
			block, _ := f.Param("block")
			if cor == 0 {
				cells = append(cells, percent(naive.Detect), percent(shift.Detect), percent(block.Detect), falseAlarms(shift.Detect))
				continue
			}
			cells = append(cells, percent(shift.Detect))
		}
		t.row(cells...)
	}
	t.write(w)
	return nil
}

func synchronyTests(c []dyad.Simulated) (dyad.Fit, error) {
	f := dyad.Fit{Status: dyad.Converged}
	r, n := pearson(c[0].A, c[0].B)
	z := math.Abs(math.Atanh(r)) * math.Sqrt(float64(n-3))
	f.Params = append(f.Params, decided("pearson", r, z > 1.96))
	for _, k := range []struct {
		name string
		kind dyad.SurrogateKind
		n    int
	}{{"shift", dyad.CircularShift, 0}, {"block", dyad.Block, 499}} {
		o := dyad.SynchronyOptions{Kind: k.kind, Surrogates: k.n, Detrend: true, Cycles: []float64{24}, Workers: 1}
		s, err := dyad.Synchrony(dyad.SeriesOf(c), o)
		if err != nil {
			return dyad.Fit{}, err
		}
		f.Params = append(f.Params, decided(k.name, s.Couples[0].R, s.Couples[0].P < 0.05))
	}
	return f, nil
}

// decided is a finding without an interval: one whose interval excludes 0 when
// the test says so, and holds 0 otherwise.
func decided(name string, estimate float64, found bool) dyad.Param {
	p := dyad.Param{Name: name, Estimate: estimate, SE: math.NaN(), Lo: -1, Hi: 1}
	if found && estimate > 0 {
		p.Lo = 1e-9
	} else if found {
		p.Hi = -1e-9
	}
	return p
}

func pearson(a, b []float64) (r float64, n int) {
	var x, y []float64
	for k := range a {
		if v := a[k] + b[k]; v == v {
			x, y = append(x, a[k]), append(y, b[k])
		}
	}
	mx, my := mean(x), mean(y)
	var xx, yy, xy float64
	for k := range x {
		xx += (x[k] - mx) * (x[k] - mx)
		yy += (y[k] - my) * (y[k] - my)
		xy += (x[k] - mx) * (y[k] - my)
	}
	return xy / math.Sqrt(xx*yy), len(x)
}

func mean(x []float64) (m float64) {
	for _, v := range x {
		m += v / float64(len(x))
	}
	return m
}
