package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"sync"
	"time"

	"pleach/bench/load"
	"pleach/internal/relay"
	"pleach/internal/relay/relaytest"
	"pleach/internal/relay/sqlite"
	"pleach/wire"
)

func pleach(p plan) contender {
	return contender{name: "pleach", title: "**Pleach**", durable: "power cut (WAL, synchronous=FULL)",
		lacks: missing(p.program("pleach")), open: openPleach}
}

// resident is somebody who is signed in, with a space of their own.
type resident struct {
	*maker
	who    *relaytest.Person
	space  wire.ID
	path   string
	token  string
	header load.Header
}

// settle puts people with sessions and spaces into a data folder, before the
// server has it. They come in by the store and not by sign-up, which is limited
// to ten a second; everything that is measured goes over HTTP.
func settle(dir string, n int) ([]*resident, error) {
	s, err := sqlite.Open(sqlite.Config{Dir: dir})
	if err != nil {
		return nil, err
	}
	all, errs := make([]*resident, n), make([]error, n)
	var group sync.WaitGroup
	room := make(chan struct{}, 64)
	for i := range n {
		room <- struct{}{}
		group.Go(func() {
			all[i], errs[i] = moveIn(s, uint64(i))
			<-room
		})
	}
	group.Wait()
	for _, err := range append(errs, s.Close()) {
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func moveIn(s relay.Store, seed uint64) (*resident, error) {
	w, ctx, now := relaytest.NewWorld(seed), context.Background(), time.Now()
	r := &resident{who: w.Person(), space: w.ID()}
	token, err := relay.NewToken(r.who.ID, bytes.NewReader(w.Bytes(32)))
	if err != nil {
		return nil, err
	}
	if err := s.CreateAccount(ctx, r.who.Account()); err != nil {
		return nil, err
	}
	session := r.who.Session(r.who.Device, token.Hash(), now)
	if err := s.OpenSession(ctx, session, wire.DefaultLimits(), now); err != nil {
		return nil, err
	}
	space := wire.NewSpace{Space: r.space, Commit: w.Bytes(100)}
	if err := s.CreateSpace(ctx, r.who.ID, space, wire.DefaultLimits(), now); err != nil {
		return nil, err
	}
	r.maker = &maker{chain: w.Chain(r.space, r.who.Device)}
	r.token, r.path = token.String(), "/v1/spaces/"+r.space.String()+"/entries"
	return r, nil
}

func (r *resident) knows(addr string) {
	r.header = load.NewHeader(addr, "Authorization", "Bearer "+r.token, wire.HeaderVersion, "1", "Content-Type", wire.ContentFrames)
}

func servePleach(p plan, dir string) (*load.Server, error) {
	addr, err := load.FreeAddr()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(p.program("pleach"), "serve", "--data", dir, "--listen", addr)
	return load.Start(cmd, addr, load.Answers("/v1/info"))
}

// turns is one client that pushes for several people in turn: the server lets
// nobody ask more than a hundred times a second for long.
type turns struct {
	conn *load.Conn
	all  []*resident
	next int
}

func (t *turns) Prepare() {
	t.next = (t.next + 1) % len(t.all)
	t.all[t.next].Prepare()
}

func (t *turns) Push() error {
	r := t.all[t.next]
	return t.conn.Ask("POST", r.path, r.header, r.body, nil)
}

func (t *turns) Close() { t.conn.Close() }

func openPleach(p plan, dir string, clients int) (*field, error) {
	each := people(p.seconds, clients)
	all, err := settle(dir, clients*each)
	if err != nil {
		return nil, fmt.Errorf("settle: %w", err)
	}
	s, err := servePleach(p, dir)
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
		for _, r := range all[i*each : (i+1)*each] {
			r.knows(s.Addr)
		}
		f.clients = append(f.clients, &turns{conn: conn, all: all[i*each : (i+1)*each]})
	}
	return f, nil
}

// people is how many a client must push for, so that its pushes, 5,000 a second
// at most and 40,000 of all clients together, stay within what each may do: a
// thousand at once and a hundred a second.
func people(measured time.Duration, clients int) int {
	seconds := measured.Seconds() * 4 / 3
	perClient := min(5000, 40000/float64(clients)) * seconds
	return 1 + int(perClient/(1000+100*seconds))
}
