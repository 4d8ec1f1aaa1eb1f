package study

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// WriteText writes the result for people: what it is, how it ended, the
// estimates, and all that was dropped or decided on the way.
func (r *Result) WriteText(w io.Writer) error {
	var b strings.Builder
	b.WriteString(r.Heading + "\n")
	b.WriteString(r.summary() + "\n")
	if s := meaning[r.Status]; s != "" {
		b.WriteString(s + "\n")
	}
	estimates(&b, "", r.Params)
	estimates(&b, "made from these", r.Derived)
	tests(&b, r.Tests)
	r.couples(&b)
	r.powerTable(&b)
	r.pseudoWords(&b)
	list(&b, "Not used:", r.losses())
	list(&b, "Please note:", r.Notes)
	list(&b, "How to read this:", r.Legend)
	_, err := io.WriteString(w, b.String())
	return err
}

// meaning says what a status other than "converged" does to the numbers.
var meaning = map[string]string{
	"boundary":       "The best fit has a variance of zero: the estimates hold, and what lies at zero has no interval.",
	"singular":       "The couples do not differ in every way that the model allows: fixed effects hold, the model says more than the data.",
	"not identified": "These data do not determine all parameters. Do not interpret the estimates one by one.",
	"not converged":  "No optimum was found. Do not interpret these numbers; a simpler model may work.",
	"stopped":        "This was stopped early: what follows is the part that was done.",
}

func (r *Result) summary() string {
	parts := []string{r.Status}
	if !math.IsNaN(float64(r.LogLik)) {
		name := "log-likelihood "
		if r.Method == "reml" {
			name = "restricted log-likelihood "
		}
		parts = append(parts, name+strconv.FormatFloat(float64(r.LogLik), 'f', 4, 64))
	}
	if r.NObs > 0 {
		parts = append(parts, counted(r.NObs, "answer"))
	}
	if r.NCouples > 0 {
		parts = append(parts, counted(r.NCouples, "couple"))
	}
	if r.Seed != nil {
		parts = append(parts, fmt.Sprintf("seed %d", *r.Seed))
	}
	if r.FitUS != nil {
		parts = append(parts, fmt.Sprintf("one fit takes %.0f µs", float64(*r.FitUS)))
	}
	return strings.Join(parts, " · ")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (r *Result) losses() []string {
	var out []string
	for _, d := range r.Dropped {
		out = append(out, fmt.Sprintf("%d: %s", d.Count, d.Why))
	}
	return out
}

func list(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	b.WriteString("\n" + title + "\n")
	for _, l := range lines {
		b.WriteString("  " + l + "\n")
	}
}

func estimates(b *strings.Builder, title string, params []Param) {
	if len(params) == 0 {
		return
	}
	rows := [][]string{{title, "estimate", "se", "95% from", "to"}}
	for _, p := range params {
		write := p.writer()
		rows = append(rows, []string{p.Name, write(p.Estimate), write(p.SE), write(p.Lo), write(p.Hi)})
	}
	b.WriteString("\n")
	align(b, rows)
}

func tests(b *strings.Builder, all []Test) {
	if len(all) == 0 {
		return
	}
	rows := [][]string{{"test", "statistic", "df", "p"}}
	for _, t := range all {
		rows = append(rows, []string{t.Name, round(t.Statistic, 3), sensible(t.DF), pValue(t.P)})
	}
	b.WriteString("\n")
	align(b, rows)
}

// couples is a row a couple: status, log-likelihood, and its estimates.
func (r *Result) couples(b *strings.Builder) {
	if len(r.Couples) == 0 {
		return
	}
	names := r.Shown
	if names == nil {
		names = shown(r.Couples)
	}
	tested := slices.ContainsFunc(r.Couples, func(c Result) bool { return len(c.Tests) > 0 })
	rows := [][]string{append([]string{"couple", "status", "answers"}, names...)}
	if tested {
		rows[0] = append(rows[0], "p")
	}
	for i := range r.Couples {
		c := &r.Couples[i]
		row := []string{c.Couple, c.Status, strconv.Itoa(c.NObs)}
		for _, n := range names {
			text := "–"
			if p, ok := c.Param(n); ok {
				text = p.writer()(p.Estimate)
			}
			row = append(row, text)
		}
		if tested && len(c.Tests) == 0 {
			row = append(row, "–")
		} else if tested {
			row = append(row, pValue(c.Tests[0].P))
		}
		rows = append(rows, row)
	}
	b.WriteString("\n")
	align(b, rows)
}

const widest = 8 // estimates in a table of couples

// shown are the estimates that all couples' table has room for.
func shown(couples []Result) []string {
	var names []string
	for i := range couples {
		for _, list := range [][]Param{couples[i].Params, couples[i].Derived} {
			for _, p := range list {
				if len(names) < widest && !slices.Contains(names, p.Name) {
					names = append(names, p.Name)
				}
			}
		}
	}
	return names
}

// align writes rows in columns: the first flush left, the others flush right.
func align(b *strings.Builder, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, c := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	for _, row := range rows {
		line := row[0] + strings.Repeat(" ", widths[0]-utf8.RuneCountInString(row[0]))
		for i, c := range row[1:] {
			line += strings.Repeat(" ", 2+widths[i+1]-utf8.RuneCountInString(c)) + c
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// writer writes all of a parameter's numbers alike: with the decimals that its
// standard error deserves, or with powers of ten where it is very large or
// very small.
func (p Param) writer() func(Number) string {
	largest := math.Abs(float64(p.Estimate))
	for _, n := range []Number{p.SE, p.Lo, p.Hi} {
		if v := math.Abs(float64(n)); v > largest && !math.IsInf(v, 0) {
			largest = v
		}
	}
	if largest >= 1e7 || largest < 1e-4 && largest > 0 {
		return func(n Number) string {
			if v := float64(n); !math.IsNaN(v) && !math.IsInf(v, 0) {
				return strconv.FormatFloat(v, 'e', 2, 64)
			}
			return "–"
		}
	}
	places := min(places(p), 6)
	return func(n Number) string { return round(n, places) }
}

// places is how many decimals a parameter needs: two digits of its standard
// error, or three of itself.
func places(p Param) int {
	by, more := float64(p.SE), 1.0
	if math.IsNaN(by) || by <= 0 {
		by, more = math.Abs(float64(p.Estimate)), 2
	}
	if by == 0 || math.IsNaN(by) || math.IsInf(by, 0) {
		return 3
	}
	return int(min(9, max(0, more-math.Floor(math.Log10(by)))))
}

func round(n Number, places int) string {
	v := float64(n)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	text := strconv.FormatFloat(v, 'f', places, 64)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

func sensible(n Number) string {
	if v := float64(n); v == math.Trunc(v) {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return round(n, 1)
}

func pValue(n Number) string {
	v := float64(n)
	switch {
	case math.IsNaN(v):
		return "–"
	case v < .0005:
		return "<.001"
	}
	return strings.TrimPrefix(round(n, 3), "0")
}
