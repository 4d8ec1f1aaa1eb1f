package host

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/wire"
)

// broken is a store whose disk has gone.
type broken struct{ relay.Store }

func (broken) Spaces(context.Context, wire.ID) ([]wire.ID, error) {
	return nil, errors.New("the disk has gone")
}

func TestAServerSaysWhetherItIsReady(t *testing.T) {
	for name, c := range map[string]struct {
		store relay.Store
		want  string
	}{"well": {mem.New(), "ready"}, "without its disk": {broken{mem.New()}, "the store does not answer"}} {
		h, err := Start(Config{Store: c.store, Listen: []string{"127.0.0.1:0"}, Ops: "127.0.0.1:0"})
		if err != nil {
			t.Fatal(err)
		}
		if got := get(t, h.Ops()+"/readyz"); !strings.Contains(got, c.want) || strings.Contains(got, "has gone") {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if got := get(t, h.Ops()+"/healthz"); got != "ok\n" {
			t.Errorf("%s: %q", name, got)
		}
		h.stopping.Store(true)
		if resp, err := http.Get(h.Ops() + "/readyz"); err != nil || resp.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s: while it stops: %v, %v", name, resp, err)
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestWhereARequestBehindAProxyComesFrom(t *testing.T) {
	for _, c := range []struct {
		said []string
		want string
	}{
		{[]string{"203.0.113.7"}, "203.0.113.7"},
		{[]string{"10.0.0.1, 203.0.113.7"}, "203.0.113.7"},        // what a client made up comes first
		{[]string{"10.0.0.1", "203.0.113.7"}, "203.0.113.7"},      // in lines of their own
		{[]string{"2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::"},      // a person has the whole network
		{[]string{"unknown"}, ""}, {nil, ""}, {[]string{","}, ""}, // all of these share one allowance
	} {
		r := &http.Request{Header: http.Header{"X-Forwarded-For": c.said}}
		if got := forwarded(r); got != c.want {
			t.Errorf("%q: got %q, want %q", c.said, got, c.want)
		}
	}
}
