package bond

import (
	"maps"
	"slices"
)

// OwnRound is what the person did with a round. Two devices of one person may
// have answered it, each before it knew of the other: nothing of that is lost.
type OwnRound struct {
	Answers *Answers // nil when skipped
	Posted  bool
	Skipped bool
	Others  []Answers // other versions of one's own, oldest first
}

// keep holds on to the first posted answers of a round, which is what the
// gate took; before that the newest draft-like copy counts.
func (p *Private) keep(e AnswersKept) {
	r := p.Rounds[e.Round]
	if r.Posted {
		r.other(e.Answers)
	} else {
		if r.Answers != nil {
			r.other(*r.Answers)
		}
		a := e.Answers
		r.Answers, r.Posted, r.Skipped = &a, e.Posted, false
	}
	p.Rounds[e.Round] = r
}

// other keeps a version with words of its own.
func (r *OwnRound) other(a Answers) {
	same := func(b Answers) bool { return maps.Equal(a.Said, b.Said) }
	if !slices.ContainsFunc(r.Others, same) {
		r.Others = append(r.Others, a)
	}
}

// Besides are the versions of one's own answers that say something else than
// the ones that are shown, oldest first.
func (r OwnRound) Besides(shown Answers) []Answers {
	all := slices.Clone(r.Others)
	if r.Answers != nil {
		all = append(all, *r.Answers)
	}
	return slices.DeleteFunc(all, func(a Answers) bool { return maps.Equal(a.Said, shown.Said) })
}

func (p *Private) skip(round Round) {
	if r := p.Rounds[round]; !r.Posted {
		r.Skipped = true
		p.Rounds[round] = r
	}
}

// write keeps the newest version of something written, and what stood there
// before.
func (p *Private) write(d Disclosure) {
	i := slices.IndexFunc(p.Written, func(w Disclosure) bool { return w.ID == d.ID })
	if i < 0 {
		p.Written = append(p.Written, d)
		return
	}
	if p.Written[i].Text != d.Text {
		p.Rewritten = append(p.Rewritten, p.Written[i])
	}
	p.Written[i] = d
}
