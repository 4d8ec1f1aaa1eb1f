package client

import (
	"context"
	"fmt"

	"pleach/internal/bond"
	"pleach/internal/replica"
	"pleach/wire"
)

// RoundState is what this person may know of a round. It says nothing of
// whether the other has answered before both have.
type RoundState struct {
	Round   bond.Round
	Own     bond.OwnRound
	Opened  map[wire.ID]bond.Answers // by member, once both have answered
	Talk    *bond.Talk
	Partner bool // there is somebody to answer with
}

// Round returns the state of a round.
func (p *Person) Round(r bond.Round) RoundState {
	s := RoundState{Round: r, Own: p.Private().Rounds[r]}
	shared := p.Shared()
	if shared == nil {
		return s
	}
	s.Partner = true
	s.Opened = p.opened(r)
	if t, ok := shared.Talks[r]; ok {
		s.Talk = &t
	}
	return s
}

// BothAnswered reports whether a round has opened, without reading what is in
// it.
func (p *Person) BothAnswered(r bond.Round) bool {
	_, shared := p.spaces()
	return shared != nil && len(shared.rep().Answers(r.Gate(shared.id))) > 1
}

// opened decodes a gate's answers. One that cannot be read says nothing: the
// gate has opened, so the other has read this person's, and has to be seen to.
func (p *Person) opened(r bond.Round) map[wire.ID]bond.Answers {
	_, shared := p.spaces()
	found := shared.rep().Answers(r.Gate(shared.id))
	if len(found) == 0 {
		return nil
	}
	out := make(map[wire.ID]bond.Answers, len(found))
	for _, a := range found {
		e, err := bond.Decode(a.Payload)
		answers, ok := e.(bond.Answers)
		if err != nil || !ok || answers.Round != r || answers.Check() != nil {
			answers = bond.Answers{Round: r}
		}
		out[a.Author] = answers
	}
	return out
}

// Answer keeps a person's answers of a round and, where there is a partner,
// posts them to the round's gate. After posting they cannot be changed.
func (p *Person) Answer(ctx context.Context, a bond.Answers) error {
	a.At = p.cfg.Now()
	if err := a.Check(); err != nil {
		return err
	}
	if p.Private().Rounds[a.Round].Posted {
		return fmt.Errorf("%w: the first answers of a round stay as they are", replica.ErrAnswered)
	}
	_, shared := p.spaces()
	if shared == nil {
		return p.private.write(ctx, bond.AnswersKept{Answers: a})
	}
	payload, err := bond.Encode(a)
	if err != nil {
		return err
	}
	if err := shared.rep().Answer(ctx, a.Round.Gate(shared.id), payload); err != nil {
		return err
	}
	defer p.kick()
	return p.private.write(ctx, bond.AnswersKept{Answers: a, Posted: true})
}

// KeepAnswers keeps answers in private without posting them.
func (p *Person) KeepAnswers(ctx context.Context, a bond.Answers) error {
	a.At = p.cfg.Now()
	if err := a.Check(); err != nil {
		return err
	}
	return p.private.write(ctx, bond.AnswersKept{Answers: a})
}

// SkipRound closes a round for this person. Nobody is told.
func (p *Person) SkipRound(ctx context.Context, r bond.Round) error {
	return p.private.write(ctx, bond.RoundSkipped{Round: r, At: p.cfg.Now()})
}

// BeginTalk starts the guided talk of a round, at its first step as a rule.
func (p *Person) BeginTalk(ctx context.Context, r bond.Round, form string, mode bond.TalkMode, first bond.Move) error {
	id, err := newID(p.cfg.Rand)
	if err != nil {
		return err
	}
	return p.share(ctx, bond.TalkMoved{ID: id, Round: r, Form: form, Move: first, Mode: mode, At: p.cfg.Now()})
}

// MoveTalk goes to another step, turn or card of the talk under way.
func (p *Person) MoveTalk(ctx context.Context, r bond.Round, to bond.Move) error {
	t, err := p.talk(r)
	if err != nil {
		return err
	}
	return p.share(ctx, bond.TalkMoved{ID: t.ID, Round: r, Form: t.Form, Move: to, Mode: t.Mode, At: p.cfg.Now()})
}

// EndTalk ends the talk under way, softly, for both.
func (p *Person) EndTalk(ctx context.Context, r bond.Round) error {
	t, err := p.talk(r)
	if err != nil {
		return err
	}
	return p.share(ctx, bond.TalkEnded{ID: t.ID, Round: r, At: p.cfg.Now()})
}

func (p *Person) talk(r bond.Round) (bond.Talk, error) {
	shared := p.Shared()
	if shared == nil {
		return bond.Talk{}, ErrNoPartner
	}
	t, ok := shared.Talks[r]
	if !ok || t.Ended {
		return bond.Talk{}, fmt.Errorf("%w: this talk has ended", ErrNotFound)
	}
	return t, nil
}
