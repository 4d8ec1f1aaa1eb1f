package dyad

import "math"

// VAROptions say how [FitVAR] fits. The zero value is exact maximum
// likelihood of one unbroken series.
type VAROptions struct {
	// OLS takes one regression a partner on complete lag pairs instead of
	// maximum likelihood.
	OLS bool

	// Corrected takes the first-order bias of the OLS lags away (Pope 1990,
	// solved for the lags as MacKinnon & Smith 1998): in short series own lags
	// come out too small, .29 for .45 at 20 rows; corrected they are right on
	// average, with wider intervals. Only with OLS; Method is "ols corrected".
	Corrected bool

	// Blocks is a block's id for each row, as a night between two days; rows
	// of a block stand together. Neither lags nor the likelihood cross from a
	// block to the next. Nil is one block.
	Blocks []int

	// Step is the time between neighbours, in T's unit; zero is the smallest
	// gap. All times in a block must be multiples of it, to a hundredth; a
	// time that is not there is a row without answers.
	Step float64

	// Starts are further random starts of the maximum likelihood search,
	// beyond those from the data's moments.
	Starts int
	Seed   uint64
}

// VARParams are the values of a stationary first-order vector autoregression
// of A and B:
//
//	y(t) = μ + Φ (y(t-1) - μ) + e(t),  e(t) ~ N(0, Q)
//
// Lag is Φ: Lag[0][1] is the effect of B one step ago on A. Innovation is Q.
type VARParams struct {
	Lag, Innovation [2][2]float64
	Mean            [2]float64
}

// VARFit is a fitted VAR(1). Params are
//
//	lag.aa lag.ab lag.ba lag.bb                    Φ ("ab": of b on a)
//	mean.a mean.b                                  μ (OLS: if Φ is stable)
//	intercept.a intercept.b                        (I-Φ)μ (OLS only)
//	innovation.aa innovation.ab innovation.bb      Q, (co)variances
//	innovation.cor                                 its correlation
//
// Intervals of lags and OLS intercepts are Student's t with the regression's
// degrees of freedom (by maximum likelihood, with those of a regression on the
// complete lag pairs); all others are normal, on the log scale for variances
// and on Fisher's z scale for the correlation.
type VARFit struct {
	Fit
	VARParams
	Intercept [2]float64

	Step  float64 // the time between neighbours that was used
	Steps int     // rows on the grid of steps, missing ones counted
	Pairs [2]int  // complete lag pairs that tell of A, and of B

	// Starts were tried, and Agreed of them ended at the best optimum (ML).
	Starts, Agreed int
}

// FitVAR fits the VAR(1) with equally spaced rows to one couple.
//
// The default is exact maximum likelihood: each block starts in the
// stationary distribution, a Kalman filter passes over the answers that are
// there, so a missing answer costs only itself (Harvey 1989, §3.4). Optimum by
// Fisher scoring with an exact score, standard errors from the observed
// information. With fewer than five complete lag pairs of either partner the
// status is [NotIdentified]: the estimates are one summit of several. Where one
// partner's innovation is a function of the other's, or none, it is [Boundary].
// Cost: a pass is linear in the rows; rows whose predecessor is
// complete cost next to nothing.
//
// With OLS, each partner's row is regressed on both partners' rows one step
// ago, where all three are there. The residual covariance is of rows that are
// in both regressions, divided by rows less three; LogLik is NaN.
//
// The result does not depend on the units of A and B, and swapping them swaps
// it exactly. An *[InputError] says that times are not on a grid, that a
// partner's answers are all the same, that one partner's are a linear function
// of the other's, or that there are fewer than five lag pairs.
func FitVAR(s Series, o VAROptions) (*VARFit, error) {
	g, err := newVARGrid(s, o)
	if err != nil {
		return nil, err
	}
	swapped := g.canonical()
	var f *VARFit
	if o.OLS {
		f, err = fitVAROLS(g, o.Corrected)
	} else {
		f, err = fitVARML(g, o)
	}
	if err != nil {
		return nil, err
	}
	f.Step, f.Steps, f.NObs, f.NCouples, f.Dropped = g.step, len(g.mask), g.nobs, 1, g.dropped
	if swapped {
		f.swap()
	}
	return f, nil
}

// varOrder is the order of a VAR's parameters, and varSwapped names each one's
// partner when A and B change names.
var varOrder = []string{"lag.aa", "lag.ab", "lag.ba", "lag.bb", "mean.a", "mean.b", "intercept.a", "intercept.b", "innovation.aa", "innovation.ab", "innovation.bb", "innovation.cor"}
var varSwapped = map[string]string{
	"lag.aa": "lag.bb", "lag.ab": "lag.ba", "lag.ba": "lag.ab", "lag.bb": "lag.aa",
	"mean.a": "mean.b", "mean.b": "mean.a", "intercept.a": "intercept.b", "intercept.b": "intercept.a",
	"innovation.aa": "innovation.bb", "innovation.bb": "innovation.aa",
	"innovation.ab": "innovation.ab", "innovation.cor": "innovation.cor",
}

// swap exchanges the partners' names in the whole fit.
func (f *VARFit) swap() {
	var ps []Param
	for _, name := range varOrder {
		if p, ok := Lookup(f.Params, varSwapped[name]); ok {
			p.Name = name
			ps = append(ps, p)
		}
	}
	f.Params = ps
	f.Lag, f.Innovation = varTurn(f.Lag), varTurn(f.Innovation)
	f.Mean[0], f.Mean[1] = f.Mean[1], f.Mean[0]
	f.Intercept[0], f.Intercept[1] = f.Intercept[1], f.Intercept[0]
	f.Pairs[0], f.Pairs[1] = f.Pairs[1], f.Pairs[0]
}

func varTurn(m [2][2]float64) [2][2]float64 {
	return [2][2]float64{{m[1][1], m[1][0]}, {m[0][1], m[0][0]}}
}

// varStable says whether all eigenvalues of m lie inside the unit circle
// (Jury 1964).
func varStable(m [2][2]float64) bool {
	tr, det := m[0][0]+m[1][1], m[0][0]*m[1][1]-m[0][1]*m[1][0]
	return math.Abs(det) < 1 && math.Abs(tr) < 1+det
}
