package takeout

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"pleach/wire"
)

// Version is of the format that is written here, and the newest that is read.
const Version = 1

// mark is how the first line begins in every version.
const mark = "everything of mine"

// about tells whoever opens the file in ten years what it is.
const about = "One line is one thing, oldest first. Lines in private are what I kept for myself. " +
	"A line with space says with whom I shared, and the lines in that space are what both of us gave there. " +
	"A kind ends with its version."

// Head is the first line.
type Head struct {
	Made time.Time
	Name string
}

type headLine struct {
	Pleach  string    `json:"pleach"`
	Version int       `json:"version"`
	Made    time.Time `json:"made"`
	Name    string    `json:"name"`
	About   string    `json:"about"`
}

// Space is a line that says with whom a space was shared.
type Space struct {
	ID      wire.ID   `json:"space"`
	Self    wire.ID   `json:"me"`
	Other   wire.ID   `json:"other"`
	Partner string    `json:"partner"`
	Inviter bool      `json:"inviter"` // whose file this is had invited
	Since   time.Time `json:"since"`
}

// inPrivate stands where the lines of shared spaces have their space.
const inPrivate = "private"

// thing is a line with an event. A private one has neither place nor author; an
// answer has its gate for a place.
type thing struct {
	In      string          `json:"in"`
	Lamport uint64          `json:"lamport,omitempty"`
	Device  wire.ID         `json:"device,omitzero"`
	Seq     uint64          `json:"seq,omitempty"`
	Gate    wire.ID         `json:"gate,omitzero"`
	By      string          `json:"by,omitempty"` // "me", "other" or a member's id
	Kind    string          `json:"kind,omitempty"`
	Event   json.RawMessage `json:"event,omitempty"`
	Text    string          `json:"text,omitempty"`  // instead of Event, for what is no JSON
	Bytes   []byte          `json:"bytes,omitempty"` // instead of all three, for what is no event
}

// endLine shows that nothing is missing.
type endLine struct {
	End    bool `json:"end"`
	Things int  `json:"things"`
}

// encode is a line with its end. Every value has one form.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

var errForm = errors.New("this is not how such a line is written")

// decode reads a line and refuses any but its one form.
func decode(line []byte, v any) error {
	if err := json.Unmarshal(line, v); err != nil {
		return errForm // what json says would quote the line
	}
	again, err := encode(v)
	if err != nil || !bytes.Equal(again, line) {
		return errForm
	}
	return nil
}
