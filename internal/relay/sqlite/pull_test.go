package sqlite_test

import (
	"bytes"
	"net/http/httptest"
	"sync"
	"testing"

	"pleach/internal/relay/relayhttp"
	"pleach/wire"
)

// What a pull costs does not grow with the entries in it.
func TestAPullAllocatesForThePageAndNotForTheEntry(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	c := clients(t, s, 1)[0]
	_, err := s.Push(t.Context(), c.who.ID, c.chain.Batch(1000, 500), wire.DefaultLimits())
	must(t, err)
	allocations := testing.AllocsPerRun(10, func() {
		page, err := s.Pull(t.Context(), c.space, 0, wire.DefaultLimits().Pull)
		must(t, err)
		if page.Next != 1000 || page.More {
			t.Fatalf("the page ends at %d", page.Next)
		}
		page.Release()
	})
	if allocations > 50 {
		t.Errorf("%v allocations for 1000 entries", allocations)
	}
}

// Bodies of pages are used again. Whoever pulls at the same time as others gets
// their own space and nothing else.
func TestPullsAtTheSameTimeKeepApart(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	h, all := handler(t, s), clients(t, s, 4)
	var readers sync.WaitGroup
	for i, c := range all {
		_, err := s.Push(t.Context(), c.who.ID, c.chain.Batch(150+50*i, 500), wire.DefaultLimits())
		must(t, err)
		page, err := s.Pull(t.Context(), c.space, 0, wire.DefaultLimits().Pull)
		must(t, err)
		for range 2 {
			readers.Go(func() {
				for range 20 {
					if got := read(h, c); !bytes.Equal(got, page.Body) {
						t.Errorf("a pull of space %d brought something else", i)
						return
					}
				}
			})
		}
	}
	readers.Wait()
}

// read pulls a space over HTTP.
func read(h *relayhttp.Server, c *client) []byte {
	r := httptest.NewRequest("GET", "/v1/spaces/"+c.space.String()+"/entries", nil)
	r.Header.Set(wire.HeaderVersion, "1")
	r.Header.Set("Authorization", "Bearer "+c.token)
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec.Body.Bytes()
}
