package dyad

import "math"

// lapimScale makes regressors and answers of any unit into numbers around one:
// w* = T·w and y* = (y − shift)/unit.
type lapimScale struct {
	shift, unit [2]float64 // of the roles' answers
	lag         [2]float64 // what is taken off a lag, after centring
	cov, mod    []affine
}

type affine struct{ shift, unit float64 }

// newLapimScale measures the data; an answer that never varies is an error
// where it has an equation.
func newLapimScale(d *lapimData) (*lapimScale, error) {
	s := &lapimScale{}
	for r, y := range d.y {
		a := standard(y)
		s.shift[r], s.unit[r] = a.shift, a.unit
		if a.unit == 0 {
			if r == 0 || d.o.OnlyRole == 0 {
				return nil, badInput(d.role(r)+"'s answers never vary, or are all missing", "leave this variable out, or fit the other role alone")
			}
			s.unit[r] = 1
		}
	}
	if d.o.Exchangeable {
		shift, unit := (s.shift[0]+s.shift[1])/2, math.Sqrt((s.unit[0]*s.unit[0]+s.unit[1]*s.unit[1])/2)
		s.shift, s.unit = [2]float64{shift, shift}, [2]float64{unit, unit}
	}
	if d.o.Center == CenterNone {
		s.lag = s.shift
	}
	s.cov, s.mod = standards(d.covariates), standards(d.moderators)
	return s, nil
}

func standards(c []Covariate) []affine {
	out := make([]affine, len(c))
	for i := range c {
		out[i] = standard(c[i].Values)
		if out[i].unit == 0 {
			out[i].unit = 1
		}
	}
	return out
}

// standard is the mean and the standard deviation of what is there; a unit of
// zero when it never varies.
func standard(v []float64) affine {
	m := meanPresent(v)
	var sum, n float64
	for _, x := range v {
		if !math.IsNaN(x) {
			sum += (x - m) * (x - m)
			n++
		}
	}
	sd := math.Sqrt(sum / max(n, 1))
	if !(sd > 1e-13*math.Abs(m)) {
		sd = 0
	}
	return affine{m, sd}
}

// regressors is how many a role's equation has.
func (s *lapimScale) regressors() int { return 3 + len(s.cov) + 3*len(s.mod) }

// transform is T, row by row.
func (s *lapimScale) transform() []float64 {
	q := s.regressors()
	t := make([]float64, q*q)
	set := func(row, col int, x float64) { t[row*q+col] = x }
	set(0, 0, 1)
	for r := range 2 {
		set(1+r, 0, -s.lag[r]/s.unit[r])
		set(1+r, 1+r, 1/s.unit[r])
	}
	for i, a := range s.cov {
		set(3+i, 0, -a.shift/a.unit)
		set(3+i, 3+i, 1/a.unit)
	}
	for i, a := range s.mod {
		at := 3 + len(s.cov) + 3*i
		set(at, 0, -a.shift/a.unit)
		set(at, at, 1/a.unit)
		for r := range 2 {
			u := a.unit * s.unit[r]
			set(at+1+r, 0, a.shift*s.lag[r]/u)
			set(at+1+r, 1+r, -a.shift/u)
			set(at+1+r, at, -s.lag[r]/u)
			set(at+1+r, at+1+r, 1/u)
		}
	}
	return t
}

// role is the name, 'a' or 'b', of an inner role.
func (d *lapimData) role(r int) string {
	if (r == 0) == d.swapped {
		return "b"
	}
	return "a"
}
