package dyad

import (
	"math"
	"slices"

	"pleach/dyad/internal/student"
)

// SurrogateKind is how series that have nothing to do with each other are made
// from a couple's own.
type SurrogateKind int

const (
	// CircularShift turns B's series against A's, the end joined to the
	// beginning: all of each one's own rhythm stays, only what was at the same
	// time does not. Of n paired rows and the least turn m there are only
	// n-2m+1 such series (m = 1: n-1); all of them are used unless Surrogates asks for
	// fewer, and p cannot fall below 1/(n-2m+2).
	CircularShift SurrogateKind = iota

	// Block cuts B's series into blocks, from a random place on and around the
	// end, and shuffles them: there are practically endlessly many, but what
	// lasts longer than a block is lost.
	Block
)

// SynchronyOptions say how [Synchrony] compares. The zero value is the
// correlation at the same time as it is, tested against all circular shifts.
type SynchronyOptions struct {
	Lags int // also correlations up to this many steps apart, both ways

	// Surrogates is how many to draw. Zero: all circular shifts, 10,000 block
	// surrogates, and 10,000 exchanges of partners for pseudo-couples.
	Surrogates int
	Kind       SurrogateKind

	// MinShift is the least circular turn, in rows; zero is one, every turn
	// but none. Around the circle all turns are alike, so p is exact with all
	// of them. Small turns of slow series resemble the couple itself, and to
	// leave them out finds too much: with own lags of .85, 200 rows and a
	// tenth left out, 7.5% of strangers have p < .05 (5.1% with every turn), for
	// one point in a hundred more power.
	MinShift int

	// BlockLength is in rows; zero is a third of them. Shorter blocks find too
	// much in slow series.
	BlockLength int

	Detrend bool      // take a straight line in time from each person first
	Cycles  []float64 // and one harmonic of each of these periods, in T's unit

	// Pseudo also compares with all A beside all B of other couples, matched
	// on the same time T: so T must mean the same for all, as the day of the
	// study. At least MinOverlap times in common are needed; zero is ten.
	Pseudo     bool
	MinOverlap int

	Seed    uint64
	Workers int
}

// SynchronyFit is how couples move together, and what chance would do. Method
// is "circular shift" or "block", LogLik is NaN. With more than one couple,
// Params are
//
//	synchrony.mean   the couples' mean correlation (Student's interval)
//	synchrony.sd     its standard deviation across couples, no interval
//
// and for one couple
//
//	synchrony.cor    its correlation.
type SynchronyFit struct {
	Fit
	Couples []CoupleSynchrony // in the order given
	Pseudo  *PseudoCouples    // nil unless asked for
	Seed    uint64
}

// CoupleSynchrony is one couple's result. Status is [Converged], or
// [NotIdentified] when there are fewer than eight paired rows or one partner's
// cleaned answers do not vary: then R, Lo, Hi and P are NaN.
type CoupleSynchrony struct {
	Couple int
	Status Status
	Pairs  int // rows with both answers

	// R is Pearson's correlation of the paired rows after cleaning. Lo and Hi
	// are Fisher's 95% interval at the number of independent pairs, which
	// autocorrelation makes smaller: n(1-ρ_aρ_b)/(1+ρ_aρ_b) with the lag-one
	// autocorrelations (Bartlett 1935).
	R, Lo, Hi float64

	// P is the share of surrogates that are at least as far from zero as R,
	// (1+k)/(1+N) (Phipson & Smyth 2010). N is how many were compared.
	P float64
	N int

	// Lagged are the correlations at lags -Lags … -1, 1 … Lags.
	Lagged []LaggedCorrelation
}

// LaggedCorrelation is of A's answers with B's Lag steps later: positive when
// A goes first. If all of a couple's times are multiples of their smallest gap
// a step is that gap; else a step is a row. P is against the same surrogates
// as for the same time; many lags are many tests.
type LaggedCorrelation struct {
	Lag, Pairs int
	R, P       float64
}

// PseudoCouples are all pairings of A of one couple with B of another.
type PseudoCouples struct {
	N       int // pairings with enough overlap
	Skipped int // others

	// Mean, SD and P95 describe the pseudo-couples' correlations; P95 is the
	// 95th percentile (type 7 of Hyndman & Fan 1996).
	Mean, SD, P95 float64

	// Exceed counts the real couples above P95: one in twenty would by chance.
	Exceed int

	// P tests the real couples' mean: the share of N+1 ways to pair the A with
	// the B (real, and random ones) whose mean lies at least as far from the
	// pseudo-couples' mean. A whole sample can be far beyond chance while most
	// single couples are not (Sels et al. 2020).
	P float64

	// R are the correlations, row by row of A's couple; NaN where skipped.
	R []float64
}

// Synchrony asks whether partners' answers go together at the same time more
// than each one's own rhythm would make them.
//
// Each person is cleaned first (trend and cycles, least squares on all own
// answers): shared time of day and shared trends look like linkage (r = .35
// from a daily cycle alone). Then the paired rows are correlated, and compared
// with surrogates of the same couple that keep each one's autocorrelation:
// plain tests find 11 to 25% "significant" couples where nothing is. Rows that
// one partner missed are left out, and surrogates turn or shuffle the paired
// rows in their order, whatever the time between them. A surrogate is cleaned
// again as the couple was: else the couple's own correlation, which has fewer
// degrees of freedom, would look larger than it is.
//
// All circular shifts of n rows together cost O(n log n); a block surrogate
// costs n. Results do not depend on Workers. Couples run in parallel.
//
// An *[InputError] names the couple that cannot be read, or says that one
// couple has no pseudo-couples.
func Synchrony(couples []Series, o SynchronyOptions) (*SynchronyFit, error) {
	if err := checkSynchrony(couples, o); err != nil {
		return nil, err
	}
	clean := make([]Series, len(couples))
	f := &SynchronyFit{Couples: make([]CoupleSynchrony, len(couples)), Seed: o.Seed}
	each(len(couples), o.Workers, func(i int) {
		clean[i] = cleanSynchrony(couples[i], o)
		f.Couples[i] = coupleSynchrony(clean[i], o, i)
	})
	f.Model, f.Method, f.LogLik, f.NCouples = "synchrony", [...]string{"circular shift", "block"}[o.Kind], math.NaN(), len(couples)
	if o.Pseudo {
		f.Pseudo = pseudoCouples(clean, f.Couples, o)
	}
	f.summarise(couples)
	return f, nil
}

func checkSynchrony(couples []Series, o SynchronyOptions) error {
	if len(couples) == 0 {
		return badInput("there are no couples", "give at least one")
	}
	if o.Pseudo && len(couples) < 2 {
		return badInput("pseudo-couples of a single couple", "give two couples at least, or leave pseudo-couples out")
	}
	if o.Lags < 0 || o.Surrogates < 0 || o.MinShift < 0 || o.BlockLength < 0 || o.MinOverlap < 0 || o.Kind < 0 || o.Kind > Block {
		return badInput("a negative number among the options, or a kind of surrogate that is none", "give zero for the default")
	}
	for _, c := range o.Cycles {
		if !(c > 0) || math.IsInf(c, 1) {
			return badInput("a cycle without a period", "give its length in the unit of time, above zero")
		}
	}
	for i, s := range couples {
		if err := s.check(); err != nil {
			if bad, ok := err.(*InputError); ok {
				bad.Couple = i
			}
			return err
		}
	}
	return nil
}

// summarise fills the parameters from the couples, and counts what was used.
func (f *SynchronyFit) summarise(couples []Series) {
	var rs []float64
	paired, rows := 0, 0
	for i, c := range f.Couples {
		rows += len(couples[i].T)
		paired += c.Pairs
		if c.Status == Converged {
			rs = append(rs, c.R)
		}
	}
	f.NObs, f.Status = 2*paired, Converged
	if rows > paired {
		f.Dropped = append(f.Dropped, Dropped{"not both partners answered", rows - paired})
	}
	if few := len(couples) - len(rs); few > 0 {
		f.Dropped = append(f.Dropped, Dropped{"couples with fewer than eight paired rows, or without variation", few})
	}
	mean, sd, n := moments(rs)
	switch c := f.Couples[0]; {
	case n == 0:
		f.Status = NotIdentified
	case len(couples) == 1:
		f.Params = []Param{{"synchrony.cor", c.R, math.NaN(), c.Lo, c.Hi}}
	case n == 1:
		f.Params = []Param{fixed("synchrony.mean", mean)}
	default:
		sd *= math.Sqrt(float64(n) / float64(n-1))
		f.Params = []Param{waldT("synchrony.mean", mean, sd/math.Sqrt(float64(n)), float64(n-1)), fixed("synchrony.sd", sd)}
	}
}

// fewestPairs is below what no correlation is said.
const fewestPairs = 8

func coupleSynchrony(s Series, o SynchronyOptions, i int) CoupleSynchrony {
	rows := pairedSynchrony(s, o)
	a, b := rows.a, rows.b
	c := CoupleSynchrony{Couple: i, Pairs: len(a), Status: NotIdentified, R: math.NaN(), Lo: math.NaN(), Hi: math.NaN(), P: math.NaN()}
	if len(a) < fewestPairs || !unitSynchrony(a) || !unitSynchrony(b) {
		return c
	}
	c.Status = Converged
	c.R = max(-1, min(1, dotSynchrony(a, b)))
	c.Lo, c.Hi = bartlettInterval(c.R, a, b)
	if slices.Compare(a, b) > 0 {
		rows.a, rows.b = b, a // so that swapped partners meet the same surrogates
	}
	null := rows.surrogates(o, stream(o.Seed, i))
	c.N, c.P = len(null), beyond(null, c.R)
	if o.Lags > 0 {
		c.Lagged = laggedSynchrony(s, o.Lags, null)
	}
	return c
}

// beyond is the two-sided p of r among surrogates; NaN without any.
func beyond(null []float64, r float64) float64 {
	if len(null) == 0 || math.IsNaN(r) {
		return math.NaN()
	}
	k := 1
	for _, s := range null {
		if math.Abs(s) >= math.Abs(r)-1e-12 {
			k++
		}
	}
	return float64(k) / float64(1+len(null))
}

// bartlettInterval is Fisher's interval of r at the number of pairs that are
// as good as independent, by Student's t.
func bartlettInterval(r float64, a, b []float64) (lo, hi float64) {
	n := float64(len(a))
	rho := dotSynchrony(a[1:], a[:len(a)-1]) * dotSynchrony(b[1:], b[:len(b)-1])
	rho = max(0, rho)
	free := n * (1 - rho) / (1 + rho)
	if free < 5 {
		return -1, 1
	}
	h := student.Quantile(0.975, free-2) / math.Sqrt(free-3)
	z := math.Atanh(r)
	return math.Tanh(z - h), math.Tanh(z + h)
}
