package dyad

import (
	"context"
	"errors"
	"math"
	"reflect"
	"testing"
)

// meanOfA is an analysis whose power is known: the mean of independent answers
// with known variance 1.
func meanOfA(couples []Simulated) (Fit, error) {
	m, _ := powerMoments(couples[0].A)
	return Fit{Status: Converged, Params: []Param{wald("mean.a", m, 1/math.Sqrt(float64(len(couples[0].A))))}}, nil
}

func knownPower(mean float64) PowerDesign {
	return PowerDesign{
		Truth:      VARTruth{Innovation: [2][2]float64{{1, 0}, {0, 1}}, Mean: [2]float64{mean, 0}},
		Design:     Design{Times: 25, Seed: 11},
		Analysis:   meanOfA,
		Replicates: 4000,
	}
}

// With 25 answers a mean of .56 lies 2.8 standard errors from 0: 80% power, as
// the textbook has it; a mean of 0 is detected in 5%.
func TestPowerIsTheTextbooks(t *testing.T) {
	f, err := Power(context.Background(), knownPower(0.5603))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := f.Param("mean.a")
	simulatedNear(t, "power", p.Detect.Value, 0.80, 4*p.Detect.SE)
	simulatedNear(t, "coverage", p.Coverage.Value, 0.95, 4*p.Coverage.SE)
	simulatedNear(t, "bias", p.Bias, 0, 4*p.BiasSE)
	simulatedNear(t, "RMSE", p.RMSE, 0.2, 4*p.RMSESE)
	simulatedNear(t, "standard error of the power", p.Detect.SE, math.Sqrt(0.8*0.2/4000), 0.001)

	f, err = Power(context.Background(), knownPower(0))
	if err != nil {
		t.Fatal(err)
	}
	p, _ = f.Param("mean.a")
	simulatedNear(t, "false positives", p.Detect.Value, 0.05, 4*p.Detect.SE)
	simulatedNear(t, "half of them above", p.Above.Value, 0.025, 4*p.Above.SE)
}

func TestPowerIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	one, four := knownPower(0.3), knownPower(0.3)
	one.Design.Workers, four.Design.Workers = 1, 4
	one.Replicates, four.Replicates = 50, 50
	a, _ := Power(context.Background(), one)
	b, _ := Power(context.Background(), four)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%+v\n%+v", a, b)
	}
}

// Whoever stops early has what was done, and progress told of each.
func TestStoppingEarlyLeavesWhatIsDone(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	d, told := knownPower(0.3), 0
	d.Replicates, d.Design.Workers = 100, 1
	d.Progress = func(done, total int) {
		if told++; done != told || total != 100 {
			t.Errorf("told %d of %d after %d", done, total, told)
		}
		if done == 10 {
			stop()
		}
	}
	f, err := Power(ctx, d)
	if !errors.Is(err, context.Canceled) || f == nil || f.Done != 10 || f.Total != 100 || f.Params[0].N != 10 {
		t.Errorf("got %+v, %v", f, err)
	}
	if f, err := Power(ctx, d); f != nil || err == nil {
		t.Errorf("nothing was done, and it says %+v, %v", f, err)
	}
}

// A fit that cannot be read counts, and does not enter the averages.
func TestFitsThatFailAreCounted(t *testing.T) {
	d, n := knownPower(0), 0
	d.Replicates, d.Design.Workers = 9, 1
	d.Analysis = func([]Simulated) (Fit, error) {
		switch n++; n % 3 {
		case 0:
			return Fit{}, badInput("nothing", "wait")
		case 1:
			return Fit{Status: NotConverged, Params: []Param{wald("mean.a", 1e9, 1)}}, nil
		}
		return Fit{Status: Converged, Params: []Param{fixed("mean.a", 1)}}, nil
	}
	f, _ := Power(context.Background(), d)
	p := f.Params[0]
	if f.Refused != 3 || f.Status[NotConverged] != 3 || p.N != 3 || p.Interval != 0 || p.Mean != 1 || p.Detect.Value != 0 {
		t.Errorf("got %+v", f)
	}
}
