package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"pleach/internal/host"
	"pleach/internal/metrics"
)

type serveCmd struct {
	where
	schedule
	Listen string   `help:"Address to listen on. TLS is a reverse proxy's work." default:"127.0.0.1:8480"`
	Origin []string `help:"What people type to get here, such as https://pleach.example. May be given more than once." placeholder:"URL"`
	Ops    string   `help:"Address for /metrics, /healthz and /readyz, such as 127.0.0.1:8481. None unless given; nothing there says who did what." placeholder:"ADDRESS"`
	Proxy  bool     `name:"behind-proxy" help:"Limits count by the address that a reverse proxy puts into X-Forwarded-For, and not by the proxy's own."`
	Signup string   `help:"Who may make an account: open, code or closed. Open by default only while nobody but this machine gets here." enum:",open,code,closed" default:""`
	Code   string   `help:"The code that a sign-up needs." env:"PLEACH_SIGNUP_CODE" hidden:""`
}

// Validate tells bad input from what goes wrong later.
func (c serveCmd) Validate() error { return errors.Join(c.where.Validate(), c.check(c.where)) }

// Run serves until it is told to stop.
func (c serveCmd) Run(ctx context.Context, u ui) (err error) {
	store, place, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if closing := store.Close(); err == nil {
			err = closing
		}
	}()
	numbers := new(metrics.Set)
	h, err := host.Start(host.Config{
		Store: store, Nodes: nodesOf(store), Listen: []string{c.Listen}, Origins: trimmed(c.Origin), Signup: c.Signup, Code: c.Code, Log: u.log,
		Ops: c.Ops, Metrics: numbers, BehindProxy: c.Proxy,
	})
	if err != nil {
		return err
	}
	defer h.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	wait, err := c.begin(ctx, c.Data, u.log, numbers)
	if err != nil {
		return err
	}
	defer func() { stop(); wait() }()
	fmt.Fprintf(u.out, "Pleach is at %s, with its data in %s. Ctrl-C stops it.\n", h.Origins()[0], place)
	if h.Ops() != "" {
		fmt.Fprintf(u.out, "Metrics are at %s/metrics.\n", h.Ops())
	}
	return h.Wait(ctx)
}

// trimmed takes the slash off that people put behind an address.
func trimmed(origins []string) []string {
	for i := range origins {
		origins[i] = strings.TrimRight(origins[i], "/")
	}
	return origins
}
