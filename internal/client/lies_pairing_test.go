package client_test

import (
	"errors"

	"pleach/internal/testkit/lies"
)

// pairing: the two have ended what they shared and begin anew, while the server
// lies to one of them. Nothing is shared by it. With the same invitation, or
// another where it was refused, the two come together once the server is honest.
func (l *lied) pairing(a lies.Attack) {
	thought := l.keep(l.noor)
	l.ada.must(l.ada.Person().LeaveShared(ctx))
	settled(l.ada, l.noor, l.ada)
	link, err := l.ada.Person().Invite(ctx, false)
	l.ada.must(err)
	l.during(a, func() error { return l.paired(link) })
	if _, in := l.noor.Person().Partner(); in && a.Victim() == "Noor" {
		l.t.Error("the lie has let Noor into a space")
	}
	l.noor.must(l.paired(link))
	p, _ := l.noor.Person().Partner()
	if len(p.Pair.Words) != 6 {
		l.t.Errorf("afterwards there are %d words to compare", len(p.Pair.Words))
	}
	l.heals(written{private: []string{thought}})
}

// paired goes through an invitation, from wherever the two are, up to the first
// error.
func (l *lied) paired(link string) error {
	ada, noor := l.ada.Person(), l.noor.Person()
	_, joining := noor.Private().Ring.Joining()
	if _, in := noor.Partner(); !in && !joining {
		if err := noor.Join(ctx, link); err != nil {
			return err
		}
	}
	for range 4 {
		knocks, err := ada.Knocks(ctx)
		if err != nil {
			return err
		}
		for _, k := range knocks {
			if err := ada.Approve(ctx, k.Invite); err != nil {
				return err
			}
		}
		if err := errors.Join(noor.Sync(ctx), ada.Sync(ctx)); err != nil {
			return err
		}
	}
	return noor.Sync(ctx)
}
