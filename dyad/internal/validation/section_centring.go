package main

import (
	"fmt"
	"io"

	"pleach/dyad"
)

// centring: observed means take own effects down, .338 for .35 at 110 answers,
// however many couples there are; the latent centring gives it back.
func centring(s *study, w io.Writer) error {
	p := diaries(0.05, 0.18)
	p.Lag[0][0], p.Lag[1][1] = 0.35, 0.35
	fmt.Fprint(w, "500 couples, own effects .35, T=110 and 35. Bias does not go away with more couples.\n\n")
	t := newTable("T", "studies", "centring", "own, mean", "bias", "coverage of own", "verdict")
	for _, times := range []int{35, 110} {
		for _, m := range centrings {
			f, err := cell{truth: p, design: dyad.Design{Couples: 500, Times: times}, analysis: fitLAPIM(dyad.LAPIMOptions{Center: m.mode}), share: 0.08}.run(s)
			if err != nil {
				return err
			}
			own := param(f, "a.own")
			t.row(fmt.Sprint(times), fmt.Sprint(f.Done), m.name, fmt.Sprintf("%.4f (%.4f)", own.Mean, own.BiasSE), fmt.Sprintf("%+.4f", own.Bias), percent(own.Coverage), covers(own.Coverage))
		}
	}
	t.write(w)
	return nil
}
