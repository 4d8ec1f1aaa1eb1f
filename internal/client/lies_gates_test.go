package client_test

import (
	"fmt"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/testkit/lies"
)

// nextWeek is a week that nobody has answered yet.
func (l *lied) nextWeek() bond.Round {
	now := l.ada.now
	if l.noor.now.After(now) {
		now = l.noor.now
	}
	l.ada.now, l.noor.now = now.AddDate(0, 0, 7), now.AddDate(0, 0, 7)
	return bond.RoundAt(weekly, l.ada.now)
}

// answer has somebody answer this week's questions, and says what.
func (l *lied) answer(d *device) string {
	l.t.Helper()
	l.words++
	text := fmt.Sprintf("an answer numbered %d", l.words)
	d.must(d.Person().Answer(ctx, answers(d, text)))
	return text
}

// answering: Noor answers after Ada, and the server lies about what opens.
func (l *lied) answering(a lies.Attack) {
	r := l.nextWeek()
	adas := l.answer(l.ada)
	l.ada.must(l.ada.Person().Sync(ctx))
	noors := l.answer(l.noor)
	l.during(a, func() error {
		err := l.noor.Person().Sync(ctx)
		l.closed(r)
		return err
	})
	l.troubled(a)
	l.opens(r, adas, noors)
}

// unanswered: Noor has not answered, and the server shows her what Ada said.
func (l *lied) unanswered(a lies.Attack) {
	r := l.nextWeek()
	adas := l.answer(l.ada)
	l.ada.must(l.ada.Person().Sync(ctx))
	l.during(a, func() error {
		err := l.noor.Person().Sync(ctx)
		l.closed(r)
		return err
	})
	l.troubled(a)
	l.noor.must(l.noor.Person().Sync(ctx))
	l.closed(r)
	l.opens(r, adas, l.answer(l.noor))
}

// strict: Ada's device holds her key back until Noor has answered, and then
// gives it.
func (l *lied) strict(a lies.Attack) {
	l.ada.must(l.ada.Person().SetSettings(ctx, bond.Settings{Strict: true}))
	r := l.nextWeek()
	adas := l.answer(l.ada)
	l.ada.must(l.ada.Person().Sync(ctx))
	noors := l.answer(l.noor)
	l.noor.must(l.noor.Person().Sync(ctx))
	l.ada.must(l.ada.Person().Sync(ctx))
	l.ada.must(l.ada.Person().SetSettings(ctx, bond.Settings{}))
	l.during(a, func() error {
		err := l.noor.Person().Sync(ctx)
		l.closed(r)
		return err
	})
	l.troubled(a)
	l.opens(r, adas, noors)
}

// closed checks that Noor sees nothing of a round that is not open.
func (l *lied) closed(r bond.Round) {
	l.t.Helper()
	if got := l.noor.Person().Round(r).Opened; got != nil {
		l.t.Errorf("while the server lies Noor sees %v", got)
	}
}

// opens checks that both see both answers once the server is honest, and Noor's
// tab was opened again.
func (l *lied) opens(r bond.Round, adas, noors string) {
	l.t.Helper()
	l.noor.must(l.noor.Person().Sync(ctx))
	l.reopen(l.noor)
	settled(l.noor, l.ada)
	l.heals(written{})
	for _, p := range []*client.Person{l.ada.Person(), l.noor.Person()} {
		got := p.Round(r).Opened
		if len(got) != 2 || got[l.ada.Person().Self()].Said["went-well"] != adas || got[l.noor.Person().Self()].Said["went-well"] != noors {
			l.t.Errorf("afterwards %s sees %+v", p.Private().Name, got)
		}
	}
}
