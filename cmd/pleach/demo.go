package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"pleach/internal/demo"
	"pleach/internal/host"
	"pleach/internal/relay/mem"
)

type demoCmd struct {
	Listen string `help:"Address for Ada; Noor is at the next port." default:"127.0.0.1:8480"`
	Seed   uint64 `help:"Seed of the couple's moods." default:"1"`
}

// Run makes the couple and serves them until it is told to stop. Each of the
// two has an origin of their own, so that one browser can be both.
func (c demoCmd) Run(ctx context.Context, u ui) error {
	listen, err := two(c.Listen)
	if err != nil {
		return err
	}
	u.level.Set(slog.LevelWarn) // twelve weeks of requests are nobody's news
	var clock demo.Clock
	var page demo.Page
	h, err := host.Start(host.Config{
		Store: mem.New(), Listen: listen, Clock: clock.Now, Log: u.log, Pages: map[string]http.Handler{"/demo": &page, "/demo.css": demo.Style()},
	})
	if err != nil {
		return err
	}
	defer h.Close()
	ada, noor := h.Origins()[0], h.Origins()[1]
	couple, err := demo.Make(ctx, demo.Config{Ada: ada, Noor: noor, Now: time.Now(), Clock: &clock, Seed: c.Seed})
	if err != nil {
		return err
	}
	clock.Release()
	page.Fill(couple)
	announce(u.out, ada)
	return h.Wait(ctx)
}

func announce(out io.Writer, ada string) {
	fmt.Fprintf(out, "Ada and Noor are at %s/demo\nOpen it in a browser; each is one click away. Nothing is kept. Ctrl-C stops it.\n", ada)
}

// two is an address and the one at the next port; port 0 picks both.
func two(listen string) ([]string, error) {
	name, port, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, fmt.Errorf("--listen wants an address such as 127.0.0.1:8480: %w", err)
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 0 || n > 65534 {
		return nil, fmt.Errorf("--listen wants a port from 0 to 65534, not %q", port)
	}
	if n > 0 {
		n++
	}
	return []string{listen, net.JoinHostPort(name, strconv.Itoa(n))}, nil
}
