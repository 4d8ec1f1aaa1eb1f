package bond

import (
	"fmt"
	"strings"
	"time"

	"pleach/wire"
)

// Disclosure is something that somebody opens up about, one item at a time.
type Disclosure struct {
	ID    wire.ID   `json:"id"`
	At    time.Time `json:"at"`
	Card  string    `json:"card,omitempty"`  // the question that it answers, or ""
	Depth int       `json:"depth,omitempty"` // of that question, 1 to 3
	How   string    `json:"how"`             // how I would like it to be received
	News  bool      `json:"news,omitempty"`  // good news
	Text  string    `json:"text"`
}

// Check refuses an empty or a far too long one.
func (d Disclosure) Check() error {
	if strings.TrimSpace(d.Text) == "" {
		return fmt.Errorf("%w: there are no words yet", ErrNothing)
	}
	if d.Depth < 0 || d.Depth > 3 {
		return fmt.Errorf("%w: there are three depths, not %d", ErrInput, d.Depth)
	}
	return short(d.Text)
}

// DisclosureKept was written in private. Sharing it later is a new event, with
// the same id.
type DisclosureKept struct{ Disclosure }

// Kind implements Event.
func (DisclosureKept) Kind() string { return "disclosure-kept/1" }

// Disclosed was shared with the partner, after a preview.
type Disclosed struct{ Disclosure }

// Kind implements Event.
func (Disclosed) Kind() string { return "disclosure/1" }

// TakenBack takes an item back that its own author had shared: a disclosure, a
// wish, a pulse or an appreciation. What the other has read, they have read;
// "taken back" stays in its place.
type TakenBack struct {
	ID wire.ID   `json:"id"`
	At time.Time `json:"at"`
}

// Kind implements Event.
func (TakenBack) Kind() string { return "taken-back/1" }

// SharedDisclosure has its author beside it. One that was taken back keeps its
// place and has no words.
type SharedDisclosure struct {
	Author    wire.ID
	TakenBack bool
	Disclosure
}

// SharedWish has its author beside it.
type SharedWish struct {
	Author    wire.ID
	TakenBack bool
	Wish
}

// OpenUp is what the shared journal knows of opening up, in order of the log.
type OpenUp struct {
	Disclosures []SharedDisclosure
	Wishes      []SharedWish
}

func (o *OpenUp) apply(author wire.ID, e Event) bool {
	switch e := e.(type) {
	case Disclosed:
		if o.disclosure(author, e.ID) < 0 {
			o.Disclosures = append(o.Disclosures, SharedDisclosure{Author: author, Disclosure: e.Disclosure})
		}
	case Wished:
		o.Wishes = append(o.Wishes, SharedWish{Author: author, Wish: e.Wish})
	default:
		return false
	}
	return true
}

// takeBack empties what its author takes back.
func (o *OpenUp) takeBack(author, id wire.ID) {
	if i := o.disclosure(author, id); i >= 0 {
		at := o.Disclosures[i].At
		o.Disclosures[i] = SharedDisclosure{author, true, Disclosure{ID: id, At: at}}
	}
	for i, w := range o.Wishes {
		if w.ID == id && w.Author == author {
			o.Wishes[i] = SharedWish{author, true, Wish{ID: id, At: w.At}}
		}
	}
}

// inPlace moves what an emptied event has just added to where it belongs.
func (o *OpenUp) inPlace(e Event) {
	switch e.(type) {
	case Disclosed:
		o.Disclosures = inPlace(o.Disclosures, func(d SharedDisclosure) time.Time { return d.At })
	case Wished:
		o.Wishes = inPlace(o.Wishes, func(w SharedWish) time.Time { return w.At })
	}
}

// disclosure finds what somebody shared under an id. The other may have shared
// something under the same one, by a client that means harm: each is its author's.
func (o *OpenUp) disclosure(author, id wire.ID) int {
	for i, d := range o.Disclosures {
		if d.ID == id && d.Author == author {
			return i
		}
	}
	return -1
}
