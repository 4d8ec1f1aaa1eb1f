package dyad

import (
	"fmt"
	"math"
)

// Design is how a simulated study is run: how many couples, when they are
// asked, what they miss, and what else moves their answers besides the process
// of interest. Effects are in stationary standard deviations of the process,
// so that they mean the same whatever its units.
type Design struct {
	Couples  int // zero: one
	Times    int // times a partner is asked; zero: 70
	Schedule Schedule

	// Missing is the share of single answers that are not given, by chance
	// alone. MissingAfterLow is added to it where the same person's last given
	// answer lay below their mean: missing at random (Rubin 1976), since it
	// depends on what was observed only.
	Missing, MissingAfterLow float64

	// NoiseShare is the share of measurement error in the variance of an
	// answer, cycle and trend aside; below one.
	NoiseShare float64

	// What both partners share without any coupling. Cycle is the amplitude of
	// a daily cosine with its peak at 18 h, Week of a weekly one, Trend the
	// change from the first to the last time, Together the lift while the two
	// are together (most evenings and weekends, see [Simulated]).
	Cycle, Week, Trend, Together float64

	Seed    uint64
	Workers int
}

// Schedule is when couples are asked. Its zero value is one beep an hour
// without nights; Beeps a day make days and nights.
type Schedule struct {
	Step float64 // hours between beeps when Beeps is zero; zero: 1

	// Beeps a day, one in each of as many equal slots between the hours From
	// and Until (both zero: 8 and 22). Jitter from 0 to 1 moves each at random
	// within its slot; 1 is anywhere in it.
	Beeps       int
	From, Until float64
	Jitter      float64

	// Own: each partner has own beeps, so that a row holds one answer. Asks
	// for Beeps and Jitter.
	Own bool
}

// filled is the design with its defaults written out, or what is wrong with it.
func (d Design) filled() (Design, error) {
	d.Couples, d.Times = orInt(d.Couples, 1), orInt(d.Times, 70)
	s := &d.Schedule
	if s.Step == 0 {
		s.Step = 1
	}
	if s.From == 0 && s.Until == 0 {
		s.From, s.Until = 8, 22
	}
	return d, d.check()
}

func orInt(v, otherwise int) int {
	if v == 0 {
		return otherwise
	}
	return v
}

func (d Design) check() error {
	s := d.Schedule
	switch {
	case d.Couples < 1 || d.Times < 2:
		return badInput(fmt.Sprintf("a design of %d couples and %d times", d.Couples, d.Times), "ask for one couple and two times at least")
	case !share(d.Missing) || !share(d.MissingAfterLow) || !share(d.Missing+d.MissingAfterLow):
		return badInput("a share of missing answers outside 0 to 1", "give a share such as 0.2, below 1 in sum")
	case !share(d.NoiseShare):
		return badInput("a share of noise outside 0 to 1", "give a share such as 0.3, below 1")
	case !(s.Step > 0) || s.Beeps < 0 || math.IsInf(s.Step, 1):
		return badInput("a schedule that does not move on", "give a step above 0, and beeps of 0 or more")
	case !(s.From >= 0 && s.From < s.Until && s.Until <= 24):
		return badInput(fmt.Sprintf("a day from %v to %v o'clock", s.From, s.Until), "give hours from 0 to 24, the first below the second")
	case !(s.Jitter >= 0 && s.Jitter <= 1):
		return badInput("a jitter outside 0 to 1", "give the share of its slot in which a beep may lie")
	case s.Own && (s.Beeps == 0 || s.Jitter == 0):
		return badInput("own times for each partner without beeps at random times", "give beeps a day, and a jitter above 0")
	}
	for _, v := range []float64{d.Cycle, d.Week, d.Trend, d.Together} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return badInput("an effect that is no number", "give effects in standard deviations")
		}
	}
	return nil
}

func share(v float64) bool { return v >= 0 && v < 1 }
