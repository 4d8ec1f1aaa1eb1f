package relayhttp_test

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pleach/internal/relay"
	"pleach/internal/relay/relayhttp"
	"pleach/wire"
)

// seized is an answer whose connection can be had, as that of net/http can.
type seized struct {
	*httptest.ResponseRecorder
	conn net.Conn
}

func (s seized) Hijack() (net.Conn, *bufio.ReadWriter, error) { return s.conn, nil, nil }

// seize opens a stream on a pipe: what is written waits until it is read.
func (w *world) seize(m *member) net.Conn {
	w.Helper()
	here, there := net.Pipe()
	go w.server.ServeHTTP(seized{httptest.NewRecorder(), there}, w.request(m, "GET", "/v1/stream", nil))
	return here
}

// A stream has the connection to itself, and says all the same what every answer
// says in its head.
func TestAStreamHasTheHeadOfEveryAnswer(t *testing.T) {
	w := newWorld(t)
	conn := w.seize(w.ada)
	defer conn.Close()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 200 || !res.Close || res.ContentLength != -1 || len(res.TransferEncoding) > 0 {
		t.Errorf("status %d, close %v, length %d, encoding %v", res.StatusCode, res.Close, res.ContentLength, res.TransferEncoding)
	}
	if _, err := http.ParseTime(res.Header.Get("Date")); err != nil {
		t.Error(err)
	}
	for name, want := range w.ask(nil, "GET", "/v1/info", nil).Header() {
		if name != "Content-Type" && name != "Content-Length" && !slices.Equal(res.Header[name], want) {
			t.Errorf("%s is %q, elsewhere %q", name, res.Header[name], want)
		}
	}
}

// A client that reads nothing more is dropped after a while. Whoever publishes
// does not wait for it, and neither do the others.
func TestASlowReaderHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(c *relayhttp.Config) { c.Heartbeat = time.Hour })
		slow, quick := w.seize(w.ada), w.seize(w.noor)
		defer slow.Close()
		defer quick.Close()
		lines := bufio.NewScanner(quick)
		until(t, lines, "data: "+w.couple.String())
		until(t, bufio.NewScanner(slow), "data: "+w.couple.String())
		began := time.Now()
		for range 100 {
			other := w.ID()
			w.hub.Publish([]wire.ID{w.ada.ID, w.noor.ID}, relay.Notice{Event: wire.EventAdvanced, ID: other})
			until(t, lines, "data: "+other.String())
		}
		if took := time.Since(began); took != 0 { // of the clock that stands still while anything can go on
			t.Errorf("the quick one waited %v", took)
		}
		time.Sleep(31 * time.Second)
		synctest.Wait()
		if n := w.hub.Streams(); n != 1 {
			t.Errorf("%d streams are open, want the quick one", n)
		}
	})
}

// A client that goes gives its stream back at once, without a heartbeat; and one
// that asks something else on the connection of its stream has given it up.
func TestAClientThatGoesGivesItsStreamBack(t *testing.T) {
	for name, leave := range map[string]func(net.Conn){
		"it closes":    func(c net.Conn) { c.Close() },
		"it asks anew": func(c net.Conn) { _, _ = c.Write([]byte("G")) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, func(c *relayhttp.Config) { c.Heartbeat = time.Hour })
				conn := w.seize(w.ada)
				defer conn.Close()
				until(t, bufio.NewScanner(conn), "data: "+w.couple.String())
				synctest.Wait()
				leave(conn)
				synctest.Wait()
				if n := w.hub.Streams(); n != 0 {
					t.Errorf("%d streams are open", n)
				}
				w.server.Drain(t.Context())
			})
		})
	}
}

// Nobody's stream outlives their session for longer than a second, even when a
// write waits for a client that does not read.
func TestASlowReaderIsCutOffWithItsSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		slow := w.seize(w.ada)
		defer slow.Close()
		until(t, bufio.NewScanner(slow), "data: "+w.couple.String())
		w.hub.Publish([]wire.ID{w.ada.ID}, relay.Notice{Event: wire.EventAdvanced, ID: w.ID()})
		synctest.Wait() // for the write that waits
		began := time.Now()
		w.ok(w.ask(w.ada, "DELETE", "/v1/session", nil))
		w.server.Drain(t.Context())
		if took := time.Since(began); took > 1100*time.Millisecond { // of the test's own clock
			t.Errorf("the connection was open for %v more", took)
		}
	})
}

// fragile is a store that panics when it is asked for a session, once it is told.
type fragile struct {
	relay.Store
	broken atomic.Bool
}

func (f *fragile) Session(ctx context.Context, account wire.ID, token relay.TokenHash, now time.Time) (relay.Session, error) {
	if f.broken.Load() {
		panic("canary")
	}
	return f.Store.Session(ctx, account, token, now)
}

// A heartbeat has no request around it that would catch a panic. It ends its own
// stream and no more, and the log has the place and not the value.
func TestAPanicEndsItsStreamAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(fragile)
		w := newWorld(t, func(c *relayhttp.Config) { f.Store = c.Store; c.Store = f })
		conn := w.seize(w.ada)
		defer conn.Close()
		lines := bufio.NewScanner(conn)
		until(t, lines, "data: "+w.couple.String())
		f.broken.Store(true)
		for lines.Scan() { // to the end
		}
		w.server.Drain(t.Context())
		if log := w.log.String(); !strings.Contains(log, "panic") || strings.Contains(log, "canary") {
			t.Errorf("the log says\n%s", log)
		}
		w.ok(w.ask(nil, "GET", "/v1/info", nil))
	})
}

// until reads lines up to this one.
func until(t *testing.T, lines *bufio.Scanner, want string) {
	t.Helper()
	for lines.Scan() {
		if lines.Text() == want {
			return
		}
	}
	t.Fatalf("the stream ended before %q: %v", want, lines.Err())
}

// Over HTTP/2 a connection carries other requests, too, and the stream is an
// answer among them. It says the same and ends the same.
func TestAStreamOverHTTP2(t *testing.T) {
	w := newWorld(t)
	w.http2 = true
	l := w.listen(w.noor, 1)
	w.ok(w.ask(w.ada, "POST", w.inCouple("/entries"), frames(w.ada.chain.Next(1, 100))))
	l.hears(wire.EventAdvanced, w.couple)
	l.close()
	for w.hub.Streams() > 0 {
		runtime.Gosched()
	}
	l = w.listen(w.noor, 1)
	w.ok(w.ask(w.noor, "DELETE", "/v1/session", nil))
	l.ends()
	w.server.Drain(t.Context())
}

// Ten thousand streams that are quiet take no more than 160 MB of a server; here
// are fewer, and what the clients keep of each is counted in.
func TestAQuietStreamIsSmall(t *testing.T) {
	const streams, most = 400, 8 << 10
	w := newWorld(t)
	srv := httptest.NewServer(w.server)
	defer srv.Close()
	var members []*member
	for range 1 + streams/60 {
		members = append(members, w.member())
	}
	open := func(i int) net.Conn {
		conn, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		m := members[i/60]
		_, _ = conn.Write([]byte("GET /v1/stream HTTP/1.1\r\nHost: x\r\nPleach-Version: 1\r\nAuthorization: Bearer " + m.token + "\r\n\r\n"))
		var buf [1024]byte
		if n, err := conn.Read(buf[:]); err != nil || !strings.HasPrefix(string(buf[:n]), "HTTP/1.1 200 ") {
			t.Fatalf("%v: %q", err, buf[:n])
		}
		return conn
	}
	conns := []net.Conn{open(0)}
	goroutines, before := runtime.NumGoroutine(), inUse()
	for i := 1; i <= streams; i++ {
		conns = append(conns, open(i))
	}
	for range 5000 { // until the goroutines that opened the streams are gone
		if runtime.NumGoroutine() <= goroutines+streams {
			break
		}
		time.Sleep(time.Millisecond)
	}
	each := (inUse() - before) / streams
	t.Logf("%d bytes a stream", each)
	if each > most {
		t.Errorf("a quiet stream takes %d bytes, want at most %d", each, most)
	}
	for _, c := range conns {
		c.Close()
	}
	w.server.Drain(t.Context())
}

// inUse is how many bytes are in use, stacks counted in.
func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}
