package client

import (
	"context"
	"errors"
	"slices"
	"time"

	"pleach/internal/bond"
	"pleach/internal/replica"
	"pleach/wire"
)

// ShareMood begins or ends this person's standing consent to share mood. It is
// written into the private space; nobody is told.
func (p *Person) ShareMood(ctx context.Context, on bool) error {
	_, shared := p.spaces()
	if shared == nil {
		return ErrNoPartner
	}
	if p.sharing(shared.id).On == on {
		return nil
	}
	return p.private.write(ctx, bond.MoodSharing{Space: shared.id, On: on, At: p.cfg.Now()})
}

// Sharing is where this person's consent to share mood stands, in the space
// that they share now.
func (p *Person) Sharing() bond.Sharing {
	_, shared := p.spaces()
	if shared == nil {
		return bond.Sharing{}
	}
	return p.sharing(shared.id)
}

func (p *Person) sharing(space wire.ID) bond.Sharing { return p.Private().Sharing[space] }

// giveMoods posts the weeks of moods that are due, each to its gate, and tells
// this person's other devices. Until the partner's device posts the same week,
// nobody else learns of it.
func (p *Person) giveMoods(ctx context.Context) error {
	private, shared := p.spaces()
	if shared == nil || len(shared.rep().Members()) < 2 {
		return nil
	}
	due := p.Private().DueMoods(shared.id, p.cfg.Now())
	for _, week := range due {
		if err := p.giveWeek(ctx, shared, week); err != nil {
			return err
		}
	}
	if len(due) == 0 {
		return nil
	}
	return p.online(ctx, func() error { return private.sync(ctx, p.api) })
}

func (p *Person) giveWeek(ctx context.Context, shared *space, week bond.MoodWeek) error {
	payload, err := bond.Encode(week)
	if err != nil {
		return err
	}
	err = shared.rep().Answer(ctx, week.Round.Gate(shared.id), payload)
	if err != nil && !errors.Is(err, replica.ErrAnswered) { // it stopped between here and the next line
		return err
	}
	return p.private.write(ctx, bond.MoodWeekGiven{Space: shared.id, Round: week.Round, At: p.cfg.Now()})
}

// yearOfWeeks is how far back the couple's moods are read.
const yearOfWeeks = 53

// OpenMoods are the weeks of moods that have opened, of the last year, oldest
// first. The inviter's are A's on both people's devices.
func (p *Person) OpenMoods() []bond.OpenWeek {
	partner, ok := p.Partner()
	_, shared := p.spaces()
	if !ok {
		return nil
	}
	oldest := p.cfg.Now().AddDate(0, 0, -7*yearOfWeeks)
	var open []bond.OpenWeek
	for r := range p.sharing(shared.id).Given {
		if r.End(time.UTC).Before(oldest) {
			continue
		}
		if week, ok := shared.openWeek(r, partner); ok {
			open = append(open, week)
		}
	}
	slices.SortFunc(open, func(a, b bond.OpenWeek) int {
		return a.Round.Monday(time.UTC).Compare(b.Round.Monday(time.UTC))
	})
	return open
}

// openWeek decodes a week that both have given. One that cannot be read, or
// that no device of ours would have written, is left out.
func (s *space) openWeek(r bond.Round, partner Partner) (bond.OpenWeek, bool) {
	week := bond.OpenWeek{Round: r}
	found := s.rep().Answers(r.Gate(s.id))
	for _, a := range found {
		e, err := bond.Decode(a.Payload)
		w, ok := e.(bond.MoodWeek)
		if err != nil || !ok || w.Round != r || w.Check() != nil {
			return week, false
		}
		if (a.Author == s.self) == partner.Pair.Inviter {
			week.A = w
		} else {
			week.B = w
		}
	}
	return week, len(found) == 2
}
