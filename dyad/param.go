package dyad

import "math"

// Param is one estimated quantity. SE, Lo and Hi are NaN where the fit cannot
// say them (at a boundary, or when the parameter was held fixed); Lo and Hi
// are a 95% interval.
type Param struct {
	Name         string
	Estimate, SE float64
	Lo, Hi       float64
}

// z975 is the 97.5% point of the standard normal distribution.
const z975 = 1.959963984540054

// wald is a parameter with its symmetric 95% interval on the natural scale.
func wald(name string, estimate, se float64) Param {
	return Param{name, estimate, se, estimate - z975*se, estimate + z975*se}
}

// waldLog is a positive parameter with an interval that is symmetric on the
// log scale, by the delta method: SE(log x) = SE(x)/x.
func waldLog(name string, estimate, se float64) Param {
	r := math.Exp(z975 * se / estimate)
	return Param{name, estimate, se, estimate / r, estimate * r}
}

// waldFisher is a correlation with an interval on Fisher's z scale (Fisher
// 1915), by the delta method: SE(atanh r) = SE(r)/(1-r²).
func waldFisher(name string, r, se float64) Param {
	z, h := math.Atanh(r), z975*se/(1-r*r)
	return Param{name, r, se, math.Tanh(z - h), math.Tanh(z + h)}
}

// fixed is a parameter that was given and not estimated.
func fixed(name string, value float64) Param {
	return Param{name, value, math.NaN(), math.NaN(), math.NaN()}
}

// Lookup finds a parameter by name.
func Lookup(params []Param, name string) (Param, bool) {
	for _, p := range params {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}
