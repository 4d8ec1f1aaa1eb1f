package content

// Session is a guided hour (or a few minutes): what each prepares alone, and
// the steps that the two take together, in one or more forms.
type Session struct {
	ID      string     `json:"id"`
	Title   string     `json:"title"`
	About   string     `json:"about"` // one or two sentences
	Rhythm  Rhythm     `json:"rhythm"`
	Prepare []Question `json:"prepare"`
	Forms   []Form     `json:"forms"`
}

// Rhythm says how often a session is meant for.
type Rhythm string

// The values of Rhythm.
const (
	Daily   Rhythm = "daily"
	Weekly  Rhythm = "weekly"
	Monthly Rhythm = "monthly"
	Yearly  Rhythm = "yearly"
	AnyTime Rhythm = "any" // when there is a reason
)

// Question is answered alone, beforehand. Every question may be left alone.
type Question struct {
	ID   string `json:"id"`
	Kind Answer `json:"kind"`
	Ask  string `json:"ask"`
	Hint string `json:"hint,omitempty"`
	// Low and High are the words at the ends of a scale from 0 to 100.
	Low  string `json:"low,omitempty"`
	High string `json:"high,omitempty"`
}

// Answer says how a question is answered.
type Answer string

// The values of Answer.
const (
	AnswerText  Answer = "text"
	AnswerScale Answer = "scale"
)

// Form is one length of a session.
type Form struct {
	ID      string `json:"id"` // "long", "short"
	Title   string `json:"title"`
	About   string `json:"about"`
	Minutes int    `json:"minutes"` // the sum of the steps, so that a slip is seen
	Steps   []Step `json:"steps"`
}

// Step is one timed part of a form. The time is an offer; nothing ends by itself.
type Step struct {
	ID      string   `json:"id"`
	Kind    Kind     `json:"kind"`
	Title   string   `json:"title"`
	Minutes int      `json:"minutes"`
	Turns   Turns    `json:"turns"`
	Turn    int      `json:"turnSeconds,omitempty"` // of one turn; 0 when there are none
	Words   []string `json:"words"`                 // paragraphs, read aloud or in silence
	Prompts []string `json:"prompts,omitempty"`     // beginnings of sentences to choose from
	Depth   int      `json:"depth,omitempty"`       // of the cards of a step with cards
	Notes   string   `json:"notes,omitempty"`       // the question whose answers are near
}

// Kind says what a step needs besides words.
type Kind string

// The values of Kind.
const (
	KindArrive        Kind = "arrive"        // both say whether they are in
	KindTalk          Kind = "talk"          // words only
	KindAppreciations Kind = "appreciations" // each says what they are glad of
	KindReview        Kind = "review"        // earlier agreements, and how they went
	KindTopic         Kind = "topic"         // one thing that matters
	KindAgreement     Kind = "agreement"     // a form for one if-then agreement
	KindSettle        Kind = "settle"        // each alone, without words
	KindReturn        Kind = "return"        // a time to come back is named
	KindCards         Kind = "cards"         // questions are drawn, of the step's depth
	KindLookback      Kind = "lookback"      // what the two did together is near
	KindReconnect     Kind = "reconnect"     // the end
)

// Turns says who speaks in a step.
type Turns string

// The values of Turns.
const (
	TurnsNone     Turns = "none"             // together, in any order
	TurnsEach     Turns = "each"             // one, then the other
	TurnsListener Turns = "speaker-listener" // one speaks, the other says it back, then swap
)

// Form returns the form with an id.
func (s Session) Form(id string) (Form, bool) {
	return find(s.Forms, id, func(f Form) string { return f.ID })
}

// Question returns the question with an id.
func (s Session) Question(id string) (Question, bool) {
	return find(s.Prepare, id, func(q Question) string { return q.ID })
}

// ParseSession reads and checks one session file. Errors are *Error.
func ParseSession(file string, raw []byte) (Session, error) {
	var s Session
	if err := decode(file, raw, &s); err != nil {
		return Session{}, err
	}
	c := &checker{file: file}
	c.session(s)
	if c.err != nil {
		return Session{}, c.err
	}
	return s, nil
}
