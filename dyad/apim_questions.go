package dyad

import (
	"math"

	"pleach/dyad/internal/fdist"
	"pleach/dyad/internal/student"
)

// KRatios are k = partner effect / actor effect of every predictor (and role),
// named k.X (k.X.ROLE): 1 is the couple pattern, 0 the actor-only pattern, −1
// the contrast pattern (Kenny & Ledermann 2010).
//
// SE is by the delta method. The interval is Fieller's (1954), exact for normal
// estimates, with Student's t and the degrees of freedom of the actor effect;
// it need not be symmetric. Where the actor effect could be 0 there is no
// finite interval: Lo and Hi are NaN, and k should not be read.
func (f *APIMFit) KRatios() []Param {
	var out []Param
	for e, role := range f.roles {
		for i, x := range f.names {
			out = append(out, f.kRatio("k."+x+role, e, 1+i, 1+len(f.names)+i))
		}
	}
	return out
}

func (f *APIMFit) kRatio(name string, e, actor, partner int) Param {
	in := f.inference
	ca, cp := f.unit(e, actor), f.unit(e, partner)
	a, p := in.beta[in.at(e, actor)], in.beta[in.at(e, partner)]
	va, vp, vap := in.variance(ca, ca), in.variance(cp, cp), in.variance(ca, cp)
	lo, hi := fieller(p, a, vp, vap, va, student.Quantile(0.975, in.df(ca)))
	k := p / a
	return Param{name, k, math.Sqrt(vp-2*k*vap+k*k*va) / math.Abs(a), lo, hi}
}

// fieller is the interval of y/x: all k with (y − k·x)² ≤ t²·Var(y − k·x).
func fieller(y, x, vy, vxy, vx, t float64) (lo, hi float64) {
	a, b, c := x*x-t*t*vx, x*y-t*t*vxy, y*y-t*t*vy
	root := b*b - a*c
	if !(a > 0) || root < 0 {
		return math.NaN(), math.NaN()
	}
	return (b - math.Sqrt(root)) / a, (b + math.Sqrt(root)) / a
}

// PatternTest asks whether a predictor's effects follow a pattern.
type PatternTest struct {
	X, Role string // Role is empty for exchangeable partners

	// Pattern is "actor only" (partner = 0), "partner only" (actor = 0),
	// "couple" (actor = partner) or "contrast" (actor = −partner).
	Pattern string

	// Estimate is what the pattern holds to be 0: partner, actor, actor −
	// partner, actor + partner; with its standard error.
	Estimate, SE float64

	// P is the two-sided probability of t = Estimate/SE with DF degrees of
	// freedom (Satterthwaite's) if the pattern holds. A small P speaks against
	// the pattern; a large one only says that it cannot be ruled out.
	T, DF, P float64
}

// Patterns tests every predictor's (and role's) effects against the four
// patterns of Kenny & Cook (1999) and Kenny & Ledermann (2010).
func (f *APIMFit) Patterns() []PatternTest {
	var out []PatternTest
	for e, role := range f.roles {
		for i, x := range f.names {
			for _, p := range []struct {
				name           string
				actor, partner float64
			}{{"actor only", 0, 1}, {"partner only", 1, 0}, {"couple", 1, -1}, {"contrast", 1, 1}} {
				c := make([]float64, f.inference.p)
				c[f.inference.at(e, 1+i)] = p.actor
				c[f.inference.at(e, 1+len(f.names)+i)] = p.partner
				test := f.test(c)
				test.X, test.Pattern = x, p.name
				if role != "" {
					test.Role = role[1:]
				}
				out = append(out, test)
			}
		}
	}
	return out
}

// test is Student's test of a contrast of the effects.
func (f *APIMFit) test(c []float64) (t PatternTest) {
	in := f.inference
	for i, x := range c {
		t.Estimate += x * in.beta[i]
	}
	t.SE, t.DF = math.Sqrt(in.variance(c, c)), in.df(c)
	t.T = t.Estimate / t.SE
	t.P = student.TwoSided(t.T, t.DF)
	return t
}

// Distinguishability is a likelihood ratio test of two roles against none.
type Distinguishability struct {
	// ChiSquared is twice the difference of the log-likelihoods, DF the number
	// of parameters that the roles have for themselves, P the upper tail. A
	// small P says that the roles differ in their effects, intercepts or
	// residual variances; a large P that the data show no difference.
	ChiSquared, P float64
	DF            int

	// Distinguishable and Exchangeable are the two fits, by ML, on the same
	// rows.
	Distinguishable, Exchangeable *APIMFit
}

// TestDistinguishable asks whether the roles matter: it fits the model with and
// without them by maximum likelihood (Kenny, Kashy & Cook 2006, chapter 7). The
// test is asymptotic in the number of couples, and about the outcome given the
// predictors: it does not compare the predictors' means and variances.
func TestDistinguishable(d Pairs) (*Distinguishability, error) {
	two, err := FitAPIM(d, APIMOptions{})
	if err != nil {
		return nil, err
	}
	one, err := FitAPIM(d, APIMOptions{Exchangeable: true})
	if err != nil {
		return nil, err
	}
	t := &Distinguishability{Distinguishable: two, Exchangeable: one, DF: len(two.Params) - len(one.Params)}
	t.ChiSquared = max(2*(two.LogLik-one.LogLik), 0)
	t.P = fdist.ChiSquaredUpper(t.ChiSquared, float64(t.DF))
	return t, nil
}
