package main

import (
	"fmt"
	"io"

	"pleach/dyad"
)

// ownLags: OLS takes own lags too small in short series, and Pope's correction
// gives that back (design: .45 comes out as .30 at T=20, as .40 at T=70).
func ownLags(s *study, w io.Writer) error {
	fmt.Fprintln(w, `One couple, own lags .45, partner lags .09, innovation correlation .18, no gaps.
OLS is biased in short series; "corrected" is Pope (1990); ML starts from the
stationary distribution.`)
	fmt.Fprintln(w)
	t := newTable("T", "method", "own lag, mean", "bias", "coverage of own", "partner lag, mean", "coverage of partner", "power for partner", "verdict on intervals")
	for _, times := range []int{20, 40, 70, 200} {
		for _, m := range []struct {
			name string
			o    dyad.VAROptions
		}{{"OLS", dyad.VAROptions{OLS: true}}, {"OLS corrected", dyad.VAROptions{OLS: true, Corrected: true}}, {"ML", dyad.VAROptions{}}} {
			f, err := cell{truth: dyad.TypicalVAR(), design: dyad.Design{Times: times}, analysis: fitVAR(m.o)}.run(s)
			if err != nil {
				return err
			}
			own, _ := f.Param("lag.aa")
			partner, _ := f.Param("lag.ab")
			t.row(fmt.Sprint(times), m.name, decimals(own.Mean, own.BiasSE), fmt.Sprintf("%+.3f", own.Bias), percent(own.Coverage),
				decimals(partner.Mean, partner.BiasSE), percent(partner.Coverage), percent(partner.Detect), worst(covers, own.Coverage, partner.Coverage))
		}
	}
	t.write(w)
	return nil
}

func fitVAR(o dyad.VAROptions) dyad.Analysis {
	return func(c []dyad.Simulated) (dyad.Fit, error) {
		f, err := dyad.FitVAR(c[0].Series, o)
		if err != nil {
			return dyad.Fit{}, err
		}
		return f.Fit, nil
	}
}
