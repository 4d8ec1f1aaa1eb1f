package metrics_test

import (
	"os"
	"sync"
	"testing"

	"pleach/internal/metrics"
)

// The format is Prometheus's; the golden file is what a scraper reads.
func TestWhatAScraperReads(t *testing.T) {
	var s metrics.Set
	s.Gauge("app_streams", "Open streams.", func() float64 { return 2 })
	c := s.Counter("app_requests_total", "Requests.", "kind", "read", "write", "other")
	h := s.Histogram("app_seconds", "How long they took.", []float64{0.01, 0.1}, "kind", "read", "other")
	for _, kind := range []string{"read", "read", "write", "never heard of"} {
		c.Inc(kind)
	}
	for _, seconds := range []float64{0.005, 0.01, 0.05, 3} {
		h.Observe("read", seconds)
	}
	want, err := os.ReadFile("testdata/scrape.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.String(); got != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestManyCountAtOnce(t *testing.T) {
	var s metrics.Set
	c := s.Counter("n", "N.", "kind", "a")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 1000 {
				c.Inc("a")
			}
		})
	}
	all.Wait()
	if want := "# HELP n N.\n# TYPE n counter\nn{kind=\"a\"} 8000\n"; s.String() != want {
		t.Errorf("got %q", s.String())
	}
}
