package study

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"pleach/dyad"
	"pleach/internal/table"
)

// ScoreOptions name the items of a scale and who answered them.
type ScoreOptions struct {
	Items, Reverse []string
	Range          []float64 // lowest and highest answer; none: not checked
	MaxMissing     float64   // share of items that may be missing in a score
	Person, Day    string    // columns; with both, reliability of change
	Couple, Role   string    // columns; with a day, how often both answered
	Scores         io.Writer // gets a row's score each, as CSV; may be nil
}

// scoring is a scale while it is being looked at.
type scoring struct {
	o           ScoreOptions
	table       *table.Table
	items       [][]float64
	fit         *dyad.ScoreFit
	person, day *table.Labels
	r           *Result
}

// Score makes a scale's values from items, and says how reliable they are.
func Score(src Source, o ScoreOptions) (*Result, error) {
	t, err := src.Open()
	if err != nil {
		return nil, err
	}
	s := &scoring{o: o, table: t, r: &Result{Model: "scale", Method: "classical", Status: "done", LogLik: Number(math.NaN()), Notes: []string{}}}
	for _, step := range []func() error{s.read, s.score, s.reliability, s.change, s.compliance} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	s.r.Heading = fmt.Sprintf("A scale of %d items: %s", len(o.Items), strings.Join(o.Items, ", "))
	s.r.Legend = []string{
		"alpha and omega are the reliability of the sum of the items between people; alpha is a lower bound.",
		"RkRn is how reliably people's means differ, RCn how reliably a person's days differ (days nested in people; Shrout & Lane 2012).",
		"A scale may tell people apart and not days: for models of change look at RC and RCn.",
	}
	if o.Scores != nil {
		return s.r, s.write()
	}
	return s.r, nil
}

func (s *scoring) read() (err error) {
	if len(s.o.Items) == 0 {
		return &Refusal{"no item is named", "Give the columns of the items, as --items i1,i2,i3"}
	}
	for _, name := range s.o.Reverse {
		if !slices.Contains(s.o.Items, name) {
			return &Refusal{fmt.Sprintf("“%s” is to be reversed and is no item", name), "Name it among --items, too"}
		}
	}
	s.items = make([][]float64, s.table.Len())
	for _, name := range s.o.Items {
		column, err := s.table.Numbers(name)
		if err != nil {
			return err
		}
		for row, v := range column {
			s.items[row] = append(s.items[row], v)
		}
	}
	if s.o.Person != "" {
		if s.person, err = s.labels(s.o.Person); err != nil {
			return err
		}
	}
	if s.o.Day != "" {
		s.day, err = s.labels(s.o.Day)
	}
	return err
}

// labels is a column in which no row may be empty.
func (s *scoring) labels(column string) (*table.Labels, error) {
	l, err := s.table.Labels(column)
	if err != nil {
		return nil, err
	}
	if row := slices.Index(l.Codes, -1); row >= 0 {
		return nil, s.table.At(row, column, "the cell is empty", "Say whose row it is, and of which day")
	}
	return l, nil
}

func (s *scoring) score() (err error) {
	o := dyad.ScoreOptions{Names: s.o.Items, MaxMissing: s.o.MaxMissing, Reverse: make([]bool, len(s.o.Items))}
	for i, name := range s.o.Items {
		o.Reverse[i] = slices.Contains(s.o.Reverse, name)
	}
	switch len(s.o.Range) {
	case 0:
		if len(s.o.Reverse) > 0 {
			return &Refusal{"an item is to be reversed and the range of answers is not known", "Give it as --range 1,7"}
		}
	case 2:
		o.Min, o.Max = s.o.Range[0], s.o.Range[1]
	default:
		return &Refusal{fmt.Sprintf("the range has %d numbers", len(s.o.Range)), "Give the lowest and the highest answer, as --range 1,7"}
	}
	if s.fit, err = dyad.Score(s.items, o); err != nil {
		return s.explain(err)
	}
	scored := 0
	for _, v := range s.fit.Values {
		if !math.IsNaN(v) {
			scored++
		}
	}
	s.r.NObs = scored
	s.drop(s.fit.Dropped)
	return nil
}

func (s *scoring) drop(dropped []dyad.Dropped) {
	for _, d := range dropped {
		s.r.drop(d.Why, d.Count)
	}
}

func (s *scoring) explain(err error) error {
	rows := make([]int, s.table.Len())
	for i := range rows {
		rows[i] = i
	}
	return explain(err, s.table, Couple{Rows: rows}, "")
}

// add is a number without an interval.
func (s *scoring) add(name string, v float64) {
	nan := Number(math.NaN())
	s.r.Params = append(s.r.Params, Param{name, Number(v), nan, nan, nan})
}

// reliability is alpha and omega between people: with several rows a person,
// of their means.
func (s *scoring) reliability() error {
	rows := s.fit.Keyed
	if s.person != nil && len(s.person.Names) < len(rows) {
		rows = meansOf(rows, s.person)
		s.r.note(fmt.Sprintf("alpha and omega are of the means of %d people, since rows of one person are not independent.", len(rows)))
	}
	if alpha, err := dyad.Alpha(rows); err != nil {
		s.r.note("alpha: " + upper(err.Error()))
	} else {
		s.r.Params = append(s.r.Params, named("alpha", alpha.Alpha))
		s.add("alpha.standardised", alpha.Standardised)
		for i, name := range s.o.Items {
			s.add("item.rest."+name, alpha.ItemRest[i])
			s.add("alpha.without."+name, alpha.WithoutItem[i])
		}
	}
	if omega, err := dyad.Omega(rows); err != nil {
		s.r.note("omega: " + upper(err.Error()))
	} else {
		s.r.Params = append(s.r.Params, named("omega", omega.Omega))
		s.add("omega.standardised", omega.Standardised)
		s.r.Tests = append(s.r.Tests, Test{"one factor is enough", Number(omega.ChiSquared), Number(float64(omega.DF)), Number(omega.P)})
	}
	return nil
}

func named(name string, p dyad.Param) Param {
	p.Name = name
	return ofParam(p)
}

// meansOf are people's means, item by item.
func meansOf(rows [][]float64, person *table.Labels) [][]float64 {
	out, n := make([][]float64, len(person.Names)), make([][]float64, len(person.Names))
	for row, p := range person.Codes {
		if out[p] == nil {
			out[p], n[p] = make([]float64, len(rows[row])), make([]float64, len(rows[row]))
		}
		for i, v := range rows[row] {
			if !math.IsNaN(v) {
				out[p][i] += v
				n[p][i]++
			}
		}
	}
	for p := range out {
		for i := range out[p] {
			out[p][i] /= n[p][i] // 0/0 is a missing mean
		}
	}
	return out
}

// change is how reliable means and changes are, with days and people.
func (s *scoring) change() error {
	if s.person == nil {
		return nil
	}
	icc, err := dyad.ICC(s.fit.Values, s.person.Codes)
	if err != nil {
		s.r.note("icc: " + upper(err.Error()))
	} else {
		s.r.Params = append(s.r.Params, named("icc1", icc.ICC1), named("icck", icc.ICCk))
	}
	if s.day == nil {
		return nil
	}
	f, err := dyad.Change(dyad.Answers{Person: s.person.Codes, Day: s.day.Codes, Items: s.fit.Keyed})
	if err != nil {
		return s.explain(err)
	}
	for _, c := range []struct {
		name string
		v    float64
	}{{"R1F", f.R1F}, {"RkF", f.RkF}, {"R1R", f.R1R}, {"RkR", f.RkR}, {"RC", f.RC}, {"RkRn", f.RkRn}, {"RCn", f.RCn}} {
		s.add(c.name, c.v)
	}
	if f.Status == dyad.Boundary {
		s.r.note("A component of variance came out below zero and counts as zero.")
	}
	return nil
}

// compliance is the share of rows with a score, and of occasions at which both
// partners have one.
func (s *scoring) compliance() error {
	answered := make([]bool, len(s.fit.Values))
	for i, v := range s.fit.Values {
		answered[i] = !math.IsNaN(v)
	}
	s.add("answered", float64(s.r.NObs)/float64(len(answered)))
	if s.o.Couple == "" || s.o.Role == "" || s.day == nil {
		return nil
	}
	couple, err := s.labels(s.o.Couple)
	if err != nil {
		return err
	}
	role, err := s.labels(s.o.Role)
	if err != nil {
		return err
	}
	f, err := dyad.Compliance(dyad.Prompts{Couple: couple.Codes, Role: role.Codes, Occasion: s.day.Codes, Answered: answered})
	if err != nil {
		return s.explain(err)
	}
	s.r.NCouples = len(couple.Names)
	both, expected := 0, 0
	for _, c := range f.Couples {
		both, expected = both+c.Both, expected+c.Expected
	}
	s.add("answered.both", float64(both)/float64(expected))
	return nil
}

// write writes every row's score beside its names.
func (s *scoring) write() error {
	out := csv.NewWriter(s.o.Scores)
	head := []string{"row"}
	var labels []*table.Labels
	for _, column := range []string{s.o.Couple, s.o.Role, s.o.Person, s.o.Day} {
		if column != "" {
			l, err := s.table.Labels(column)
			if err != nil {
				return err
			}
			head, labels = append(head, column), append(labels, l)
		}
	}
	_ = out.Write(append(head, "score", "answered"))
	for row, v := range s.fit.Values {
		cells := []string{strconv.Itoa(row + 1)}
		for _, l := range labels {
			cells = append(cells, l.Names[l.Codes[row]])
		}
		_ = out.Write(append(cells, digits(Number(v)), strconv.Itoa(s.fit.Answered[row])))
	}
	out.Flush()
	return out.Error()
}
