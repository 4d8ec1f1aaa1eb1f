package dyad

// APIMOptions are a model's choices; the zero value is maximum likelihood for
// partners who can be told apart.
type APIMOptions struct {
	// REML maximises the restricted likelihood; else the likelihood (ML).
	REML bool

	// Exchangeable is for partners whom nothing tells apart: the same effects
	// and variance for both. Which row is whose makes no difference.
	Exchangeable bool
}

// APIMFit is an actor-partner interdependence model's fit. Params are
//
//	intercept        actor.X        partner.X         exchangeable
//	intercept.ROLE   actor.X.ROLE   partner.X.ROLE    else, first role 0's
//	residual.sd (residual.sd.ROLE), residual.cor
type APIMFit struct {
	Fit

	// DF are the degrees of freedom of each parameter's interval: those of
	// Satterthwaite for the effects, +Inf for standard deviations and the
	// correlation, whose intervals are normal on the log and Fisher's z scale;
	// NaN where there is no interval.
	DF []float64

	// FixedCov is the covariance of the effects, which are the first parameters.
	FixedCov [][]float64

	// Residual is the covariance of the two partners' residuals.
	Residual [2][2]float64

	// Pairs are couples with both rows used, Singles those with one.
	Pairs, Singles int

	names, roles []string // predictors; roles with an equation of their own
	inference    *apimInference
}

// FitAPIM fits the actor-partner interdependence model (Kenny, Kashy & Cook
// 2006) to couples who were asked once:
//
//	y₀ = b₀ + Σ actor·x₀ + Σ partner·x₁ + e₀
//	y₁ = b₁ + Σ actor·x₁ + Σ partner·x₀ + e₁,   (e₀, e₁) ~ N(0, Σ)
//
// by generalised least squares: Σ has a standard deviation a role and a
// correlation (compare nlme's gls with corSymm and varIdent), or, for
// exchangeable partners, one standard deviation (corCompSymm), and all effects
// are the same for both.
//
// A row is used when it has the outcome, its own predictors, and those of the
// partner; so a couple may enter with one row, which then tells of its own
// effects and variance. All others are in Dropped, by the first reason. This
// is maximum likelihood given the predictors, right when answers are missing at
// random given them (Rubin 1976).
//
// The sums of products are sufficient, so an iteration costs the same for any
// number of couples: Fisher scoring from three starts, with the exact score.
// LogLik is that of gls, of REML too. Standard errors are those of gls:
// (XᵀV⁻¹X)⁻¹, by ML times N/(N−p), N rows and p effects. Intervals are Student's
// t with Satterthwaite's degrees of freedom (Giesbrecht & Burns 1985), which
// count couples and not only people: gls takes N−p throughout.
//
// Data are standardised inside, so units do not matter; exchanging the roles
// exchanges the results. Residuals of the partners that are the same but for a
// factor give Status Boundary: the likelihood has no end, LogLik is NaN, and
// degrees of freedom are couples less effects. Without any couple of two rows
// the correlation is NaN and the Status is NotIdentified, as it is where few rows
// leave the variances undetermined.
//
// Columns that do not vary, predictors that are sums of others (as one that is
// the same for both partners), roles with too few rows, and couples with more
// than two are an *[InputError].
func FitAPIM(d Pairs, o APIMOptions) (*APIMFit, error) {
	data, err := readPairs(d, o.Exchangeable)
	if err != nil {
		return nil, err
	}
	design, err := newApimDesign(data, o.Exchangeable)
	if err != nil {
		return nil, err
	}
	return fitApim(design, newApimLikelihood(design, o.REML)), nil
}
