package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"pleach/bench/load"
)

// peers are servers of others that keep entries too, each with what its
// acknowledgement is worth.
func peers(p plan) []contender {
	base, stream := missing(p.program("pocketbase")), missing(p.program("nats"))
	return append([]contender{
		{name: "pocketbase", title: "PocketBase, as it comes", lacks: base, open: openPocketBase("normal"),
			durable: "crash (WAL, synchronous=NORMAL: a power cut may take the newest)"},
		{name: "pocketbase-full", title: "PocketBase, set to synchronous=FULL", lacks: base, open: openPocketBase("full"),
			durable: "power cut (WAL, synchronous=FULL)"},
		{name: "nats", title: "NATS JetStream, one stream", lacks: stream, open: openNATS(false),
			durable: "power cut (sync always)"},
		{name: "nats-apart", title: "NATS JetStream, a stream for each client", lacks: stream, open: openNATS(true),
			durable: "power cut (sync always)"},
	}, fromNPM(p)...)
}

func openPocketBase(mode string) func(plan, string, int) (*field, error) {
	return func(p plan, dir string, clients int) (*field, error) {
		addr, err := load.FreeAddr()
		if err != nil {
			return nil, err
		}
		cmd := exec.Command(p.program("pocketbase"), mode, addr, dir, strconv.Itoa(clients))
		s, err := load.Start(cmd, addr, load.Answers("/api/health"))
		if err != nil {
			return nil, err
		}
		f := &field{server: s}
		tokens, err := os.ReadFile(filepath.Join(dir, "tokens"))
		if err != nil {
			f.close()
			return nil, err
		}
		for i, token := range strings.Fields(string(tokens)) {
			conn, err := load.Dial(addr)
			if err != nil {
				f.close()
				return nil, err
			}
			header := load.NewHeader(addr, "Authorization", token, "Content-Type", "application/json")
			f.clients = append(f.clients, inJSON{posting{newMaker(uint64(i)), conn, "/api/collections/entries/records", header}, i})
		}
		return f, nil
	}
}

// inJSON pushes the entry as text.
type inJSON struct {
	posting
	space int
}

func (c inJSON) Prepare() {
	c.posting.Prepare()
	c.body = fmt.Appendf(nil, `{"space":"%d","data":"%s"}`, c.space, base64.StdEncoding.EncodeToString(c.body))
}

func openNATS(apart bool) func(plan, string, int) (*field, error) {
	return func(p plan, dir string, clients int) (*field, error) {
		addr, err := load.FreeAddr()
		if err != nil {
			return nil, err
		}
		s, err := load.Start(exec.Command(p.program("nats"), addr, dir), addr, answersNATS)
		if err != nil {
			return nil, err
		}
		f := &field{server: s}
		for i := range clients {
			c, err := dialNATS(addr, i, apart)
			if err != nil {
				f.close()
				return nil, err
			}
			f.clients = append(f.clients, c)
		}
		return f, nil
	}
}

// answersNATS is a ready: JetStream says what it holds.
func answersNATS(addr string) error {
	nc, err := nats.Connect("nats://" + addr)
	if err != nil {
		return err
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	_, err = js.AccountInfo(context.Background())
	return err
}

// publisher is a client with a connection of its own, in NATS's protocol.
type publisher struct {
	*maker
	nc      *nats.Conn
	js      jetstream.JetStream
	subject string
}

func dialNATS(addr string, i int, apart bool) (*publisher, error) {
	nc, err := nats.Connect("nats://" + addr)
	if err != nil {
		return nil, err
	}
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, err
	}
	c := &publisher{newMaker(uint64(i)), nc, js, fmt.Sprintf("space.%d", i)}
	cfg := jetstream.StreamConfig{Name: "spaces", Subjects: []string{"space.*"}, Storage: jetstream.FileStorage}
	if apart {
		cfg.Name, cfg.Subjects = fmt.Sprintf("space%d", i), []string{c.subject}
	}
	if _, err = js.CreateStream(context.Background(), cfg); errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
		err = nil
	}
	return c, err
}

func (c *publisher) Push() error {
	_, err := c.js.Publish(context.Background(), c.subject, c.body)
	return err
}

func (c *publisher) Close() { c.nc.Close() }
