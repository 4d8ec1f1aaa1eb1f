package main

import (
	"time"

	"pleach/bench/load"
)

// idle is what so many open streams cost a server.
type idle struct {
	title         string
	streams       int
	before, after int64 // bytes in memory
}

// settleTime is how long streams are left alone before memory is looked at: a
// heartbeat of the server, and a little.
const settleTime = 22 * time.Second

func streams(p plan, r *report) error {
	bare, err := bareStreams(p)
	if err != nil {
		return err
	}
	dir, remove, err := p.folder()
	if err != nil {
		return err
	}
	defer remove()
	all, err := settle(dir, p.streams)
	if err != nil {
		return err
	}
	s, err := servePleach(p, dir)
	if err != nil {
		return err
	}
	ours, err := hold(s, "**Pleach**", p.streams, func(i int) (string, load.Header) {
		all[i].knows(s.Addr)
		return "/v1/stream", all[i].header
	})
	r.idle = []idle{bare, ours}
	return err
}

func bareStreams(p plan) (idle, error) {
	dir, remove, err := p.folder()
	if err != nil {
		return idle{}, err
	}
	defer remove()
	s, err := startFloor(p, "streams", dir)
	if err != nil {
		return idle{}, err
	}
	return hold(s, "floor: net/http alone", p.streams, func(int) (string, load.Header) {
		return "/stream", load.NewHeader(s.Addr)
	})
}

// hold opens streams, waits, and looks. It stops the server.
func hold(s *load.Server, title string, n int, ask func(int) (string, load.Header)) (idle, error) {
	defer s.Stop()
	out := idle{title: title, streams: n}
	var err error
	if out.before, err = s.Memory(); err != nil {
		return out, err
	}
	for i := range n {
		conn, err := load.Dial(s.Addr)
		if err != nil {
			return out, err
		}
		defer conn.Close()
		path, header := ask(i)
		if err := conn.Hold(path, header); err != nil {
			return out, err
		}
	}
	time.Sleep(settleTime)
	out.after, err = s.Memory()
	return out, err
}
