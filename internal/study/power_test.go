package study

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"pleach/dyad"
)

// TestPowerStoppedEarly: the part that was done is the result, and says so.
func TestPowerStoppedEarly(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	run := Run{Seed: 3, Workers: 2, Progress: func(done, total int) {
		if total != 2*40 {
			t.Errorf("there are %d studies to do, want 80", total)
		}
		if done == 50 {
			stop()
		}
	}}
	o := PowerOptions{SimulateOptions: SimulateOptions{Model: "var"}, Analysis: "var", Couples: []int{1}, Times: []int{30, 40}, Replicates: 40}
	r, err := Power(ctx, o, run)
	if err != nil || r.Status != "stopped" {
		t.Fatalf("%v, %v", r, err)
	}
	sizes := map[int]int{}
	for _, c := range r.Power {
		sizes[c.Times] = c.Replicates
	}
	if sizes[30] != 40 || sizes[40] < 10 || sizes[40] > 12 {
		t.Errorf("studies done by size: %v, want all of 30 times and ten or so of 40", sizes)
	}
	var text bytes.Buffer
	if err := r.WriteText(&text); err != nil || !strings.Contains(text.String(), "This was stopped early") {
		t.Errorf("it says %s (%v)", &text, err)
	}
}

// TestASimulatedFileIsReadBack: what simulate writes is what the other
// commands read, missing answers and all.
func TestASimulatedFileIsReadBack(t *testing.T) {
	var out bytes.Buffer
	o := SimulateOptions{Model: "ou", Design: dyad.Design{Couples: 3, Times: 20, Missing: .3, Seed: 4, Schedule: dyad.Schedule{Beeps: 5, Jitter: .5}}}
	if err := Simulate(o, &out); err != nil {
		t.Fatal(err)
	}
	truth, _ := o.truth()
	want, err := dyad.Simulate(truth, o.Design)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Source{Path: file(t, out.String())}.Panel(Columns{Couple: "couple", Time: "t", A: "a", B: "b"})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range p.Couples {
		if len(c.Series.T) != len(want[i].T) || answers(c.Series) != answers(want[i].Series) {
			t.Errorf("couple %s has %d rows and %d answers, want %d and %d", c.Name, len(c.Series.T), answers(c.Series), len(want[i].T), answers(want[i].Series))
		}
	}
}
