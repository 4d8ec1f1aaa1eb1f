package dyad

// Status says how a fit ended. It is data: every fit has one, and a fit that
// did not go well still says what it has.
type Status string

const (
	// Converged: the best optimum of all starts, inside its space, with a
	// curvature that gives standard errors.
	Converged Status = "converged"

	// Boundary: the best optimum lies at an edge of the parameter space, as a
	// variance of zero. Estimates hold; the standard errors of what lies at the
	// edge do not, and are NaN.
	Boundary Status = "boundary"

	// Singular: the covariance of the random effects has a direction without
	// variance. Fixed effects hold; the model says more than the data.
	Singular Status = "singular"

	// NotIdentified: the data do not determine all parameters; the likelihood
	// is flat in some direction.
	NotIdentified Status = "not identified"

	// NotConverged: no start reached an optimum. The estimates are the best
	// point seen and must not be interpreted.
	NotConverged Status = "not converged"
)
