package rooms_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/rooms"
	"pleach/internal/testkit/decade"
)

// tenYears is a couple of some 15,000 entries on Ada's device, made once.
var tenYears = sync.OnceValues(func() (*decade.Couple, error) { return decade.Make(ctx) })

// BenchmarkScreens draws each room for somebody who has written for ten years.
// It reads what is folded already, as a screen does that comes on view.
func BenchmarkScreens(b *testing.B) {
	c, err := tenYears()
	if err != nil {
		b.Fatal(err)
	}
	house := rooms.New(rooms.Config{App: c.Ada.App, Library: content.English(), Zone: time.UTC})
	shared := c.Ada.Person().Shared()
	round := bond.RoundAt("weekly", c.Now.AddDate(0, 0, -14))
	talked := newestTalk(shared)
	pulses := c.Ada.Person().Private().Pulses
	for _, room := range []struct{ name, path string }{
		{"today", "/"}, {"checkin", "/checkin"}, {"prepare", "/checkin/" + bond.RoundAt("weekly", c.Now).String()},
		{"reveal", "/checkin/" + round.String()}, {"talk-ended", "/talk/" + shared.Talks[talked].ID.String()},
		{"agreements", "/agreements"}, {"map", "/map"}, {"pleach", "/map/pleach"}, {"share-mood", "/map/mood"}, {"history", "/history"}, {"history-oldest", "/history?page=129"},
		{"appreciation", "/appreciation"}, {"preview", "/pulse/" + pulses[len(pulses)/2].ID.String() + "/show"},
		{"connected", "/pair/connected"}, {"settings", "/settings"}, {"kit", "/settings/kit"}, {"safe", "/safe"}, {"look", "/safe/look"}, {"openup", "/open"}, {"grow", "/grow"}, {"new", "/grow/new"}, {"back", "/grow/back"}, {"session", "/session/yearly"},
		{"ground", "/ground"}, {"needs", "/reflected/needs"}, {"cycle", "/cycle"}, {"patterns", "/patterns"},
	} {
		b.Run(room.name, func(b *testing.B) { benchRoom(b, house, room.path) })
	}
}

func benchRoom(b *testing.B, house http.Handler, path string) {
	for b.Loop() {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Pleach-Shim", "1")
		w := httptest.NewRecorder()
		house.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatalf("%s: %d", path, w.Code)
		}
	}
}

// BenchmarkMapAfterAPulse draws the map when there is a pulse that it has not
// seen: one's own rhythm is worked out anew.
func BenchmarkMapAfterAPulse(b *testing.B) {
	c, err := tenYears()
	if err != nil {
		b.Fatal(err)
	}
	house := rooms.New(rooms.Config{App: c.Ada.App, Library: content.English(), Zone: time.UTC})
	for b.Loop() {
		b.StopTimer()
		if _, err := c.Ada.Person().Pulse(ctx, bond.Pulse{Mood: 50, Energy: 1, Closeness: 2, Room: 3}); err != nil {
			b.Fatal(err)
		}
		c.Ada.Person().Private()
		b.StartTimer()
		w := httptest.NewRecorder()
		house.ServeHTTP(w, httptest.NewRequest("GET", "/map", nil))
	}
}

// BenchmarkPulseAndToday saves a pulse and draws Today after it: the way of a
// click, with everything folded anew.
func BenchmarkPulseAndToday(b *testing.B) {
	c, err := tenYears()
	if err != nil {
		b.Fatal(err)
	}
	house := rooms.New(rooms.Config{App: c.Ada.App, Library: content.English(), Zone: time.UTC})
	for b.Loop() {
		if _, err := c.Ada.Person().Pulse(ctx, bond.Pulse{Mood: 50, Energy: 1, Closeness: 2, Room: 3}); err != nil {
			b.Fatal(err)
		}
		w := httptest.NewRecorder()
		house.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	}
}

func newestTalk(s *bond.Shared) (newest bond.Round) {
	for r, t := range s.Talks {
		if t.At.After(s.Talks[newest].At) {
			newest = r
		}
	}
	return newest
}
