package bond

import (
	"slices"
	"time"

	"pleach/wire"
)

// Entry is one decoded event with its author, in fold order.
type Entry struct {
	Author wire.ID // member id in the space
	Event  Event
}

// Private is the journal of a person's own space.
type Private struct {
	Name      string
	Settings  Settings
	KitTested time.Time          // zero: never
	Kit       []byte             // public key of the newest kit; nil: the first one
	Devices   map[wire.ID]string // names by device id
	Pulses    []Pulse            // in order of the log, without undone ones
	Rounds    map[Round]OwnRound
	Kept      []Appreciation
	Ground    Ground
	Written   []Disclosure // in private, the newest of each id
	Rewritten []Disclosure // what stood there before, oldest first
	Cards     []CardAdded
	Drawn     map[string]int      // how often a card came up
	Sharing   map[wire.ID]Sharing // consent to share mood, by shared space
	Fleet     Fleet
	Ring      Ring
	Paused    bool             // a pause of one's own from what takes two
	Past      map[wire.ID]Past // copies of what was shared, by space
	Roots     Tally            // time spent on oneself, for the pleach
	Unknown   int              // events that a newer version wrote

	emptied emptied
}

// Settings are what the person chose; see SettingsSet.
type Settings = SettingsSet

// FoldPrivate folds a private space's entries in order.
func FoldPrivate(entries []Entry) *Private {
	p := &Private{Devices: map[wire.ID]string{}, Rounds: map[Round]OwnRound{}, Sharing: map[wire.ID]Sharing{}, Drawn: map[string]int{}}
	undone := map[wire.ID]bool{}
	for _, e := range entries {
		p.apply(e.Event, undone)
	}
	p.Pulses = without(p.Pulses, undone)
	return p
}

func (p *Private) apply(e Event, undone map[wire.ID]bool) {
	p.Roots.add(rootOf(e))
	p.Fleet.apply(e)
	switch e := e.(type) {
	case ProfileSet:
		p.Name = e.Name
	case SettingsSet:
		p.Settings = e
	case KitTested:
		p.KitTested = e.At
	case KitReplaced:
		p.Kit, p.KitTested = e.Rescue, time.Time{}
	case DeviceNamed:
		p.Devices[e.Device] = e.Name
	case PulseTaken:
		p.Pulses = append(p.Pulses, e.Pulse)
	case PulseUndone:
		undone[e.ID] = true
	case AnswersKept:
		p.keep(e)
	case RoundSkipped:
		p.skip(e.Round)
	case AppreciationKept:
		p.Kept = append(p.Kept, e.Appreciation)
	case MoodSharing:
		p.share(e)
	case MoodWeekGiven:
		p.given(e)
	case DisclosureKept:
		p.write(e.Disclosure)
	case Emptied:
		if event, ok := p.emptied.open(wire.ID{}, e); ok {
			p.apply(event, undone)
		}
	case CardAdded:
		p.Cards = append(p.Cards, e)
	case CardDrawn:
		p.Drawn[e.Card]++
	case Paused:
		p.Paused = e.On
	case SharingEnded:
		p.end(e)
	case CopyKept:
		p.copied(e)
	case PastBrought:
		p.brought(e)
	case Unknown:
		p.Unknown++
	default:
		if !p.Ground.apply(e) {
			p.Ring.apply(e)
		}
	}
}

func without(pulses []Pulse, undone map[wire.ID]bool) []Pulse {
	if len(undone) == 0 {
		return pulses
	}
	kept := pulses[:0]
	for _, p := range pulses {
		if !undone[p.ID] {
			kept = append(kept, p)
		}
	}
	return kept
}

// Shared is the journal of the space that two people share.
type Shared struct {
	Names         map[wire.ID]string // by member id
	Shown         []ShownPulse
	Appreciations []SharedAppreciation
	Talks         map[Round]Talk
	Agreements    []AgreementState // in order of the log
	Drawn         map[int]int      // by depth: how many cards have lain on the table
	OpenUp        OpenUp
	Grow          Grow
	Gone          []Gone // pulses, appreciations and things to grow that were taken back
	Weft          Tally  // what was shared, for the pleach
	Leaves        Leaves // what was kept and what was new
	Unknown       int

	begun   map[wire.ID]bool    // talks that were seen to begin
	known   map[[2]wire.ID]bool // pulses and agreements, by author and id
	emptied emptied
}

// ShownPulse is a pulse that its author chose to show.
type ShownPulse struct {
	Author wire.ID
	Pulse
}

// Gone marks the place of something that its author took back.
type Gone struct {
	Author wire.ID
	ID     wire.ID
	At     time.Time // when it was shared
}

// SharedAppreciation has its author beside it.
type SharedAppreciation struct {
	Author wire.ID
	Appreciation
}

// Talk is where the newest guided talk of a round stands.
type Talk struct {
	ID   wire.ID
	Form string
	Move
	Mode  TalkMode
	Ended bool
	At    time.Time // of the newest move
}

// AgreementState is an agreement and what became of it.
type AgreementState struct {
	Agreement
	Author    wire.ID
	Reviews   []AgreementReviewed // oldest first
	Withdrawn bool
}

// FoldShared folds a shared space's entries in order.
func FoldShared(entries []Entry) *Shared {
	s := &Shared{Names: map[wire.ID]string{}, Talks: map[Round]Talk{}, Drawn: map[int]int{}, begun: map[wire.ID]bool{}, known: map[[2]wire.ID]bool{}}
	for _, e := range entries {
		if c, checked := e.Event.(interface{ Check() error }); checked && c.Check() != nil {
			s.Unknown++ // no app of ours writes that, so none can show it
			continue
		}
		s.apply(e)
	}
	return s
}

func (s *Shared) apply(entry Entry) {
	s.Weft.add(weftOf(entry.Event))
	s.Leaves.apply(entry.Event)
	switch e := entry.Event.(type) {
	case ProfileSet:
		s.Names[entry.Author] = e.Name
	case PulseShown:
		if s.first(entry) {
			s.Shown = append(s.Shown, ShownPulse{entry.Author, e.Pulse})
		}
	case Appreciated:
		s.Appreciations = append(s.Appreciations, SharedAppreciation{entry.Author, e.Appreciation})
	case TalkMoved:
		s.move(e)
	case TalkEnded:
		s.end(e)
	case AgreementMade:
		if s.first(entry) {
			s.Agreements = append(s.Agreements, AgreementState{Agreement: e.Agreement, Author: entry.Author})
		}
	case AgreementReviewed:
		s.review(entry.Author, e)
	case AgreementWithdrawn:
		s.agreements(e.ID, func(a *AgreementState) { a.Withdrawn = true })
	case Emptied:
		if event, ok := s.emptied.open(entry.Author, e); ok {
			s.apply(Entry{entry.Author, event})
			s.OpenUp.inPlace(event)
		}
	case TakenBack:
		s.takeBack(entry.Author, e.ID)
	case Unknown:
		s.Unknown++
	default:
		if !s.OpenUp.apply(entry.Author, e) {
			s.Grow.apply(entry.Author, e)
		}
	}
}

// first reports whether nothing of this author's with the id was folded before.
// Something of the other's with the same id does not count: whoever knows an id
// could otherwise take its place, and be earlier by a clock of their own.
func (s *Shared) first(e Entry) bool {
	var id wire.ID
	switch e := e.Event.(type) {
	case PulseShown:
		id = e.ID
	case AgreementMade:
		id = e.ID
	}
	key := [2]wire.ID{e.Author, id}
	known := s.known[key]
	s.known[key] = true
	return !known
}

// review adds a look back, at one's own where both have one under the id.
func (s *Shared) review(by wire.ID, e AgreementReviewed) {
	own := slices.ContainsFunc(s.Agreements, func(a AgreementState) bool { return a.ID == e.ID && a.Author == by })
	s.agreements(e.ID, func(a *AgreementState) {
		if !own || a.Author == by {
			a.Reviews = append(a.Reviews, e)
		}
	})
}

// agreements changes those with the id: either of the two may.
func (s *Shared) agreements(id wire.ID, change func(*AgreementState)) {
	for i := range s.Agreements {
		if s.Agreements[i].ID == id {
			change(&s.Agreements[i])
		}
	}
}

// takeBack leaves only a mark where its author had shared something.
func (s *Shared) takeBack(author, id wire.ID) {
	s.OpenUp.takeBack(author, id)
	if at, ok := s.Grow.takeBack(author, id); ok {
		s.gone(author, id, at)
	}
	s.Shown = slices.DeleteFunc(s.Shown, func(p ShownPulse) bool {
		return p.ID == id && p.Author == author && s.gone(author, id, p.At)
	})
	s.Appreciations = slices.DeleteFunc(s.Appreciations, func(a SharedAppreciation) bool {
		return a.ID == id && a.Author == author && s.gone(author, id, a.At)
	})
}

func (s *Shared) gone(author, id wire.ID, at time.Time) bool {
	s.Gone = append(s.Gone, Gone{author, id, at})
	return true
}

// move follows a talk to a step. A move of an ended talk, or of one that a
// newer talk replaced, was under way when that happened and changes nothing.
func (s *Shared) move(e TalkMoved) {
	t, ok := s.Talks[e.Round]
	if ok && (t.ID == e.ID && t.Ended || t.ID != e.ID && s.begun[e.ID]) {
		return
	}
	s.begun[e.ID] = true
	if e.Depth > 0 {
		s.Drawn[e.Depth] = max(s.Drawn[e.Depth], e.Card+1)
	}
	if e.Until.IsZero() && t.ID == e.ID {
		e.Until = t.Until
	}
	s.Talks[e.Round] = Talk{ID: e.ID, Form: e.Form, Move: e.Move, Mode: e.Mode, At: e.At}
}

func (s *Shared) end(e TalkEnded) {
	if t, ok := s.Talks[e.Round]; ok && t.ID == e.ID {
		t.Ended = true
		s.Talks[e.Round] = t
	}
}

// Open reports whether the agreement still holds on a day.
func (a AgreementState) Open(on Date) bool { return !a.Withdrawn && on <= a.Expires }

// Due reports whether it is time to look back at it.
func (a AgreementState) Due(on Date) bool {
	if !a.Open(on) || on < a.Review {
		return false
	}
	n := len(a.Reviews)
	return n == 0 || DateOf(a.Reviews[n-1].At) < a.Review
}
