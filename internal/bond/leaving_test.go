package bond

import (
	"testing"

	"pleach/wire"
)

// TestCopiesOfSeveralDevicesAddUp: two devices copied what they had, in parts
// and out of order. What both have is there once, in the order of the space.
func TestCopiesOfSeveralDevicesAddUp(t *testing.T) {
	space, device, author := wire.ID{1}, wire.ID{2}, wire.ID{3}
	payload := func(text string) []byte {
		b, err := Encode(Appreciated{Appreciation{ID: wire.ID{byte(len(text))}, Text: text}})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	long := payload("second")
	part := func(n int, b []byte) KeptEntry {
		return KeptEntry{Lamport: 5, Device: device, Seq: 2, Part: n, Author: author, Payload: b}
	}
	whole := KeptEntry{Lamport: 4, Device: device, Seq: 1, Author: author, Payload: payload("one")}
	p := FoldPrivate(by(author,
		CopyKept{Space: space, Entries: []KeptEntry{part(1, long[10:]), whole}},
		SharingEnded{Space: space, Own: true},
		CopyKept{Space: space, Entries: []KeptEntry{whole, part(0, long[:10])}},
	))
	past := p.Past[space]
	if !past.Ended || !past.Own || !p.Ring.Ended[space] {
		t.Errorf("the space has not ended: %+v", past)
	}
	got := past.Shared().Appreciations
	if len(got) != 2 || got[0].Text != "one" || got[1].Text != "second" || got[0].Author != author {
		t.Errorf("the copy has %+v", got)
	}
}
