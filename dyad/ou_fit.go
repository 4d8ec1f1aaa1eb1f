package dyad

import "pleach/dyad/internal/two"

// NoiseMode says what [FitOU] takes the measurement error's variances R to be.
type NoiseMode int

const (
	// NoisePrior estimates them with a weakly informative prior on the share s
	// of noise in a partner's variance around the level, R/(P∞+R): Beta(1.5, 3)
	// as a density of logit s,
	//
	//	log p(s) = 1.5 log s + 3 log(1-s) + constant,
	//
	// with its mode at 1/3 and 95% between .06 and .75. Single answers about
	// mood have shares of .2 to .5 (Schuurman & Hamaker 2019); noise and fast
	// moods are hard to tell apart, and without a prior a short series can get
	// a coupling of the wrong sign.
	NoisePrior NoiseMode = iota

	// NoiseFree estimates them from zero on, without a prior.
	NoiseFree

	// NoiseFixed takes OUOptions.NoiseVar as given.
	NoiseFixed
)

// PriorMode says whether [FitOU] has priors beside the noise's.
type PriorMode int

const (
	// PriorNone is maximum likelihood (with NoisePrior penalised).
	PriorNone PriorMode = iota

	// PriorDefault is the maximum a posteriori under weakly informative priors
	// and the restricted likelihood (OUOptions.Restricted), in numbers without
	// units; see [FitOU].
	PriorDefault
)

// OUOptions say how [FitOU] fits. The zero value is one level for each
// partner, and noise with its prior.
type OUOptions struct {
	Noise    NoiseMode
	NoiseVar [2]float64 // A's and B's, for NoiseFixed; zero is no noise

	Prior PriorMode

	// Restricted integrates the coefficients of the levels out, under a flat
	// prior, before the dynamics are estimated (REML; Patterson & Thompson
	// 1971): variances and inertia do not come out too small for the levels
	// having been fitted. PriorDefault implies it.
	Restricted bool

	// Cycles are periods in T's unit (24 and 168 when T is in hours): a cosine
	// and a sine of 2πT/period each, with coefficients of their own for A and B.
	Cycles []float64

	// Covariates are regressors that both partners share, with coefficients of
	// their own; Trend is T itself.
	Covariates []Covariate
	Trend      bool

	// Starts are further random starts beyond those that are always tried.
	Starts int
	Seed   uint64

	// Workers climb from different starts at the same time; zero: one a
	// processor. The result does not depend on it.
	Workers int
}

// OUParams are the values of a bivariate Ornstein-Uhlenbeck process that is
// observed with noise:
//
//	dη = Aη dt + G dW,  GGᵀ = Q
//	y(t) = μ + η(t) + ε,  ε ~ N(0, diag R)
//
// Drift is A, in 1/time: Drift[0][1] is the effect of B's state on A's change.
// It is stable when both its eigenvalues have negative real parts. Diffusion
// is Q, in squared units of y per time. Mean is μ, Noise is R's diagonal.
type OUParams struct {
	Drift, Diffusion [2][2]float64
	Mean, Noise      [2]float64
}

// OUFit is a fitted couple in continuous time. Params are
//
//	drift.aa drift.ab drift.ba drift.bb           A ("ab": of b on a)
//	diffusion.aa diffusion.ab diffusion.bb        Q
//	innovation.cor                                Q's correlation
//	noise.a noise.b                               R
//	mean.a mean.b                                 level where all regressors are 0
//	cos.24.a sin.24.a … trend.a together.a …      the regressors' coefficients, then b's
//
// Intervals are on the log scale for variances and for own drifts while they
// are negative, on Fisher's z for the correlation, and symmetric for the rest.
// What they are worth is in docs/engine-validation.md: with PriorDefault they
// hold the truth as often as they say or more often; by maximum likelihood those
// of drifts and lags are too narrow below a few hundred answers.
type OUFit struct {
	Fit
	OUParams

	// Covariance is of the estimates in Params, in their order; a row of NaN
	// is a parameter whose standard error is NaN.
	Covariance [][]float64

	// Starts were climbed from, and Agreed of them ended at the best optimum.
	Starts, Agreed int

	data    *ouData
	space   ouSpace
	at      ouPoint
	cov     []float64 // of the point's free parameters, n·n with zeros
	beta    []float64
	swapped bool
}

// FitOU fits model A: one couple, at any times, with missing answers. The
// likelihood is exact: a Kalman filter from the stationary distribution over
// the answers that are there (Jones 1981; Harvey & Stock 1985), with
//
//	F = e^{AΔ},  AP∞ + P∞Aᵀ + Q = 0,  cov(step) = P∞ - FP∞Fᵀ,
//
// so a missing answer costs only itself and nights are just time. The
// coefficients of the levels are concentrated out by generalised least
// squares. The drift is stable by construction: every stable A with positive
// definite Q is (κJ - Q/2)P⁻¹ for one covariance P and one number κ, with J
// the quarter turn, and that is what is estimated; A's eigenvalues may be
// complex, up to half a turn in a typical gap, beyond which the times could
// not tell. The optimum is the best of several starts, by exact gradients
// through the filter backwards; standard errors are from the observed
// information.
//
// The priors of PriorDefault are normal, on numbers without units, with the
// time in typical gaps (the median between rows): log decay rates of each
// partner's variance N(log 0.7, 1.2²); the innovations' correlation on
// Fisher's z N(0, 0.75²); and what makes one follow the other, relative to the
// decay: the symmetric part z(P)-z(Q) and the antisymmetric part
// 2κ/√(Qaa·Qbb), both N(0, 0.5²).
//
// Take PriorDefault for one couple. In simulated couples its 95% intervals hold
// the truth in 93 to 100 of 100 cases from 40 times on (wider than needed for
// what one does to the other, which the priors pull to zero); those of maximum
// likelihood with estimated noise hold own drifts in 77 to 90 of 100 up to 200
// times: it often ends at an edge of the space.
//
// Status is Boundary when a noise variance is zero, a correlation is ±1, or
// there is no decay at all or too fast a one to be seen between rows; what
// depends on that parameter alone has no standard error then. NotIdentified
// is a flat likelihood, as with very few rows.
//
// The result does not depend on units, and swapping A and B swaps it exactly.
// An *[InputError] says that there are too few answers, that one partner's are
// constant, or that regressors are linear functions of each other. Cost: a
// pass is linear in the answers, times the number of regressors.
func FitOU(s Series, o OUOptions) (*OUFit, error) {
	d, err := newOUData(s, o)
	if err != nil {
		return nil, err
	}
	f := &OUFit{data: d, swapped: d.swapped, space: newOUSpace(d, o)}
	if !searchOU(f, o) {
		return nil, badInput("answers at nearly the same time leave a process without noise no variance", "merge them, or allow for noise")
	}
	reportOU(f)
	return f, nil
}

// LogLikOU is the exact Gaussian log-likelihood of a couple's series at given
// values. An *[InputError] says that the drift is not stable, or that Q is not
// positive definite or R negative.
func LogLikOU(s Series, p OUParams) (float64, error) {
	if err := s.check(); err != nil {
		return 0, err
	}
	if err := p.check(); err != nil {
		return 0, err
	}
	d := ouPlainData(s, p.Mean)
	f := newOUFilter(d)
	f.a, f.q, f.r = two.FromRows(p.Drift), two.FromRows(p.Diffusion).Part(), p.Noise
	f.p = two.Lyapunov(f.a, f.q)
	if !f.forward(1) {
		return 0, badInput("the values give an answer no variance", "give times that differ more, or some noise")
	}
	return f.logLik(), nil
}

func (p OUParams) check() error {
	q := two.FromRows(p.Diffusion)
	switch {
	case !two.FromRows(p.Drift).Stable():
		return badInput("the drift is not stable", "both eigenvalues must have negative real parts, as with negative numbers on the diagonal")
	case q.AB != q.BA || !q.Part().Positive():
		return badInput("the diffusion is not positive definite", "give positive variances, and a covariance below their geometric mean")
	case !(p.Noise[0] >= 0 && p.Noise[1] >= 0):
		return badInput("a noise variance is negative", "give zero or more")
	}
	return nil
}
