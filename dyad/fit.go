package dyad

// Fit is what every model's fit has. The models embed it and add what is
// theirs.
type Fit struct {
	Model  string // "ou", "var", "lapim", "apim", "pool"
	Method string // "ml", "map", "reml", "ols"
	Status Status

	// LogLik is the log-likelihood at the estimates (restricted when Method is
	// "reml"), without any prior's density; NaN where the method has none.
	LogLik float64

	NObs     int // single answers that entered, A's and B's together
	NCouples int
	Params   []Param
	Dropped  []Dropped
}

// Param finds a parameter by name; ok is false when the model has none such.
func (f *Fit) Param(name string) (p Param, ok bool) { return Lookup(f.Params, name) }
