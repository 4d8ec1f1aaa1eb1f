package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"pleach/bench/load"
)

// fromNPM are the peers that npm has.
func fromNPM(p plan) []contender {
	program := filepath.Join(p.peers, "actual", "node_modules", "@actual-app", "sync-server", "build", "app.js")
	return []contender{{
		name: "actual", title: "Actual's sync server", lacks: missing(program), open: openActual(program),
		durable: "power cut (rollback journal, SQLite's own synchronous=FULL)",
	}}
}

// openActual starts it with a budget file for each client; none of its
// messages can be read by it, like ours. Its limit on requests is off, which is
// what "development" means to it.
func openActual(program string) func(plan, string, int) (*field, error) {
	return func(p plan, dir string, clients int) (*field, error) {
		addr, err := load.FreeAddr()
		if err != nil {
			return nil, err
		}
		cmd := exec.Command("node", program)
		cmd.Env = append(os.Environ(), "NODE_ENV=development", "ACTUAL_DATA_DIR="+dir,
			"ACTUAL_HOSTNAME=127.0.0.1", "ACTUAL_PORT="+addr[len("127.0.0.1:"):])
		s, err := load.Start(cmd, addr, load.Answers("/account/needs-bootstrap"))
		if err != nil {
			return nil, err
		}
		f := &field{server: s}
		if err := f.budgets(addr, clients); err != nil {
			f.close()
			return nil, fmt.Errorf("%w %s", err, s.Said())
		}
		return f, nil
	}
}

// budgets signs up and makes a file for each client.
func (f *field) budgets(addr string, clients int) error {
	conn, err := load.Dial(addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	var up struct{ Data struct{ Token string } }
	asJSON := load.NewHeader(addr, "Content-Type", "application/json")
	if err := conn.Ask("POST", "/account/bootstrap", asJSON, []byte(`{"password":"a long enough password"}`), into(&up)); err != nil {
		return err
	}
	for i := range clients {
		c := &budget{maker: newMaker(uint64(i)), file: fmt.Sprintf("00000000-0000-4000-8000-%012d", i), at: time.Now()}
		var made struct{ GroupID string }
		h := load.NewHeader(addr, "Content-Type", "application/encrypted-file", "x-actual-token", up.Data.Token,
			"x-actual-file-id", c.file, "x-actual-name", "budget", "x-actual-format", "2")
		if err := conn.Ask("POST", "/sync/upload-user-file", h, []byte("nothing"), into(&made)); err != nil {
			return err
		}
		c.group, c.header = made.GroupID, load.NewHeader(addr, "Content-Type", "application/actual-sync", "x-actual-token", up.Data.Token)
		if c.conn, err = load.Dial(addr); err != nil {
			return err
		}
		f.clients = append(f.clients, c)
	}
	return nil
}

func into(v any) func(*http.Response) error {
	return func(r *http.Response) error { return json.NewDecoder(r.Body).Decode(v) }
}

// budget is one client of Actual: it sends one message and asks for what came
// after it, which is nothing.
type budget struct {
	*maker
	conn        *load.Conn
	header      load.Header
	file, group string
	at          time.Time
	message     []byte
}

// Prepare writes a SyncRequest in Protocol Buffers: messages 1 (timestamp 1,
// encrypted 2, content 3), file 2, group 3, since 6.
func (b *budget) Prepare() {
	b.maker.Prepare()
	b.at = b.at.Add(time.Millisecond)
	stamp := b.at.UTC().Format("2006-01-02T15:04:05.000Z") + "-0000-0123456789abcdef"
	envelope := bytesField(nil, 1, []byte(stamp))
	envelope = bytesField(append(envelope, 2<<3, 1), 3, b.body)
	out := bytesField(nil, 1, envelope)
	out = bytesField(bytesField(out, 2, []byte(b.file)), 3, []byte(b.group))
	b.message = bytesField(out, 6, []byte(stamp))
}

// bytesField adds a field of bytes, Protocol Buffers' wire type 2.
func bytesField(out []byte, n byte, data []byte) []byte {
	out = append(out, n<<3|2)
	l := len(data)
	for ; l > 127; l >>= 7 {
		out = append(out, byte(l)|128)
	}
	return append(append(out, byte(l)), data...)
}

func (b *budget) Push() error { return b.conn.Ask("POST", "/sync/sync", b.header, b.message, nil) }
func (b *budget) Close()      { b.conn.Close() }
