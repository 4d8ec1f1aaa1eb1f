package dyad

import (
	"math"

	"pleach/dyad/internal/student"
)

// RhythmOptions say what [FitRhythm] looks for. The zero value takes hours and
// one daily harmonic.
type RhythmOptions struct {
	// Day is the length of a day in t's unit; zero is 24. The time of day is
	// t modulo Day: count local hours from a midnight.
	Day float64

	// Harmonics of the day: one (also at zero) is a wave with one peak, two
	// can have a dip after lunch; three at most.
	Harmonics int

	Covariates []Covariate

	// Flat leaves out the weak priors on half-life and noise share.
	Flat bool
}

// RhythmFit is one person's rhythm. Params are
//
//	level            the mean, at the middle of the time and of all covariates
//	half.life        time until half of a deviation has gone, in t's unit
//	noise.share      share of the variance that does not last at all
//	sd               standard deviation about the rhythm, noise included
//	slope.30days     change in 30 days
//	effect.NAME      effect of a unit of each covariate
//
// Intervals are Student's t for level, slope and effects, on the log scale for
// half-life and sd, on the logit scale for the noise share. What the data
// cannot tell apart from the rest is absent, and named in Dropped.
type RhythmFit struct {
	Fit

	// DayP is the p of Wald's F test that the time of day does not matter;
	// NaN where the answers' times do not show a day.
	DayP float64

	day       float64 // length
	harmonics int     // of the curve; 0 where there is none
	first     int     // column of the first harmonic
	df        float64
	beta      []float64 // in standard units, as cov
	cov       []float64
	scale     float64
}

// FitRhythm describes one person's answers y at times t by
//
//	y(t) = Xβ + η(t) + ε,  Cov η(t), η(t+Δ) = σ²(1-ν) exp(-κΔ),  ε ~ N(0, σ²ν)
//
// where X is the mean, a straight line, the day's harmonics and the
// covariates; η is an Ornstein-Uhlenbeck process, ln 2/κ its half-life (how
// long a mood lasts), and ν the share of noise. NaN in y is a missing answer.
//
// β and σ² are concentrated out by generalised least squares, so the search is
// over κ and ν only: Fisher scoring on the restricted likelihood (REML,
// Patterson & Thompson 1971; exact score) from the best of a grid, with weak
// priors: half-life lognormal about a quarter of a day (95% between 1/46 and
// 2.9 days), ν ~ Beta(2, 5) (95% between .04 and .64); the interval of both is
// from the curvature at the mode. LogLik is the restricted log-likelihood
// without the priors. A pass costs rows times columns squared.
//
// An *[InputError] says that times are not increasing, that a covariate is not
// as long as t, that all answers are the same, or that there are fewer answers
// than columns plus eight.
func FitRhythm(t, y []float64, o RhythmOptions) (*RhythmFit, error) {
	d, err := newRhythmDesign(t, y, o)
	if err != nil {
		return nil, err
	}
	l := newRhythmLikelihood(d, o.Flat)
	best := l.search()
	return l.report(best), nil
}

// CurvePoint is the day's rhythm at one hour: how far it lies from the mean of
// the day, with a 95% interval for this hour.
type CurvePoint struct{ Hour, Value, Lo, Hi float64 }

// Curve is the time-of-day rhythm at the given hours, in t's unit; nil where
// the answers' times do not show a day.
func (f *RhythmFit) Curve(hours []float64) []CurvePoint {
	if f.harmonics == 0 {
		return nil
	}
	out := make([]CurvePoint, len(hours))
	h := student.Quantile(0.975, f.df)
	for i, hour := range hours {
		x := make([]float64, 2*f.harmonics)
		for k := range f.harmonics {
			s, c := math.Sincos(2 * math.Pi * float64(k+1) * hour / f.day)
			x[2*k], x[2*k+1] = c, s
		}
		value, variance := 0.0, 0.0
		for a, v := range x {
			value += v * f.beta[f.first+a]
			for b, w := range x {
				variance += v * w * f.cov[(f.first+a)*len(f.beta)+f.first+b]
			}
		}
		value, half := value*f.scale, h*math.Sqrt(max(variance, 0))*f.scale
		out[i] = CurvePoint{hour, value, value - half, value + half}
	}
	return out
}
