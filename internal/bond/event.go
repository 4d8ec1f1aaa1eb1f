package bond

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// Event is something that somebody did. The set of kinds is closed: see kinds.
type Event interface {
	// Kind is the event's name and version in the log, such as "pulse/1". It
	// never changes; another shape is another version.
	Kind() string
}

// ErrDamaged says that a payload is not an event of any version: its bytes are
// kept in the log, and shown as an entry that cannot be read.
var ErrDamaged = errors.New("bond: the payload is not an event")

// Unknown is an event of a kind that this build does not know, most likely
// written by a newer one. It folds to nothing but a count.
type Unknown struct {
	Name string
	Body []byte
}

// Kind is the name that the newer build gave.
func (u Unknown) Kind() string { return u.Name }

// Encode is the payload of an event: its kind, a space, and JSON or, for
// pulses, a line.
func Encode(e Event) ([]byte, error) {
	switch e := e.(type) {
	case Unknown:
		return append([]byte(e.Name+" "), e.Body...), nil
	case lineEvent:
		return e.appendLine([]byte(e.(Event).Kind() + " ")), nil
	}
	body, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("bond: encode %s: %w", e.Kind(), err)
	}
	return append([]byte(e.Kind()+" "), body...), nil
}

// Decode reads what Encode wrote. A kind it does not know gives Unknown; bytes
// that are no event give ErrDamaged.
func Decode(payload []byte) (Event, error) {
	name, body, ok := bytes.Cut(payload, []byte(" "))
	if !ok || !validKind(string(name)) {
		return nil, fmt.Errorf("%w: no kind in front", ErrDamaged)
	}
	decode, ok := kinds[string(name)]
	if !ok {
		return Unknown{Name: string(name), Body: bytes.Clone(body)}, nil
	}
	e, err := decode(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %v", ErrDamaged, name, err)
	}
	return e, nil
}

func validKind(s string) bool {
	name, version, ok := bytes.Cut([]byte(s), []byte("/"))
	if !ok || len(name) == 0 || len(name) > 40 {
		return false
	}
	for _, c := range name {
		if (c < 'a' || c > 'z') && c != '-' && c != '.' {
			return false
		}
	}
	n, err := strconv.ParseUint(string(version), 10, 16)
	return err == nil && n > 0 && strconv.FormatUint(n, 10) == string(version)
}

// kinds decodes each kind that this build knows.
var kinds = table(
	as[ProfileSet], as[DeviceNamed], as[KitTested], as[KitReplaced], as[DeviceChain], as[DeviceRemoved], as[SettingsSet],
	decodePulse(func(p Pulse) PulseTaken { return PulseTaken{p} }), as[PulseUndone],
	decodePulse(func(p Pulse) PulseShown { return PulseShown{p} }),
	as[AnswersKept], as[RoundSkipped], as[Answers], as[TalkMoved], as[TalkEnded],
	as[MoodSharing], as[MoodWeekGiven], as[MoodWeek],
	as[AppreciationKept], as[Appreciated],
	as[Reflected], as[Wished], as[WishKept], as[ResourceKept], as[ResourceDropped], as[Grounded], as[PatternKept], as[CycleDrawn],
	as[DisclosureKept], as[Disclosed], as[TakenBack], as[Emptied],
	as[Aspired], as[Planned], as[Experimented], as[LookedAt], as[CardAdded], as[CardDrawn],
	as[AgreementMade], as[AgreementReviewed], as[AgreementWithdrawn],
	as[SpaceMade], as[InviteMade], as[InviteApproved], as[InviteRevealed], as[InviteClosed],
	as[InviteJoined], as[SpaceJoined], as[WordsCompared], as[Paused], as[MemberRenewed], as[SharingEnded], as[CopyKept], as[PastBrought],
)

type decoder func(body []byte) (Event, error)

func table(makers ...func() (string, decoder)) map[string]decoder {
	m := make(map[string]decoder, len(makers))
	for _, maker := range makers {
		name, d := maker()
		m[name] = d
	}
	return m
}

func as[E Event]() (string, decoder) {
	var zero E
	return zero.Kind(), func(body []byte) (Event, error) {
		var e E
		err := json.Unmarshal(body, &e)
		if err == nil && farZone(body) {
			_, err = json.Marshal(e) // what is no time must not come in: it could not be kept
		}
		return e, err
	}
}

// farZone reports whether something in a body looks like the offset of a time
// zone that is a day away or more. encoding/json reads some that it cannot
// write. The same signs in somebody's words are no harm.
func farZone(body []byte) bool {
	for i := 0; i+6 <= len(body); i++ {
		sign, colon := body[i] == '+' || body[i] == '-', body[i+3] == ':'
		if sign && colon && (string(body[i+1:i+3]) > "22" || string(body[i+4:i+6]) > "59") {
			return true
		}
	}
	return false
}
