package study

import "pleach/dyad"

func (o PowerOptions) lapimAnalysis() (dyad.Analysis, []string, error) {
	return o.fitLAPIM, []string{"a.own", "a.partner", "b.own", "b.partner", "residual.cor"}, nil
}

// fitLAPIM numbers rows as days.
func (o PowerOptions) fitLAPIM(couples []dyad.Simulated) (dyad.Fit, error) {
	var d dyad.Diary
	for i, c := range couples {
		for k := range c.T {
			d.Couple, d.Time = append(d.Couple, i), append(d.Time, float64(k))
		}
		d.A, d.B = append(d.A, c.A...), append(d.B, c.B...)
	}
	options := o.LAPIM.engine()
	options.Workers = 1 // the studies share the processors
	f, err := dyad.FitLAPIM(d, options)
	if err != nil {
		return dyad.Fit{}, err
	}
	return f.Fit, nil
}
