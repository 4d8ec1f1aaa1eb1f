package sqlite_test

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
	"pleach/internal/relay/relayhttp"
	"pleach/internal/relay/relaytest"
	"pleach/internal/relay/sqlite"
	"pleach/wire"
)

// client is one device with a space of its own and a session.
type client struct {
	who   *relaytest.Person
	space wire.ID
	chain *relaytest.Chain
	token string
}

func clients(b testing.TB, s relay.Store, n int) []*client {
	out := make([]*client, n)
	for i := range out {
		w := relaytest.NewWorld(uint64(i))
		c := &client{who: w.Person(), space: w.ID()}
		c.chain = w.Chain(c.space, c.who.Device)
		token, err := relay.NewToken(c.who.ID, bytes.NewReader(w.Bytes(32)))
		must(b, err)
		c.token = token.String()
		must(b, s.CreateAccount(b.Context(), c.who.Account()))
		must(b, s.OpenSession(b.Context(), c.who.Session(c.who.Device, token.Hash(), relaytest.Start), wire.DefaultLimits(), relaytest.Start))
		must(b, s.CreateSpace(b.Context(), c.who.ID, wire.NewSpace{Space: c.space, Commit: w.Bytes(100)}, wire.DefaultLimits(), relaytest.Start))
		out[i] = c
	}
	return out
}

func must(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// together divides b.N pushes among the clients; each waits for its answer
// before it pushes again. It reports the mean time that one waited, too.
func together(b *testing.B, all []*client, push func(*client) error) {
	var left atomic.Int64
	var waited atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	var group sync.WaitGroup
	for _, c := range all {
		group.Go(func() {
			for left.Add(-1) >= 0 {
				began := time.Now()
				if err := push(c); err != nil {
					b.Error(err)
					return
				}
				waited.Add(int64(time.Since(began)))
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pushes/s")
	b.ReportMetric(float64(waited.Load())/float64(b.N)/1e6, "ms/wait")
}

func BenchmarkPush(b *testing.B) {
	for _, n := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("store/%d clients", n), func(b *testing.B) {
			s := open(b, b.TempDir())
			defer s.Close()
			together(b, clients(b, s, n), func(c *client) error {
				_, err := s.Push(b.Context(), c.who.ID, c.chain.Batch(1, 500), wire.DefaultLimits())
				return err
			})
		})
		b.Run(fmt.Sprintf("http/%d clients", n), func(b *testing.B) {
			s := open(b, b.TempDir())
			defer s.Close()
			h := handler(b, s)
			together(b, clients(b, s, n), func(c *client) error {
				return ask(h, c, "POST", "/entries", wire.AppendBatch(nil, c.chain.Next(1, 500)))
			})
		})
	}
}

func handler(b testing.TB, s relay.Store) *relayhttp.Server {
	h, err := relayhttp.New(relayhttp.Config{
		Store: s, Hub: relay.NewHub(), Origins: []string{"https://pleach.example"},
		PerAccount: relayhttp.Unlimited, PerAddress: relayhttp.Unlimited,
		Clock: func() time.Time { return relaytest.Start },
	})
	must(b, err)
	return h
}

func ask(h *relayhttp.Server, c *client, method, path string, body []byte) error {
	r := httptest.NewRequest(method, "/v1/spaces/"+c.space.String()+path, bytes.NewReader(body))
	r.Header.Set(wire.HeaderVersion, "1")
	r.Header.Set("Content-Type", wire.ContentFrames)
	r.Header.Set("Authorization", "Bearer "+c.token)
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	if rec.Code != 200 {
		return fmt.Errorf("status %d: %s", rec.Code, rec.Body)
	}
	return nil
}

// tenThousand makes a folder with one space of 10,000 entries of 500 bytes.
func tenThousand(b *testing.B) (string, *client) {
	dir := b.TempDir()
	s := open(b, dir)
	c := clients(b, s, 1)[0]
	for range 20 {
		_, err := s.Push(b.Context(), c.who.ID, c.chain.Batch(500, 500), wire.DefaultLimits())
		must(b, err)
	}
	must(b, s.Close())
	return dir, c
}

func BenchmarkPull10k(b *testing.B) {
	dir, c := tenThousand(b)
	b.Run("store", func(b *testing.B) {
		s := open(b, dir)
		defer s.Close()
		for b.Loop() {
			for page := (relay.Page{More: true}); page.More; page.Release() {
				var err error
				page, err = s.Pull(b.Context(), c.space, page.Next, wire.DefaultLimits().Pull)
				must(b, err)
			}
		}
		b.ReportMetric(10_000*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	})
	b.Run("bare select", func(b *testing.B) {
		db, err := sqlite3.Open("file:" + filepath.Join(dir, "relay.db"))
		must(b, err)
		defer db.Close()
		// The rows as they lie in the file; this knows nothing of spaces and keys.
		rows, _, err := db.Prepare(`SELECT i.pos, i.kind, i.data, w.wrap, w.body FROM items i JOIN words w ON w.rowid = i.rowid`)
		must(b, err)
		defer rows.Close()
		body := make([]byte, 0, 16<<20)
		for b.Loop() {
			for body = body[:0]; rows.Step(); {
				body = append(body, byte(rows.ColumnInt64(0)), byte(rows.ColumnInt(1)))
				for i := 2; i < 5; i++ {
					body = append(body, rows.ColumnRawBlob(i)...)
				}
			}
			must(b, rows.Reset())
		}
		b.ReportMetric(10_000*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	})
}

func BenchmarkOpen10k(b *testing.B) {
	dir, _ := tenThousand(b)
	for b.Loop() {
		s, err := sqlite.Open(sqlite.Config{Dir: dir})
		must(b, err)
		must(b, s.Close())
	}
}
