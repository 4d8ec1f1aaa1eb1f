package dyad

import "math"

// Diary is many couples' answers over time, wide: a row is a couple and a
// time. Rows may come in any order.
type Diary struct {
	// Couple says whose row it is: any whole numbers.
	Couple []int

	// Time is counted in steps (days, beeps), whole numbers. The lag of a row
	// is the row of the same couple exactly one step before; a step that is
	// not there is missing, and nothing reaches across it.
	Time []float64

	// A and B are the partners' answers, NaN where missing.
	A, B []float64
}

// CenterMode says what the lagged answers are measured from.
type CenterMode int

const (
	// CenterNone takes lagged answers as they are. Intercepts are expected
	// answers after a zero.
	CenterNone CenterMode = iota

	// CenterPerson takes from a lagged answer the mean of all answers that
	// its person gave. Intercepts are expected answers at the person's mean.
	// The own effects are too low by about (1 + own)/T (Nickell 1981).
	CenterPerson

	// CenterLatent is CenterPerson with that bias taken off the fixed effects
	// by the half-panel jackknife (Dhaene & Jochmans 2015): 2·β̂ − (β̂₁ + β̂₂)/2,
	// where β̂₁ and β̂₂ are the fixed effects of the first and second half of every
	// couple's rows, centred on the halves' own means, at the variances of the
	// whole. What is left is of order 1/T². Halves that do not determine them
	// leave fixed effects of NaN, and the Status NotIdentified.
	// Standard errors are from the couples' influences on the corrected
	// estimate, with N−1 degrees of freedom; variances, correlations and the
	// log-likelihood are those of CenterPerson.
	CenterLatent
)

// LAPIMOptions are a model's choices; the zero value is the model of random
// intercepts, by REML, for partners who can be told apart.
type LAPIMOptions struct {
	Center CenterMode

	// Slopes gives every couple its own own and partner effects, of both
	// roles: six random effects with all their correlations.
	Slopes bool

	// ML maximises the likelihood; else the restricted likelihood (REML).
	ML bool

	// Exchangeable is for partners whom nothing tells apart: the same effects
	// and variances for both, which of the two is A has no meaning.
	Exchangeable bool

	// Covariates enter both roles' equations, with a value for every row of
	// the diary. Here a value may be missing (NaN): its row is not used.
	Covariates []Covariate

	// Moderators enter both roles' equations, alone and times the own and the
	// partner's lagged answer. They are mostly of the couple, with one value
	// in all its rows, but need not be.
	Moderators []Covariate

	// TimeTrend adds the time as a covariate named "time".
	TimeTrend bool

	// OnlyRole fits the equation of one partner alone ('a' or 'b'); zero fits
	// both.
	OnlyRole byte

	// Workers is the number of goroutines; zero is one a processor. The
	// result is the same for any number.
	Workers int
}

// LAPIMFit is a longitudinal actor-partner interdependence model's fit.
type LAPIMFit struct {
	Fit

	// DF are the degrees of freedom of each parameter's interval: those of
	// Satterthwaite for fixed effects; +Inf where the interval is by the
	// normal distribution; NaN where there is none.
	DF []float64

	// FixedCov is the covariance of the fixed effects, which are the first
	// parameters.
	FixedCov [][]float64

	// Residual is the covariance of a time point's two residuals (one row
	// when only one role was fitted).
	Residual [][]float64

	// Random is the covariance of the random effects, and RandomNames their
	// names: intercept, own, partner of a, then of b.
	Random      [][]float64
	RandomNames []string

	// Couples are the couples' ids in the order of Effects, which are their
	// predicted deviations from the fixed effects (Henderson 1975).
	Couples []int
	Effects [][]float64
}

// FitLAPIM fits the longitudinal actor-partner interdependence model (Kenny,
// Kashy & Cook 2006; Cook & Kenny 2005) to many couples:
//
//	a_it = α_i  + own_a·a_i,t−1 + partner_a·b_i,t−1 + e_it
//	b_it = α'_i + own_b·b_i,t−1 + partner_b·a_i,t−1 + e'_it
//
// The couples' intercepts (α, α'), and with Slopes their effects too, are
// multivariate normal around the fixed effects; the residuals of one time
// point are correlated and have a variance a role. An answer is used when
// both answers one step before it are there; when only one partner's answer
// of a time point can be used, it enters with its own variance.
//
// The parameters are named a.intercept, a.own, a.partner, b.intercept, b.own,
// b.partner (exchangeable: intercept, own, partner), a.NAME for covariates,
// a.NAME, a.own:NAME and a.partner:NAME for moderators, residual.sd.a,
// residual.sd.b, residual.cor, random.a.intercept.sd and so on, and
// random.cor.a.intercept.b.intercept and so on. Exchangeable partners have
// residual.sd, random.intercept.sd and so on; their correlations are named
// with a and b for the one and the other person.
//
// Estimation is by REML or ML as in nlme and lme4, with the log-likelihood as
// they define it. The sums of a couple's products are sufficient, so an
// iteration costs the same for any number of time points: about
// 5 µs a couple with random slopes. Newton's method with the exact Hessian
// runs from several starts inside the space, and what ends at a singular
// covariance is tested there for a way back: Status Singular is then the data's
// doing, not the algorithm's. Fixed effects hold all the same. Data are
// centred and scaled inside: units do not matter, and exchanging the partners
// exchanges the results to the last bit.
//
// Intervals of fixed effects have Satterthwaite's degrees of freedom (Giesbrecht
// & Burns 1985): ν = 2·Φ²/(gᵀ·W·g), Φ the variance, g its gradient in the
// variance parameters and W those parameters' covariance. Intervals of
// standard deviations are symmetric on the log scale, those of correlations on
// Fisher's z.
//
// What to know of lagged answers: with CenterPerson the own effects are too
// low by about (1+own)/T; with CenterNone a couple's first answers, and those
// after every gap, already depend on its intercept, which the model does not
// know: that pulls the own effects up (by .01 at T = 40 with a tenth missing)
// and the intercepts' spread down. CenterLatent takes most of either bias off,
// and its intervals are right where those of the others are too sure.
//
// Standard errors are of the estimates as they are: R's nlme enlarges those of
// ML by √(N/(N−p)).
//
// Deliberately absent: autocorrelated residuals (the own effect is the model's
// memory; both at once are hardly told apart in diaries).
//
// Data that cannot be read, fewer than two couples with usable rows, a role
// without usable rows, and answers that never vary are an *InputError.
// Regressors that are sums of others have estimates of NaN, and the Status is
// NotIdentified.
func FitLAPIM(d Diary, o LAPIMOptions) (*LAPIMFit, error) {
	data, err := readDiary(d, o)
	if err != nil {
		return nil, err
	}
	m, err := newLapimModel(data)
	if err != nil {
		return nil, err
	}
	best := m.best()
	fit := m.fit(best)
	if o.Center == CenterLatent {
		m.halfPanel(fit, best)
	}
	return fit, nil
}

// LAPIMVariances are the variance parameters of a LAPIM. Random has a row a
// random effect: intercept, own, partner of a, then of b (without Slopes only
// the intercepts; one role's when OnlyRole is set). For exchangeable partners
// both must be of that form.
type LAPIMVariances struct {
	Residual, Random [][]float64
}

// LogLikLAPIM is the log-likelihood (restricted unless ML) at given variance
// parameters, maximised over the fixed effects. It is −Inf outside the space.
func LogLikLAPIM(d Diary, o LAPIMOptions, v LAPIMVariances) (float64, error) {
	data, err := readDiary(d, o)
	if err != nil {
		return math.NaN(), err
	}
	m, err := newLapimModel(data)
	if err != nil {
		return math.NaN(), err
	}
	theta, err := m.theta(v)
	if err != nil {
		return math.NaN(), err
	}
	return m.logLik(m.like.Value(theta)), nil
}
