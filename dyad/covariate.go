package dyad

// Covariate is something known at each row that may move the answers, as being
// together (1) or apart (0), or a weekend. Values is as long as the data; a row
// where it is NaN is not used.
type Covariate struct {
	Name   string
	Values []float64
}
