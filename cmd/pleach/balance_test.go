package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"

	"github.com/rogpeppe/go-internal/testscript"
)

// balance puts a load balancer at $BALANCER, before nodes that will listen at
// addresses that it picks: one for each name.
func balance(ts *testscript.TestScript, _ bool, names []string) {
	var b balancer
	for _, name := range names {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		ts.Check(err)
		b.nodes = append(b.nodes, l.Addr().String())
		ts.Setenv(name, l.Addr().String())
		ts.Check(l.Close())
	}
	server := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: "http", Host: "node"}) },
		Transport:     &b,
		FlushInterval: -1,
	})
	ts.Defer(server.CloseClientConnections)
	ts.Setenv("BALANCER", server.URL)
}

// balancer gives each request to the node after the one before, and passes over
// nodes that are not there.
type balancer struct {
	nodes []string
	turn  atomic.Int64
}

// RoundTrip implements http.RoundTripper.
func (b *balancer) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	var errs error
	for range b.nodes {
		again := r.Clone(r.Context())
		again.URL.Host = b.nodes[b.turn.Add(1)%int64(len(b.nodes))]
		again.Body = io.NopCloser(bytes.NewReader(body))
		resp, err := http.DefaultTransport.RoundTrip(again)
		if err == nil {
			return resp, nil
		}
		errs = errors.Join(errs, err)
	}
	return nil, errs
}
