package metrics

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Set is the metrics of one program. Its zero value is empty. Safe for
// concurrent use.
type Set struct {
	mu  sync.Mutex
	all []family
}

// family is a metric with all its labels.
type family struct {
	name, help, kind string
	write            func(b *strings.Builder)
}

func (s *Set) add(f family) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, f)
}

// Gauge adds a number that is read whenever somebody asks.
func (s *Set) Gauge(name, help string, read func() float64) {
	s.add(family{name, help, "gauge", func(b *strings.Builder) { sample(b, name, "", read()) }})
}

// Counter adds a number that only grows, one for each value of a label. The
// values are all that there can be: another counts as the last of them.
func (s *Set) Counter(name, help, label string, values ...string) *Counter {
	c := &Counter{values: values, n: make([]float64, len(values))}
	s.add(family{name, help, "counter", func(b *strings.Builder) {
		for i, n := range c.read() {
			sample(b, name, label+`="`+values[i]+`"`, n)
		}
	}})
	return c
}

// Counter counts by the value of a label.
type Counter struct {
	values []string
	mu     sync.Mutex
	n      []float64
}

// Inc counts one more for a value.
func (c *Counter) Inc(value string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[position(c.values, value)]++
}

func (c *Counter) read() []float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.n)
}

func position(values []string, value string) int {
	if i := slices.Index(values, value); i >= 0 {
		return i
	}
	return len(values) - 1
}

// Histogram adds how long something took, in seconds, for each value of a label
// as Counter has them. Bounds ascend.
func (s *Set) Histogram(name, help string, bounds []float64, label string, values ...string) *Histogram {
	h := &Histogram{values: values, bounds: bounds, of: make([]spread, len(values))}
	for i := range h.of {
		h.of[i].n = make([]float64, len(bounds)+1)
	}
	s.add(family{name, help, "histogram", func(b *strings.Builder) { h.write(b, name, label) }})
	return h
}

// Histogram counts durations by the value of a label.
type Histogram struct {
	values []string
	bounds []float64
	mu     sync.Mutex
	of     []spread
}

type spread struct {
	n   []float64 // in each bucket; the last is beyond all bounds
	sum float64
}

// Observe counts one duration, in seconds, for a value.
func (h *Histogram) Observe(value string, seconds float64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i, _ := slices.BinarySearch(h.bounds, seconds)
	of := &h.of[position(h.values, value)]
	of.n[i]++
	of.sum += seconds
}

func (h *Histogram) write(b *strings.Builder, name, label string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i, of := range h.of {
		with, total := label+`="`+h.values[i]+`"`, 0.0
		for j, n := range of.n {
			bound := "+Inf"
			if j < len(h.bounds) {
				bound = number(h.bounds[j])
			}
			total += n
			sample(b, name+"_bucket", with+`,le="`+bound+`"`, total)
		}
		sample(b, name+"_sum", with, of.sum)
		sample(b, name+"_count", with, total)
	}
}

func sample(b *strings.Builder, name, labels string, v float64) {
	b.WriteString(name)
	if labels != "" {
		b.WriteString("{" + labels + "}")
	}
	b.WriteString(" " + number(v) + "\n")
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// String is everything, in the order in which it was added.
func (s *Set) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for _, f := range s.all {
		b.WriteString("# HELP " + f.name + " " + f.help + "\n# TYPE " + f.name + " " + f.kind + "\n")
		f.write(&b)
	}
	return b.String()
}

// ServeHTTP implements http.Handler for whoever scrapes.
func (s *Set) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = io.WriteString(w, s.String())
}
