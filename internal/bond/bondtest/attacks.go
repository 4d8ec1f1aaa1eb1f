package bondtest

import (
	"math"
	"strings"
	"time"

	"pleach/internal/bond"
	"pleach/wire"
)

// Attack is something that Noor writes to harm Ada.
type Attack struct {
	Name   string
	Events func(Scene) []bond.Event
	Raw    []string // payloads that no client of ours would encode
}

// Payloads are the attack as it is sealed.
func (a Attack) Payloads(s Scene) [][]byte {
	var all [][]byte
	if a.Events != nil {
		for _, e := range a.Events(s) {
			payload, err := bond.Encode(e)
			if err != nil {
				panic(a.Name + ": " + err.Error()) // the attack itself is wrong
			}
			all = append(all, payload)
		}
	}
	for _, raw := range a.Raw {
		all = append(all, []byte(raw))
	}
	return all
}

// Attacks are all of them.
func Attacks() []Attack {
	all := append(names(), replacements()...)
	all = append(all, extremes()...)
	return append(all, malformed()...)
}

// written is Ada's list with every text replaced, as if Noor had shared the
// same things.
func written(s Scene, text string, at time.Time) []bond.Event {
	unsaid := bond.Pulse{ID: s.Pulse, At: at, Mood: 0, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: text}
	day := bond.DateOf(at)
	return []bond.Event{
		bond.PulseShown{Pulse: unsaid},
		bond.Appreciated{Appreciation: bond.Appreciation{ID: s.Thanks, At: at, Text: text}},
		bond.Disclosed{Disclosure: bond.Disclosure{ID: s.Opened, At: at, How: text, Card: text, Text: text}},
		bond.Wished{Wish: bond.Wish{ID: s.Wish, At: at, Need: "trust", Text: text}},
		bond.Aspired{Aspiration: bond.Aspiration{ID: s.Garden, At: at, Text: text}},
		bond.Planned{Plan: bond.Plan{ID: s.Plan, At: at, Text: text}},
		bond.Experimented{Experiment: bond.Experiment{ID: s.Trial, At: at, Text: text, Start: day, End: "9999-12-31"}},
		bond.AgreementMade{Agreement: bond.Agreement{ID: s.Deal, Owner: s.Ada, If: text, Then: text, At: at, Start: day, Review: day, Expires: "9999-12-31"}},
		bond.CardAdded{ID: s.Opened, At: at, Deck: "open", Depth: 1, Text: text},
	}
}

// names are lies about who says what.
func names() []Attack {
	return []Attack{
		{Name: "taking Ada's name", Events: func(s Scene) []bond.Event { return []bond.Event{bond.ProfileSet{Name: "Ada"}} }},
		{Name: "a name that is none", Events: func(s Scene) []bond.Event {
			return []bond.Event{bond.ProfileSet{Name: " \t"}, bond.ProfileSet{Name: strings.Repeat("N", 200_000)}, bond.ProfileSet{Name: "\u202eadA\u0000"}}
		}},
		{Name: "an agreement in Ada's name", Events: func(s Scene) []bond.Event {
			day := bond.DateOf(s.At)
			return []bond.Event{bond.AgreementMade{Agreement: bond.Agreement{
				ID: wire.ID{0x0B, 1}, Owner: s.Ada, If: "Noor calls", Then: "Ada comes home", Start: day, Review: day, Expires: "9999-12-31", At: s.At,
			}}}
		}},
		{Name: "pretending that both agreed", Events: func(s Scene) []bond.Event {
			day := bond.DateOf(s.At)
			id := wire.ID{0x0B, 2}
			return []bond.Event{
				bond.AgreementMade{Agreement: bond.Agreement{ID: id, If: "we both said so", Then: "it holds", Start: day, Review: day, Expires: day, At: s.At, Round: &s.Round}},
				bond.AgreementReviewed{ID: id, Kept: bond.KeptYes, At: s.At},
			}
		}},
		{Name: "ending Ada's pause and her sharing", Events: func(s Scene) []bond.Event {
			return []bond.Event{
				bond.Paused{On: true, At: s.At}, bond.Paused{On: false, At: s.At}, bond.MoodSharing{Space: s.Space, On: false, At: s.At},
				bond.MoodSharing{Space: s.Space, On: true, At: s.At}, bond.MoodWeekGiven{Space: s.Space, Round: s.Round, At: s.At},
			}
		}},
		{Name: "what belongs into Ada's own space", Events: private},
		{Name: "answers in the open", Events: func(s Scene) []bond.Event {
			said := bond.Answers{Round: s.Round, Form: "long", At: s.At, Said: map[string]string{"well": "Ada said this"}}
			return []bond.Event{said, bond.AnswersKept{Answers: said, Posted: true}, bond.RoundSkipped{Round: s.Round, At: s.At},
				bond.MoodWeek{Round: bond.MoodRound(s.At), Hours: []int{1}, Moods: []bond.Slider{1}}}
		}},
		{Name: "a copy in which Ada says something else", Events: func(s Scene) []bond.Event {
			return []bond.Event{bond.CopyKept{Space: s.Space,
				Entries: []bond.KeptEntry{{Lamport: 1, Device: s.Ada, Seq: 1, Author: s.Ada, Payload: []byte(`appreciation/1 {"text":"never said"}`)}},
				Answers: []bond.KeptAnswer{{Gate: s.Round.Gate(s.Space), Author: s.Ada, Payload: []byte(`answers/1 {}`)}}}}
		}},
	}
}

// private are events that mean something in a person's own space alone.
func private(s Scene) []bond.Event {
	return []bond.Event{
		bond.SettingsSet{Strict: false, LockAfter: 240}, bond.DeviceRemoved{Device: s.Ada, At: s.At}, bond.KitReplaced{Rescue: []byte("Noor's"), At: s.At},
		bond.DeviceNamed{Device: s.Ada, Name: "Noor's", At: s.At}, bond.PulseUndone{ID: s.Pulse}, bond.ResourceDropped{ID: s.Wish},
		bond.SharingEnded{Space: s.Space, Own: true, At: s.At}, bond.MemberRenewed{Space: s.Space, Member: []byte("Noor's"), At: s.At},
		bond.WordsCompared{Same: true, At: s.At}, bond.SpaceMade{Space: s.Space, At: s.At}, bond.InviteClosed{Invite: s.Space, At: s.At},
	}
}

// replacements are about things of Ada's.
func replacements() []Attack {
	return []Attack{
		{Name: "other words under Ada's ids", Events: func(s Scene) []bond.Event { return written(s, "Noor's words", s.At) }},
		{Name: "the same, from long before", Events: func(s Scene) []bond.Event { return written(s, "Noor's words", time.Unix(0, 0).UTC()) }},
		{Name: "everything of her own twice", Events: func(s Scene) []bond.Event {
			own := NewScene(s.Ada, s.Noor, s.Space, s.At)
			own.Pulse, own.Thanks, own.Opened, own.Wish, own.Garden = wire.ID{0x0C, 1}, wire.ID{0x0C, 2}, wire.ID{0x0C, 3}, wire.ID{0x0C, 4}, wire.ID{0x0C, 5}
			own.Plan, own.Trial, own.Deal = wire.ID{0x0C, 6}, wire.ID{0x0C, 7}, wire.ID{0x0C, 8}
			return append(written(own, "said twice", s.At), written(own, "and otherwise", s.At)...)
		}},
		{Name: "taking back what Ada shared", Events: func(s Scene) []bond.Event {
			var all []bond.Event
			for _, id := range s.ids() {
				all = append(all, bond.TakenBack{ID: id, At: s.At})
			}
			return all
		}},
		{Name: "emptying what Ada shared", Events: emptied},
		{Name: "words in what was emptied", Events: func(s Scene) []bond.Event {
			var all []bond.Event
			for _, e := range written(s, strings.Repeat("Noor's ", 1000), s.At) {
				payload, _ := bond.Encode(e)
				all = append(all, bond.Emptied{Event: string(payload)}, bond.Emptied{Event: "emptied/1 {\"event\":" + "\"x\"}"})
			}
			return all
		}},
		{Name: "ending everything of Ada's", Events: func(s Scene) []bond.Event {
			var all []bond.Event
			for _, id := range s.ids() {
				all = append(all, bond.LookedAt{ID: id, At: s.At, Outcome: bond.LetGo, Text: "Noor says so"},
					bond.AgreementReviewed{ID: id, Kept: bond.KeptNotThis, At: s.At}, bond.AgreementWithdrawn{ID: id, At: s.At})
			}
			return all
		}},
		{Name: "moving and ending the talk for both", Events: func(s Scene) []bond.Event {
			return []bond.Event{
				bond.TalkMoved{ID: s.Talk, Round: s.Round, Form: "long", Move: bond.Move{Step: 3, Turn: 2}, Mode: bond.TwoDevices, At: s.At},
				bond.TalkEnded{ID: s.Talk, Round: s.Round, At: s.At},
				bond.TalkMoved{ID: s.Talk, Round: s.Round, Form: "short", Mode: bond.TwoDevices, At: s.At},
				bond.TalkEnded{ID: s.Talk, Round: bond.Round{Session: "repair", Year: 1, Week: 1}, At: s.At},
			}
		}},
	}
}

func (s Scene) ids() []wire.ID {
	return []wire.ID{s.Talk, s.Pulse, s.Thanks, s.Opened, s.Wish, s.Garden, s.Plan, s.Trial, s.Deal, {}}
}

func emptied(s Scene) []bond.Event {
	var all []bond.Event
	for _, e := range s.Written() {
		if _, empty, ok := bond.Empty(e); ok {
			payload, _ := bond.Encode(empty)
			all = append(all, bond.Emptied{Event: string(payload)})
		}
	}
	return all
}

// extremes are events with fields that no form lets anybody enter.
func extremes() []Attack {
	talk := func(change func(*bond.TalkMoved)) func(Scene) []bond.Event {
		return func(s Scene) []bond.Event {
			m := bond.TalkMoved{ID: wire.ID{0x0D, 1}, Round: s.Round, Form: "long", Mode: bond.TwoDevices, At: s.At}
			change(&m)
			return []bond.Event{m}
		}
	}
	return []Attack{
		{Name: "the year 1", Events: func(s Scene) []bond.Event { return written(s, "old", time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)) }},
		{Name: "the year 9999", Events: func(s Scene) []bond.Event {
			return written(s, "new", time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("", 14*3600)))
		}},
		{Name: "far too long a text", Events: func(s Scene) []bond.Event { return written(s, strings.Repeat("long ", bond.MaxText/5+1), s.At) }},
		{Name: "markup", Events: func(s Scene) []bond.Event {
			return written(s, `</p><script>alert(1)</script><img src=x onerror=alert(1)>`, s.At)
		}},
		{Name: "letters that turn a line round", Events: func(s Scene) []bond.Event { return written(s, "\u202e\u2066\u0000\u200b\u0301", s.At) }},
		{Name: "ids of nothing", Events: func(s Scene) []bond.Event { return written(Scene{Ada: s.Ada, At: s.At}, "no id", s.At) }},
		{Name: "choices that there are not", Events: choices},
		{Name: "dates that are none", Events: func(s Scene) []bond.Event {
			return []bond.Event{
				bond.Experimented{Experiment: bond.Experiment{ID: wire.ID{0x0E, 1}, At: s.At, Text: "x", Start: "a", End: "b"}},
				bond.AgreementMade{Agreement: bond.Agreement{ID: wire.ID{0x0E, 2}, If: "x", Then: "y", Start: "zz", Review: "zz", Expires: "zzz", At: s.At}},
			}
		}},
		{Name: "a talk at a step before the first", Events: talk(func(m *bond.TalkMoved) { m.Step = -1 })},
		{Name: "a talk at a step after the last", Events: talk(func(m *bond.TalkMoved) { m.Step = math.MaxInt })},
		{Name: "a talk at a step that its form has not", Events: talk(func(m *bond.TalkMoved) { m.Step = 900 })},
		{Name: "the turn of a third", Events: talk(func(m *bond.TalkMoved) { m.Turn = 3 })},
		{Name: "a card beyond every deck", Events: talk(func(m *bond.TalkMoved) { m.Depth, m.Card = 1, math.MaxInt })},
		{Name: "a late card", Events: talk(func(m *bond.TalkMoved) { m.Depth, m.Card = 1, 1<<20 })},
		{Name: "a card of a fourth depth", Events: talk(func(m *bond.TalkMoved) { m.Depth, m.Card = 99, 1 })},
		{Name: "a talk in a form that there is not", Events: talk(func(m *bond.TalkMoved) { m.Form = "endless" })},
		{Name: "a talk on three devices", Events: talk(func(m *bond.TalkMoved) { m.Mode = "three" })},
		{Name: "a break until the end of time", Events: talk(func(m *bond.TalkMoved) { m.Until = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) })},
		{Name: "a talk of a session that there is not", Events: talk(func(m *bond.TalkMoved) { m.Round.Session = "nowhere" })},
		{Name: "a talk in the year 0", Events: talk(func(m *bond.TalkMoved) { m.Round.Year = 0 })},
		{Name: "a talk in a far year", Events: talk(func(m *bond.TalkMoved) { m.Round.Year = 999_999 })},
		{Name: "hundreds of each", Events: func(s Scene) []bond.Event {
			var all []bond.Event
			for i := range 40 {
				s.Pulse, s.Thanks, s.Opened, s.Wish = wire.ID{1, byte(i)}, wire.ID{2, byte(i)}, wire.ID{3, byte(i)}, wire.ID{4, byte(i)}
				s.Garden, s.Plan, s.Trial, s.Deal = wire.ID{5, byte(i)}, wire.ID{6, byte(i)}, wire.ID{7, byte(i)}, wire.ID{8, byte(i)}
				all = append(all, written(s, "again", s.At)...)
			}
			return all
		}},
	}
}

func choices(s Scene) []bond.Event {
	const no = "../../nowhere?x=<y>"
	return []bond.Event{
		bond.Wished{Wish: bond.Wish{ID: wire.ID{0x0F, 1}, At: s.At, Need: no, Text: "x"}},
		bond.Planned{Plan: bond.Plan{ID: wire.ID{0x0F, 2}, At: s.At, Card: no}},
		bond.Disclosed{Disclosure: bond.Disclosure{ID: wire.ID{0x0F, 3}, At: s.At, How: no, Card: no, Depth: 99, Text: "x"}},
		bond.Disclosed{Disclosure: bond.Disclosure{ID: wire.ID{0x0F, 4}, At: s.At, How: no, Card: no, Depth: 2, Text: "x"}},
		bond.CardAdded{ID: wire.ID{0x0F, 5}, At: s.At, Deck: no, Depth: 1, Text: "x"},
		bond.CardAdded{ID: wire.ID{0x0F, 6}, At: s.At, Deck: "open", Depth: -1, Text: "x"},
		bond.LookedAt{ID: s.Garden, At: s.At, Outcome: no, Text: "x"},
		bond.AgreementReviewed{ID: s.Deal, Kept: no, At: s.At},
		bond.PulseShown{Pulse: bond.Pulse{ID: wire.ID{0x0F, 7}, At: s.At, Mood: 1, Energy: 1, Closeness: 1, Room: 1, With: "nobody"}},
	}
}

// malformed are payloads that are no event.
func malformed() []Attack {
	deep := strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)
	return []Attack{
		{Name: "kinds that nobody knows", Raw: []string{`pulse/9 {"a":1}`, "nothing/1 {}", "x/65535 \x00\xff", strings.Repeat("a", 40) + "/1 "}},
		{Name: "payloads that are no event", Raw: []string{"", " ", "\x00", "disclosure/1", "disclosure/1 ", "disclosure/1 {", "\xff\xfe/1 {}", "disclosure/0 {}", strings.Repeat("a", 100) + "/1 {}"}},
		{Name: "numbers that are none", Raw: []string{
			`talk/1 {"id":"AQAAAAAAAAAAAAAAAAAAAA","round":"weekly:2026-W48","step":NaN}`, `talk/1 {"step":1e999}`, `talk/1 {"step":-1e-9}`,
			`disclosure/1 {"depth":99999999999999999999}`, `moods/1 {"hours":[1e9],"moods":[300]}`, `experiment/1 {"at":12}`,
		}},
		{Name: "sliders that are none", Raw: []string{
			"pulse-shown/1 AQAAAAAAAAAAAAAAAAAAAA 2026-11-24T20:00:00Z 101 - - - - x", "pulse-shown/1 AQAAAAAAAAAAAAAAAAAAAA 2026-11-24T20:00:00Z NaN - - - - x",
			"pulse-shown/1 AQAAAAAAAAAAAAAAAAAAAA 2026-11-24T20:00:00Z -1 - - - - x", "pulse-shown/1 x x x", "pulse-shown/1 AQAAAAAAAAAAAAAAAAAAAA 99999-01-01T00:00:00Z 1 - - - - x",
		}},
		{Name: "text that is no text", Raw: []string{
			"pulse-shown/1 AQAAAAAAAAAAAAAAAAAAAA 2026-11-24T20:00:00Z 1 - - - - \xff\xc0\x80", "appreciation/1 {\"id\":\"AQAAAAAAAAAAAAAAAAAAAA\",\"at\":\"2026-11-24T20:00:00Z\",\"text\":\"\xff\xc0\"}",
		}},
		{Name: "lists in place of words", Raw: []string{`appreciation/1 []`, `appreciation/1 {"text":[]}`, `profile/1 {"name":{}}`, `taken-back/1 null`, `agreement/1 {"round":"x"}`}},
		{Name: "brackets without end", Raw: []string{"appreciation/1 " + deep, `emptied/1 {"event":"appreciation/1 ` + deep + `"}`}},
		{Name: "a key twice", Raw: []string{`appreciation/1 {"id":"AQAAAAAAAAAAAAAAAAAAAA","text":"one","text":"two","Text":"three","at":"2026-11-24T20:00:00Z"}`}},
	}
}
