package dyad

// Covariate is something known at each row that may move the answers, as being
// together (1) or apart (0), or a weekend. It is as long as the series, and
// has no missing values.
type Covariate struct {
	Name   string
	Values []float64
}
