package relayhttp_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pleach/internal/relay/relayhttp"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

// listener is an open stream over a real connection.
type listener struct {
	t     testing.TB
	lines *bufio.Scanner
	close func()
}

// listen opens a stream and takes the events that it begins with.
func (w *world) listen(m *member, spaces int) *listener {
	w.Helper()
	srv := httptest.NewUnstartedServer(w.server)
	if w.http2 {
		srv.EnableHTTP2 = true
		srv.StartTLS()
	} else {
		srv.Start()
	}
	ctx, cancel := context.WithCancel(w.Context())
	r, err := http.NewRequestWithContext(ctx, "GET", srv.URL+"/v1/stream", nil)
	if err != nil {
		w.Fatal(err)
	}
	r.Header.Set(wire.HeaderVersion, "1")
	r.Header.Set("Authorization", "Bearer "+m.token)
	res, err := srv.Client().Do(r)
	if err != nil {
		w.Fatal(err)
	}
	if w.http2 != (res.ProtoMajor == 2) {
		w.Fatalf("the stream came over %s", res.Proto)
	}
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		w.Fatalf("status %d of type %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	l := &listener{t: w, lines: bufio.NewScanner(res.Body), close: func() { cancel(); res.Body.Close(); srv.Close() }}
	w.Cleanup(l.close)
	for range spaces {
		if event, _ := l.next(); event != wire.EventAdvanced {
			w.Fatalf("a stream began with %q", event)
		}
	}
	return l
}

// next waits for an event.
func (l *listener) next() (event, data string) {
	l.t.Helper()
	for l.lines.Scan() {
		line := l.lines.Text()
		if v, ok := strings.CutPrefix(line, "event: "); ok {
			event = v
		}
		if v, ok := strings.CutPrefix(line, "data: "); ok {
			data = v
		}
		if line == "" && event != "" {
			return event, data
		}
	}
	l.t.Fatalf("the stream ended: %v", l.lines.Err())
	return "", ""
}

func (l *listener) hears(event string, id wire.ID) {
	l.t.Helper()
	if e, d := l.next(); e != event || d != id.String() {
		l.t.Fatalf("heard %s %s, want %s %s", e, d, event, id)
	}
}

// ends waits for the end of the stream.
func (l *listener) ends() {
	l.t.Helper()
	for l.lines.Scan() {
		if line := l.lines.Text(); strings.HasPrefix(line, "event:") {
			l.t.Fatalf("heard %q, want the end", line)
		}
	}
	if err := l.lines.Err(); err != nil && !errors.Is(err, io.EOF) {
		l.t.Fatal(err)
	}
}

func TestAStreamWakesThePartner(t *testing.T) {
	w := newWorld(t)
	l := w.listen(w.noor, 1)
	w.ok(w.ask(w.ada, "POST", w.inCouple("/entries"), frames(w.ada.chain.Next(1, 100))))
	l.hears(wire.EventAdvanced, w.couple)
	w.ok(w.ask(w.ada, "PUT", w.inCouple("/commits/2"), wire.PutCommit{Commit: w.Bytes(9)}))
	l.hears(wire.EventAdvanced, w.couple)
}

// The first answer to a gate makes no sound. Were there one, it would come
// before that of the space which moves next.
func TestAStreamIsSilentAboutTheFirstAnswer(t *testing.T) {
	w := newWorld(t)
	own := w.ID()
	w.ok(w.ask(w.noor, "POST", "/v1/spaces", wire.NewSpace{Space: own, Commit: w.Bytes(9)}))
	l := w.listen(w.noor, 2)
	at := w.inCouple("/gates/" + gate.String())
	w.ok(w.ask(w.ada, "PUT", at, w.Answer(w.couple, gate, w.ada.Device, false).Append(nil)))
	w.ok(w.ask(w.noor, "PUT", "/v1/spaces/"+own.String()+"/commits/1", wire.PutCommit{Commit: w.Bytes(9)}))
	l.hears(wire.EventAdvanced, own)
	w.ok(w.ask(w.noor, "PUT", at, w.Answer(w.couple, gate, w.noor.Device, false).Append(nil)))
	l.hears(wire.EventAdvanced, w.couple)
}

func TestAStreamTellsTheTwoOfTheirInvite(t *testing.T) {
	w := newWorld(t)
	id := w.ID()
	at := "/v1/invites/" + id.String()
	ada, stranger := w.listen(w.ada, 1), w.listen(w.stranger, 1)
	w.ok(w.ask(w.ada, "PUT", at, wire.NewInvite{Space: w.couple, Expires: w.now.Add(time.Hour), Offer: w.Bytes(9)}))
	w.ok(w.ask(w.stranger, "PUT", at+"/answer", wire.Sealed{Data: w.Bytes(9)}))
	ada.hears(wire.EventInvite, id)
	stranger.hears(wire.EventInvite, id)
	w.ok(w.ask(w.ada, "PUT", at+"/approval", wire.Approve{Approval: w.Bytes(9), N: 2, Commit: w.Bytes(9)}))
	stranger.hears(wire.EventInvite, id)
	stranger.hears(wire.EventAdvanced, w.couple) // they are in now
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	for name, end := range map[string]func(w *world){
		"the device is removed": func(w *world) {
			w.ok(w.ask(&member{token: w.signIn(w.ada, w.ada.other)}, "DELETE", "/v1/devices/"+w.ada.Device.String(), nil))
		},
		"it signs out":     func(w *world) { w.ok(w.ask(w.ada, "DELETE", "/v1/session", nil)) },
		"the server stops": func(w *world) { w.hub.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			l := w.listen(w.ada, 1)
			end(w)
			l.ends()
		})
	}
}

// Another device of the same person is not disturbed.
func TestAStreamOutlivesAnotherDevice(t *testing.T) {
	w := newWorld(t)
	l := w.listen(w.ada, 1)
	w.ok(w.ask(w.ada, "DELETE", "/v1/devices/"+w.ada.other.String(), nil))
	w.ok(w.ask(w.noor, "PUT", w.inCouple("/commits/2"), wire.PutCommit{Commit: w.Bytes(9)}))
	l.hears(wire.EventAdvanced, w.couple)
}

// In a quiet hour there is a comment every 20 seconds; an account that the host
// locks meanwhile loses its stream at the next.
func TestAQuietStreamHasAHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		rec := httptest.NewRecorder()
		over := make(chan struct{})
		go func() {
			w.server.ServeHTTP(rec, w.request(w.ada, "GET", "/v1/stream", nil).WithContext(ctx))
			close(over)
		}()
		time.Sleep(time.Minute + time.Second)
		synctest.Wait()
		if got := strings.Count(rec.Body.String(), ": still here\n\n"); got != 3 {
			t.Errorf("%d heartbeats in a minute", got)
		}
		if err := w.store.SetStatus(t.Context(), w.ada.ID, 1); err != nil {
			t.Fatal(err)
		}
		<-over
	})
}

// An account may have many streams, but not any number.
func TestSoManyStreams(t *testing.T) {
	w := newWorld(t)
	for {
		sub, err := relaytest.Listen(w.hub, w.ada.ID, w.ada.Device)
		if err != nil {
			break
		}
		defer sub.Close()
	}
	rec := w.ask(w.ada, "GET", "/v1/stream", nil)
	w.refused(rec, wire.CodeRate)
	if rec.Header().Get("Retry-After") == "" {
		t.Error("it does not say when to try again")
	}
	if _, err := relayhttp.New(relayhttp.Config{}); err == nil {
		t.Error("a server was made of nothing")
	}
}
