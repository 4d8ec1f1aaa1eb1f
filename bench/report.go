package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"pleach/bench/load"
)

// report is what a run found.
type report struct {
	began   time.Time
	plan    plan
	pushed  []*pushed
	pulled  []pulled
	idle    []idle
	started []started
}

func (r *report) markdown() string {
	b := &strings.Builder{}
	r.machine(b)
	r.pushTable(b)
	r.pullTable(b)
	r.idleTable(b)
	r.startTable(b)
	return b.String()
}

func (r *report) machine(b *strings.Builder) {
	fmt.Fprintf(b, "%s, %d processors (%s), %s, %s. Load before and after: %s. Each measurement %v, %d rounds, the best of each; the whole run %v.\n",
		time.Now().UTC().Format("2006-01-02"), runtime.NumCPU(), processor(), kernel(), runtime.Version(),
		loads(), r.plan.seconds, r.plan.rounds, time.Since(r.began).Round(time.Second))
}

// ratioTo are the lines that every other is set in relation to.
func (r *report) line(name string) *pushed {
	for _, l := range r.pushed {
		if l.name == name {
			return l
		}
	}
	return &pushed{best: map[int]load.Result{}, groups: map[int]time.Duration{}}
}

func (r *report) pushTable(b *strings.Builder) {
	if len(r.pushed) == 0 {
		return
	}
	ours := r.line("pleach")
	for _, n := range r.plan.clients {
		fmt.Fprintf(b, "\n**Pushes acknowledged, %d %s, %d bytes each**\n\n", n, plural(n, "client"), entrySize)
		b.WriteString("| who | a second | Pleach is | p50 ms | p99 ms | what an acknowledgement outlives |\n|---|---:|---:|---:|---:|---|\n")
		for _, l := range r.pushed {
			l.row(b, n, ours.best[n].PerSec)
		}
		if g := r.line("group").groups[n]; g > 0 {
			fmt.Fprintf(b, "\nA group commit of the floor took %.2f ms on average; Pleach's p99 is %.1f of them.\n", ms(g), ms(ours.best[n].P99)/ms(g))
		}
	}
}

func (l *pushed) row(b *strings.Builder, n int, ours float64) {
	got := l.best[n]
	if got.Pushes == 0 {
		fmt.Fprintf(b, "| %s | | | | | %s |\n", l.title, oneLine(l.failed))
		return
	}
	ratio := ""
	if ours > 0 && l.name != "pleach" {
		ratio = fmt.Sprintf("%.2f ×", ours/got.PerSec)
	}
	fmt.Fprintf(b, "| %s | %.0f | %s | %.2f | %.2f | %s |\n", l.title, got.PerSec, ratio, ms(got.P50), ms(got.P99), l.durable)
}

func (r *report) pullTable(b *strings.Builder) {
	if len(r.pulled) == 0 {
		return
	}
	fmt.Fprintf(b, "\n**Pull of %d entries from one space**\n\n| who | readers | entries a second | ms for all |\n|---|---:|---:|---:|\n", r.plan.entries)
	for _, l := range r.pulled {
		fmt.Fprintf(b, "| %s | %d | %.0f | %.1f |\n", l.title, l.readers, l.perSec, ms(l.whole))
	}
}

func (r *report) idleTable(b *strings.Builder) {
	if len(r.idle) == 0 {
		return
	}
	fmt.Fprintf(b, "\n**Memory with %d idle streams**\n\n| who | MB before | MB with them | kB a stream |\n|---|---:|---:|---:|\n", r.plan.streams)
	for _, l := range r.idle {
		fmt.Fprintf(b, "| %s | %.0f | %.0f | %.1f |\n", l.title, float64(l.before)/1e6, float64(l.after)/1e6, float64(l.after-l.before)/1e3/float64(l.streams))
	}
}

func (r *report) startTable(b *strings.Builder) {
	all := r.started
	for _, l := range r.pushed {
		if len(l.starts) > 0 && l.name != "pleach" {
			all = append(all, spread(l.title, l.starts))
		}
	}
	if len(all) == 0 {
		return
	}
	b.WriteString("\n**From exec to the first answer**\n\n| who | ms, median | ms, longest |\n|---|---:|---:|\n")
	for _, l := range all {
		fmt.Fprintf(b, "| %s | %.0f | %.0f |\n", l.title, ms(l.took), ms(l.most))
	}
}

func plural(n int, s string) string {
	if n == 1 {
		return s
	}
	return s + "s"
}

// oneLine keeps a reason in its cell.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "|", "/")), " ")
	return s[:min(len(s), 120)]
}

// write puts the text between the marks of a document.
func write(name, text string) error {
	doc, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	head, rest, ok := bytes.Cut(doc, []byte("<!-- table -->\n"))
	_, foot, end := bytes.Cut(rest, []byte("<!-- end -->"))
	if !ok || !end {
		return fmt.Errorf("%s has no <!-- table --> and <!-- end --> to write between", name)
	}
	return os.WriteFile(name, fmt.Appendf(nil, "%s<!-- table -->\n%s<!-- end -->%s", head, text, foot), 0o644)
}
