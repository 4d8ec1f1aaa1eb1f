package study

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"strings"
)

func workersOf(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}

// notFitted is the status of a couple whose data a model cannot use; the
// couple's notes say why.
const notFitted = "not fitted"

// each fits every couple of a panel with fit, and puts the results together.
// One couple alone is the result itself; of several, one that cannot be fitted
// does not stop the others.
func (p *Panel) each(ctx context.Context, run Run, model string, fit func(c Couple) (*Result, error)) (*Result, error) {
	if len(p.Couples) == 1 {
		r, err := fit(p.Couples[0])
		if err != nil {
			return nil, explain(err, p.Table, p.Couples[0], p.Columns.Time)
		}
		r.Couple = p.Couples[0].Name
		p.into(r)
		return r, nil
	}
	results := make([]Result, len(p.Couples))
	done := run.couples(ctx, len(p.Couples), func(i int) { results[i] = p.one(p.Couples[i], model, fit) })
	all := &Result{Model: model, LogLik: Number(math.NaN()), Notes: []string{}}
	for i := range results {
		if done[i] {
			all.Couples = append(all.Couples, results[i])
		}
	}
	all.gather(len(p.Couples))
	p.into(all)
	if all.NCouples == 0 && len(all.Couples) > 0 {
		return nil, &Refusal{"None of " + counted(len(all.Couples), "couple") + " could be fitted. The first: " + strings.TrimRight(all.Couples[0].Notes[0], "."), "Look at the file, or at the columns that were named"}
	}
	return all, nil
}

func (p *Panel) one(c Couple, model string, fit func(c Couple) (*Result, error)) Result {
	r, err := fit(c)
	if err != nil {
		why := strings.ReplaceAll(explain(err, p.Table, c, p.Columns.Time).Error(), "\n", " ")
		return Result{Couple: c.Name, Model: model, Status: notFitted, LogLik: Number(math.NaN()), NCouples: 1, Notes: []string{why}}
	}
	r.Couple = c.Name
	return *r
}

// gather sums up the couples: their log-likelihoods add, and the status is
// theirs where they agree.
func (r *Result) gather(total int) {
	counts, order := map[string]int{}, []string{}
	loglik := 0.0
	for i := range r.Couples {
		c := &r.Couples[i]
		if counts[c.Status]++; counts[c.Status] == 1 {
			order = append(order, c.Status)
		}
		if c.Status == notFitted {
			r.drop("couples that could not be fitted", 1)
			r.note(fmt.Sprintf("Couple %s was not fitted: %s", c.Couple, strings.Join(c.Notes, " ")))
			continue
		}
		r.Method = c.Method
		r.NCouples++
		r.NObs += c.NObs
		loglik += float64(c.LogLik)
		for _, d := range c.Dropped {
			r.drop(d.Why, d.Count)
		}
	}
	if r.NCouples > 0 {
		r.LogLik = Number(loglik)
	}
	r.Status = r.common(order, total)
	if len(order) > 1 {
		var parts []string
		for _, s := range order {
			parts = append(parts, fmt.Sprintf("%d %s", counts[s], s))
		}
		r.note("Couples: " + strings.Join(parts, ", ") + ".")
	}
}

// common is the status of all couples: their own where they agree, "stopped"
// when some were not begun, and "mixed" otherwise.
func (r *Result) common(statuses []string, total int) string {
	switch {
	case len(r.Couples) < total:
		return "stopped"
	case len(statuses) == 1:
		return statuses[0]
	}
	return "mixed"
}
