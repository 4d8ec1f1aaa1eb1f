package relayhttp_test

import (
	"testing"

	"pleach/internal/relay/relayhttp"
	"pleach/wire"
)

// TestAFormerPartnerIsAStranger: whoever has left a space is told of every
// route of it what a stranger is told.
func TestAFormerPartnerIsAStranger(t *testing.T) {
	for _, route := range relayhttp.Routes() {
		name := route.Method + " " + route.Pattern
		row := matrix[name]
		if row.stranger != "forbidden" && route.Who != relayhttp.Member {
			continue
		}
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var body any
			if row.ask != nil {
				body = row.ask(w, w.noor)
			}
			w.ok(w.ask(w.noor, "POST", w.inCouple("/leave"), wire.Leave{N: 2, Commit: []byte("without Noor")}))
			got := w.outcome(w.untilFlushed(w.request(w.noor, route.Method, w.fill(route, w.noor), body)))
			if got != "forbidden" && got != "not_found" {
				t.Errorf("got %s", got)
			}
		})
	}
}

// TestWhoHasLeftHearsNothingOfTheSpace: the stream goes on for what is theirs.
func TestWhoHasLeftHearsNothingOfTheSpace(t *testing.T) {
	w := newWorld(t)
	l := w.listen(w.noor, 1)
	w.ok(w.ask(w.noor, "POST", w.inCouple("/leave"), wire.Leave{N: 2, Commit: []byte("without Noor")}))
	w.ok(w.ask(w.ada, "PUT", w.inCouple("/commits/3"), wire.PutCommit{Commit: []byte("Ada's next")}))
	own := w.ID()
	w.ok(w.ask(w.noor, "POST", "/v1/spaces", wire.NewSpace{Space: own, Commit: []byte("Noor's own")}))
	if event, data := l.next(); event != wire.EventAdvanced || data != own.String() {
		t.Errorf("the stream says %s %s", event, data)
	}
	if again := w.listen(w.noor, 1); again == nil {
		t.Error("no stream")
	}
}
