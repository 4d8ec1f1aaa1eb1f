package bond

import (
	"fmt"
	"time"

	"pleach/wire"
)

// Answers are one person's answers of a round. They travel through the round's
// gate: neither partner's can be read before both have posted.
type Answers struct {
	Round Round     `json:"round"`
	Form  string    `json:"form"` // the session's form: "long" or "short"
	At    time.Time `json:"at"`
	// Said holds the answers by question id: a text, or a slider's number. A
	// question that was left alone is not in it.
	Said map[string]string `json:"said"`
}

// Kind implements Event.
func (Answers) Kind() string { return "answers/1" }

// Check refuses answers that say nothing or too much.
func (a Answers) Check() error {
	if len(a.Said) == 0 {
		return fmt.Errorf("%w: there is no answer yet; one is enough", ErrNothing)
	}
	total := 0
	for question, text := range a.Said {
		total += len(question) + len(text)
	}
	if total > MaxText {
		return fmt.Errorf("%w: the answers have %d bytes, %d fit", ErrLong, total, MaxText)
	}
	return nil
}

// AnswersKept is the person's own copy, in their private space. Before a
// partner is there it is the only one.
type AnswersKept struct {
	Answers
	Posted bool `json:"posted"` // whether it also went to the gate
}

// Kind implements Event.
func (AnswersKept) Kind() string { return "answers-kept/1" }

// RoundSkipped closes a round for one person, in private: to the other it
// looks like a round that was not answered yet.
type RoundSkipped struct {
	Round Round     `json:"round"`
	At    time.Time `json:"at"`
}

// Kind implements Event.
func (RoundSkipped) Kind() string { return "round-skipped/1" }

// TalkMode says on how many devices a talk is followed.
type TalkMode string

// The values of TalkMode.
const (
	OneDevice  TalkMode = "one"
	TwoDevices TalkMode = "two"
)

// TalkMoved puts a guided talk at a step; the first with a new id begins it.
type TalkMoved struct {
	ID    wire.ID `json:"id"`
	Round Round   `json:"round"`
	Form  string  `json:"form"`
	Move
	Mode TalkMode  `json:"mode"`
	At   time.Time `json:"at"`
}

// The most steps that a talk may have, and the most cards on one table.
const (
	mostSteps = 1000
	mostCards = 1 << 20
)

// Check refuses a move to where no talk goes.
func (m TalkMoved) Check() error {
	fits := m.Step >= 0 && m.Step <= mostSteps && m.Turn >= 0 && m.Turn <= 2 &&
		m.Depth >= 0 && m.Depth <= 3 && m.Card >= 0 && m.Card <= mostCards && (m.Mode == "" || m.Mode == OneDevice || m.Mode == TwoDevices)
	if !fits {
		return fmt.Errorf("%w: no talk goes to step %d", ErrInput, m.Step)
	}
	return nil
}

// Kind implements Event.
func (TalkMoved) Kind() string { return "talk/1" }

// TalkEnded ends a talk, after its last step or softly before. An ended talk
// stays ended, whatever the other device was doing at the time.
type TalkEnded struct {
	ID    wire.ID   `json:"id"`
	Round Round     `json:"round"`
	At    time.Time `json:"at"`
}

// Kind implements Event.
func (TalkEnded) Kind() string { return "talk-ended/1" }
