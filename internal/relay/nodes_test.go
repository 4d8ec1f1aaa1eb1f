package relay_test

import (
	"slices"
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

// Two hubs that tell each other are one hub: what one is told, the streams of
// the other hear, and it does not come back.
func TestTwoHubsAreLikeOne(t *testing.T) {
	a, b := relay.NewHub(), relay.NewHub()
	said := 0
	carry := func(to *relay.Hub) func(relay.News) {
		return func(n relay.News) {
			said++
			read, err := relay.ParseNews(n.String())
			if err != nil {
				t.Error(err)
			}
			to.Hear(read)
		}
	}
	a.Tell(carry(b))
	b.Tell(carry(a))
	ada, noor, phone, tablet := wire.ID{1}, wire.ID{2}, wire.ID{3}, wire.ID{4}
	there, err := relaytest.Listen(b, noor, phone)
	if err != nil {
		t.Fatal(err)
	}
	also, err := relaytest.Listen(b, noor, tablet)
	if err != nil {
		t.Fatal(err)
	}

	n := relay.Notice{Event: wire.EventAdvanced, ID: wire.ID{9}}
	a.Publish([]wire.ID{ada, noor, {}}, n)
	for _, s := range []*relaytest.Listener{there, also} {
		if got := s.Take(); !slices.Equal(got, []relay.Notice{n}) {
			t.Errorf("got %v", got)
		}
	}
	a.End(noor, phone)
	<-there.Ended
	a.EndOthers(noor, phone)
	<-also.Ended
	if said != 3 {
		t.Errorf("%d news for three", said)
	}
	if got := b.Accounts(); len(got) != 0 {
		t.Errorf("streams of %v are open", got)
	}
}

func FuzzParseNews(f *testing.F) {
	f.Add(relay.News{What: wire.EventInvite, ID: wire.ID{1}, Accounts: []wire.ID{{2}, {3}}}.String())
	f.Add("end " + wire.ID{7}.String())
	f.Add("advanced  ")
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := relay.ParseNews(s); err == nil && n.String() != s {
			t.Errorf("%q is read and written as %q", s, n)
		}
	})
}
