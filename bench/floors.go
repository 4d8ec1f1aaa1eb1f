package main

import (
	"os/exec"

	"pleach/bench/floors/floor"
	"pleach/bench/load"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

func floors(p plan) []contender {
	return []contender{
		{name: "group", title: "floor: bare group commit, called directly", durable: "power cut (WAL, synchronous=FULL)", open: openDirect},
		{name: "group-http", title: "floor: the same behind HTTP", durable: "power cut (WAL, synchronous=FULL)",
			lacks: missing(p.program("floors")), open: openFloor("group")},
		{name: "log", title: "floor: a log synced in groups, behind HTTP", durable: "power cut (fsync)",
			lacks: missing(p.program("floors")), open: openFloor("log")},
	}
}

// maker makes what is pushed: an entry of 500 bytes in its chain.
type maker struct {
	chain *relaytest.Chain
	body  []byte
}

func newMaker(seed uint64) *maker {
	w := relaytest.NewWorld(seed)
	return &maker{chain: w.Chain(w.ID(), w.ID())}
}

// entrySize is the size of a body; the header and the wrap come to it.
const entrySize = 500

func (m *maker) Prepare() { m.body = wire.AppendBatch(nil, m.chain.Next(1, entrySize)) }

// direct pushes by a call.
type direct struct {
	*maker
	push func([]byte) error
}

func (d direct) Push() error { return d.push(d.body) }
func (direct) Close()        {}

func openDirect(_ plan, dir string, clients int) (*field, error) {
	g, err := floor.OpenGroup(dir)
	if err != nil {
		return nil, err
	}
	f := &field{group: g.Mean}
	for i := range clients {
		f.clients = append(f.clients, direct{newMaker(uint64(i)), g.Push})
	}
	return f, nil
}

// posting pushes by a POST to the same address.
type posting struct {
	*maker
	conn   *load.Conn
	path   string
	header load.Header
}

func (c posting) Push() error { return c.conn.Ask("POST", c.path, c.header, c.body, nil) }
func (c posting) Close()      { c.conn.Close() }

func openFloor(kind string) func(plan, string, int) (*field, error) {
	return func(p plan, dir string, clients int) (*field, error) {
		s, err := startFloor(p, kind, dir)
		if err != nil {
			return nil, err
		}
		f := &field{server: s}
		for i := range clients {
			conn, err := load.Dial(s.Addr)
			if err != nil {
				f.close()
				return nil, err
			}
			f.clients = append(f.clients, posting{newMaker(uint64(i)), conn, "/push", load.NewHeader(s.Addr)})
		}
		return f, nil
	}
}

func startFloor(p plan, kind, dir string) (*load.Server, error) {
	addr, err := load.FreeAddr()
	if err != nil {
		return nil, err
	}
	return load.Start(exec.Command(p.program("floors"), kind, addr, dir), addr, load.Answers("/ready"))
}
