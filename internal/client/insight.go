package client

import (
	"time"

	"pleach/internal/bond"
	"pleach/wire"
)

// insight keeps what was worked out, so that looking again costs nothing while
// nothing is new. It is worked out when somebody looks, never before.
type insight struct {
	rhythm bond.Rhythm
	of     *bond.Private // the journal that the rhythm is of
	day    bond.Date

	answer bond.MoodAnswer
	space  wire.ID
	newest bond.Round
	weeks  int
}

// Rhythm is the person's own rhythm, from their own pulses.
func (p *Person) Rhythm() bond.Rhythm {
	private, now := p.Private(), p.cfg.Now()
	p.looking.Lock()
	defer p.looking.Unlock()
	k := &p.insight
	if today := bond.DateOf(now); k.of != private || k.day != today {
		k.rhythm, k.of, k.day = bond.RhythmOf(private.Pulses, now), private, today
	}
	return k.rhythm
}

// OurMoods is what can be said of the two people's moods, and the weeks that it
// was worked out from. It is false unless this person shares mood and the
// newest week that opened is new enough: somebody who stopped, one who is away
// and one who never chose look the same.
func (p *Person) OurMoods() (bond.MoodAnswer, []bond.OpenWeek, bool) {
	now := p.cfg.Now()
	if p.Sharing().State(now) != bond.SharingOn {
		return bond.MoodAnswer{}, nil, false
	}
	weeks := p.OpenMoods()
	if len(weeks) == 0 || now.Sub(weeks[len(weeks)-1].Round.End(time.UTC)) > bond.MoodsFresh {
		return bond.MoodAnswer{}, nil, false
	}
	return p.answerOf(weeks), weeks, true
}

func (p *Person) answerOf(weeks []bond.OpenWeek) bond.MoodAnswer {
	_, shared := p.spaces()
	newest := weeks[len(weeks)-1].Round
	p.looking.Lock()
	defer p.looking.Unlock()
	k := &p.insight
	if shared == nil || k.space != shared.id || k.newest != newest || k.weeks != len(weeks) {
		k.answer, k.newest, k.weeks = bond.Moods(weeks), newest, len(weeks)
		if shared != nil {
			k.space = shared.id
		}
	}
	return k.answer
}
