package host

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"pleach/internal/metrics"
	"pleach/internal/relay/relayhttp"
	"pleach/wire"
)

// bounds of the histogram, in seconds.
var bounds = []float64{0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5}

// observer counts what the API answers, if somebody may ask.
func (h *Host) observer() func(relayhttp.Observation) {
	if h.cfg.Ops == "" {
		return nil
	}
	if h.cfg.Metrics == nil {
		h.cfg.Metrics = new(metrics.Set)
	}
	m := h.cfg.Metrics
	requests := m.Counter("pleach_requests_total", "Answers of the API.", "status", "2xx", "4xx", "5xx", "other")
	took := m.Histogram("pleach_request_seconds", "How long the API took to answer, streams left out.", bounds, "kind", relayhttp.Kinds()...)
	limited := m.Counter("pleach_refusals_total", "Requests that were refused, by reason.", "code",
		string(wire.CodeRate), string(wire.CodeFull), string(wire.CodeQuota), string(wire.CodeInternal), "other")
	m.Gauge("pleach_streams", "Open streams for news.", func() float64 { return float64(h.hub.Streams()) })
	m.Gauge("pleach_goroutines", "Goroutines of the program.", func() float64 { return float64(runtime.NumGoroutine()) })
	began := float64(time.Now().Unix())
	m.Gauge("process_start_time_seconds", "When the program began, in seconds since 1970.", func() float64 { return began })
	return func(o relayhttp.Observation) {
		requests.Inc(strconv.Itoa(o.Status/100) + "xx")
		if o.Code != "" {
			limited.Inc(string(o.Code))
		}
		if o.Kind != relayhttp.KindStream {
			took.Observe(o.Kind, o.Took.Seconds())
		}
	}
}

// startOps serves what whoever runs the server may ask, on an address apart.
func (h *Host) startOps() error {
	if h.cfg.Ops == "" {
		return nil
	}
	l, err := net.Listen("tcp", h.cfg.Ops)
	if err != nil {
		return fmt.Errorf("host: listen on %s: %w", h.cfg.Ops, err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", h.cfg.Metrics)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", h.ready)
	h.ops = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	h.opsAt = "http://" + l.Addr().String()
	go func() { h.failed <- h.ops.Serve(l) }()
	return nil
}

// ready says whether requests are welcome: the store answers, and the server is
// not about to stop.
func (h *Host) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	_, err := h.cfg.Store.Spaces(ctx, wire.ID{})
	switch {
	case h.stopping.Load():
		http.Error(w, "stopping", http.StatusServiceUnavailable)
	case err != nil:
		http.Error(w, "the store does not answer; the log says why", http.StatusServiceUnavailable)
		h.cfg.Log.Error("not ready", "err", err)
	default:
		_, _ = w.Write([]byte("ready\n"))
	}
}

func (h *Host) closeOps() {
	if h.ops != nil {
		_ = h.ops.Close()
	}
}

// Ops is where metrics, health and readiness are, or "".
func (h *Host) Ops() string { return h.opsAt }
