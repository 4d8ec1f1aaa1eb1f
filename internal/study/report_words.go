package study

import (
	"fmt"
	"html/template"
	"strings"

	"pleach/internal/study/report"
)

// methods say in words what was done, with the equations' sources.
func methods(o ReportOptions, unit string) []report.Method {
	noise := "The share of noise has a weakly informative prior."
	switch o.OU.Noise {
	case "", "prior":
	case "free":
		noise = "Noise was estimated from the data alone."
	default:
		noise = "The variance of noise was held at " + o.OU.Noise + "."
	}
	prior := "Estimates are by maximum likelihood."
	if o.OU.Prior == "default" {
		prior = "Estimates are posterior modes under weakly informative priors of what is usual in couples."
	}
	return []report.Method{
		{
			Name: "One couple in continuous time",
			Words: "Each couple's answers are modelled as two states that move in continuous time, each drawn back to its own mean and moved by the other (a coupled Ornstein-Uhlenbeck process; Oravecz, Tuerlinckx & Vandekerckhove 2011; Voelkle et al. 2012), observed with noise at the times when somebody answered. " +
				"A holds how fast each returns (diagonal) and what one does to the other (off the diagonal), per " + unit + "; Q is the covariance of what happens to both. The model has " + o.OU.describe() + ".",
			Equation: stateEquation,
		},
		{
			Name:     "Estimation",
			Words:    "The likelihood is exact, by a Kalman filter over the answers that were given (Harvey 1989); a missing answer costs only itself. " + prior + " " + noise + " Standard errors are from the observed information, and every fit was started from several places.",
			Equation: stepEquation,
		},
		{
			Name:  "All couples",
			Words: "Couples' estimates were pooled with their sampling covariances in a multivariate random-effects meta-analysis by REML (Jackson, White & Thompson 2010), correlations on Fisher's z scale. The spread between couples is what is left when sampling error is taken away. Every couple weighs alike, with the mean of the couples' sampling covariances, because a slow drift looks surer than a fast one; means have the standard errors of plain means.",
		},
		{
			Name:  "Real couples and chance pairings",
			Words: "Correlations at the same time, after a straight line (and the cycles of the model) was taken from each person's answers, are compared with those of every person a beside every person b of another couple.",
		},
	}
}

const stateEquation = template.HTML(`<math display="block"><mrow><mi>d</mi><mi>η</mi><mo>=</mo><mi>A</mi><mi>η</mi><mspace width=".2em"/><mi>d</mi><mi>t</mi><mo>+</mo><mi>G</mi><mspace width=".2em"/><mi>d</mi><mi>W</mi><mo>,</mo><mspace width="1em"/><mi>G</mi><msup><mi>G</mi><mo>⊤</mo></msup><mo>=</mo><mi>Q</mi><mo>,</mo><mspace width="1em"/><msub><mi>y</mi><mi>k</mi></msub><mo>=</mo><mi>μ</mi><mo>+</mo><mi>β</mi><msub><mi>z</mi><mi>k</mi></msub><mo>+</mo><mi>η</mi><mo>(</mo><msub><mi>t</mi><mi>k</mi></msub><mo>)</mo><mo>+</mo><msub><mi>ε</mi><mi>k</mi></msub><mo>,</mo><mspace width="1em"/><msub><mi>ε</mi><mi>k</mi></msub><mo>∼</mo><mi>N</mi><mo>(</mo><mn>0</mn><mo>,</mo><mi>R</mi><mo>)</mo></mrow></math>`)

const stepEquation = template.HTML(`<math display="block"><mrow><mi>η</mi><mo>(</mo><mi>t</mi><mo>+</mo><mi>Δ</mi><mo>)</mo><mo>∼</mo><mi>N</mi><mo>(</mo><msup><mi>e</mi><mrow><mi>A</mi><mi>Δ</mi></mrow></msup><mi>η</mi><mo>(</mo><mi>t</mi><mo>)</mo><mo>,</mo><mspace width=".3em"/><mi>P</mi><mo>−</mo><msup><mi>e</mi><mrow><mi>A</mi><mi>Δ</mi></mrow></msup><mi>P</mi><msup><mi>e</mi><mrow><msup><mi>A</mi><mo>⊤</mo></msup><mi>Δ</mi></mrow></msup><mo>)</mo><mo>,</mo><mspace width="1em"/><mi>A</mi><mi>P</mi><mo>+</mo><mi>P</mi><msup><mi>A</mi><mo>⊤</mo></msup><mo>+</mo><mi>Q</mi><mo>=</mo><mn>0</mn></mrow></math>`)

var references = []string{
	"Harvey, A. C. (1989). Forecasting, structural time series models and the Kalman filter. Cambridge University Press.",
	"Jackson, D., White, I. R., & Thompson, S. G. (2010). Extending DerSimonian and Laird's methodology to perform multivariate random effects meta-analyses. Statistics in Medicine, 29, 1282–1297.",
	"Oravecz, Z., Tuerlinckx, F., & Vandekerckhove, J. (2011). A hierarchical latent stochastic differential equation model for affective dynamics. Psychological Methods, 16, 468–490.",
	"Sels, L., Ceulemans, E., Bulteel, K., & Kuppens, P. (2016). Emotional interdependence and well-being in close relationships. Frontiers in Psychology, 7, 283.",
	"Voelkle, M. C., Oud, J. H. L., Davidov, E., & Schmidt, P. (2012). An SEM approach to continuous time modeling of panel data. Psychological Methods, 17, 176–192.",
}

// quantities are what the report follows over couples, in the order in which
// it is said.
func quantities(c Columns, unit string) []struct{ name, title, words, caption string } {
	return []struct{ name, title, words, caption string }{
		{"innovation.cor", "moving together at once", "correlation of what happens to both", "Right of zero: what lifts one lifts the other at the same time. This is association: the same weather, the same children and the same news do it, too."},
		{"drift.ab", fmt.Sprintf("effect of %s on %s, per %s", c.B, c.A, unit), fmt.Sprintf("what %s now says about where %s goes", c.B, c.A), "What one partner's state says about where the other's goes next, beyond the other's own. It is no proof of a cause, and no blame."},
		{"drift.ba", fmt.Sprintf("effect of %s on %s, per %s", c.A, c.B, unit), fmt.Sprintf("what %s now says about where %s goes", c.A, c.B), "The same the other way. To compare both directions, compare both intervals and not which of them leaves zero."},
	}
}

// describe names the options for the methods of a report.
func (o OUOptions) describe() string {
	var parts []string
	if len(o.Cycles) > 0 {
		parts = append(parts, "cycles of a "+strings.Join(o.Cycles, " and a "))
	}
	if o.Trend {
		parts = append(parts, "a linear trend")
	}
	if o.Together != "" {
		parts = append(parts, "the covariate "+o.Together)
	}
	if len(parts) == 0 {
		return "no cycles, trend or covariates"
	}
	return strings.Join(parts, ", ")
}
