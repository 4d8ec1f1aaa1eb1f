package bond

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pleach/wire"
)

// everyEvent is one example of every kind, and the golden log of what they
// look like on disk: people's words of ten years ago must still be readable.
func everyEvent() []Event {
	at := time.Date(2026, 11, 24, 20, 15, 0, 0, time.FixedZone("", 3600))
	id := wire.ID{1, 2, 3}
	round := Round{"weekly", 2026, 48}
	return []Event{
		ProfileSet{"Ada"}, DeviceNamed{id, "Phone", at}, KitTested{at}, KitReplaced{[]byte("key"), at},
		DeviceChain{id, wire.ID{9}, wire.ID{8}, at}, DeviceRemoved{id, at}, SettingsSet{true, 5},
		PulseTaken{Pulse{id, at, 70, 40, Unsaid, 0, Apart, "rain, and a good book"}},
		PulseUndone{id}, PulseShown{Pulse{ID: id, At: at, Mood: 100, Energy: Unsaid, Closeness: Unsaid, Room: Unsaid}},
		Answers{round, "short", at, map[string]string{"well": "the walk"}},
		AnswersKept{Answers{round, "long", at, map[string]string{"room-me": "30"}}, true},
		RoundSkipped{round, at}, TalkMoved{id, round, "long", Move{Step: 2, Turn: 1}, TwoDevices, at}, TalkEnded{id, round, at},
		MoodSharing{wire.ID{9}, true, at}, MoodWeekGiven{wire.ID{9}, Round{"moods", 2026, 48}, at},
		MoodWeek{Round{"moods", 2026, 48}, []int{-3, 12, 36}, []Slider{70, 0, 100}},
		AppreciationKept{Appreciation{id, at, "you called"}}, Appreciated{Appreciation{id, at, "soup"}},
		Reflected{id, "needs", at, map[string]int{"trust-1": 70}}, Wished{Wish{id, at, "nurturance", "a hug"}},
		WishKept{Wish{id, at, "trust", ""}},
		ResourceKept{id, at, Inside, "my breath"}, ResourceDropped{id}, Grounded{"long-breath", at},
		PatternKept{id, at, "pleasing", "I said yes", "at ten", "peace", "ask for a night"},
		CycleDrawn{id, at, Cycle{"withdraw", "reach", "angry", "alone", "near", "Sundays"}},
		DisclosureKept{Disclosure{id, at, "fears-1-1", 1, "listen", false, "the dark stairs"}},
		Disclosed{Disclosure{id, at, "", 0, "", true, "I got the job"}}, TakenBack{id, at}, Emptied{"wish/1 {}"},
		Aspired{Aspiration{id, at, "a garden"}}, Planned{Plan{id, at, "outside-1", ""}},
		Experimented{Experiment{id, at, "no phones at table", "2026-11-24", "2026-12-08"}},
		LookedAt{id, at, Done, "we liked it"}, CardAdded{id, at, "open", 2, "What is home?"}, CardDrawn{"joy-1-2", at},
		AgreementMade{Agreement{id, wire.ID{9}, "it is Sunday evening", "we leave the phones in the hall", "2026-11-24", "2026-12-08", "2027-01-05", &round, at}},
		AgreementReviewed{id, KeptPartly, at}, AgreementWithdrawn{id, at},
		SpaceMade{id, []byte{1}, []byte{2}, at}, InviteMade{id, id, []byte{3}, []byte{4}, true, at, at},
		InviteApproved{id, "Noor", []byte{1}, []byte{2}, 1, []byte{3}, []byte{5}, []byte{4}, at},
		InviteRevealed{id, []string{"oak", "elm"}}, InviteClosed{id, at},
		InviteJoined{id, id, "Ada", []byte{1}, []byte{2}, []byte{3}, []byte{4}, []byte{5}, true, at},
		SpaceJoined{id, []byte{1}, []byte{5}, []string{"oak"}, at}, WordsCompared{id, true, at},
		Paused{true, at}, MemberRenewed{id, []byte{1}, wire.ID{9}, at}, SharingEnded{id, true, at},
		CopyKept{id, []KeptEntry{{3, id, 2, 1, id, []byte("given")}}, []KeptAnswer{{id, id, []byte("said")}}},
		PastBrought{id, wire.ID{2}, wire.ID{3}, "Noor", true, at, at},
	}
}

func TestEveryKindKeepsItsShapeOnDisk(t *testing.T) {
	var log strings.Builder
	seen := map[string]bool{}
	for _, e := range everyEvent() {
		seen[e.Kind()] = true
		payload, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		log.Write(payload)
		log.WriteByte('\n')
	}
	for name := range kinds {
		if !seen[name] {
			t.Errorf("kind %s has no example here: add one, and its line to the golden file", name)
		}
	}
	path := filepath.Join("testdata", "events.golden")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		os.WriteFile(path, []byte(log.String()), 0o644)
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if log.String() != string(want) {
		t.Errorf("the events' bytes changed. Old logs must stay readable: give the kind a new version instead.\ngot\n%s", log.String())
	}
}

func TestOldLogsDecodeToTheSameEvents(t *testing.T) {
	golden, err := os.ReadFile(filepath.Join("testdata", "events.golden"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(golden)), "\n")
	for i, want := range everyEvent() {
		got, err := Decode([]byte(lines[i]))
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		again, _ := Encode(got)
		if string(again) != lines[i] || got.Kind() != want.Kind() || reflect.TypeOf(got) != reflect.TypeOf(want) {
			t.Errorf("line %d decodes to %#v", i+1, got)
		}
	}
}

func TestAnEventOfANewerVersionIsKeptWhole(t *testing.T) {
	payload := []byte(`pulse/9 {"colour":"green"}`)
	e, err := Decode(payload)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := e.(Unknown); !ok {
		t.Fatalf("got %T", e)
	}
	again, _ := Encode(e)
	if string(again) != string(payload) {
		t.Errorf("kept %q of %q", again, payload)
	}
	if p := FoldPrivate([]Entry{{Event: e}}); p.Unknown != 1 {
		t.Errorf("counted %d unknown events, want 1", p.Unknown)
	}
}

func TestBytesThatAreNoEventAreSaidToBeDamaged(t *testing.T) {
	for _, bad := range []string{"", "pulse/1", "pulse {}", "pulse/0 {}", "pulse/01 {}", "Pulse/1 {}", "pulse/1 {", "pulse/1 x", `kit-tested/1 {"at":"soon"}`,
		`kit-tested/1 {"at":"2026-11-24T09:00:00+24:00"}`, `kit-tested/1 {"at":"2026-11-24T09:00:00+23:60"}`,
		`kit-tested/1 {"at":"2026-11-24T09:00:00-24:00"}`, "\x00/1 {}"} {
		if e, err := Decode([]byte(bad)); !errors.Is(err, ErrDamaged) {
			t.Errorf("Decode(%q) = %v, %v", bad, e, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, e := range everyEvent() {
		payload, _ := Encode(e)
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		e, err := Decode(payload)
		if err != nil {
			return
		}
		again, err := Encode(e)
		if err != nil {
			t.Fatalf("decoded but not encoded: %v", err)
		}
		if back, err := Decode(again); err != nil || back.Kind() != e.Kind() {
			t.Fatalf("not stable: %q then %q", payload, again)
		}
		FoldPrivate([]Entry{{Event: e}})
		FoldShared([]Entry{{Event: e}})
	})
}

func TestRoundsNameTheSameWeekOnBothSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC()
		r := RoundAt("weekly", at)
		back, err := ParseRound(r.String())
		if err != nil || back != r {
			t.Fatalf("%v parses to %v, %v", r, back, err)
		}
		monday := r.Monday(time.UTC)
		if monday.Weekday() != time.Monday || at.Before(monday) || !at.Before(monday.AddDate(0, 0, 7)) {
			t.Fatalf("%v is not in the week of %v", at, monday)
		}
		if b := r.Before(); b.Monday(time.UTC) != monday.AddDate(0, 0, -7) {
			t.Fatalf("before %v comes %v", r, b)
		}
	})
}

func TestRoundNamesThatAreRefused(t *testing.T) {
	for _, bad := range []string{"", "weekly", "weekly:2026-48", ":2026-W48", "weekly:2026-W54", "weekly:2026-W1", "weekly:26-W01"} {
		if r, err := ParseRound(bad); !errors.Is(err, ErrInput) {
			t.Errorf("ParseRound(%q) = %v, %v", bad, r, err)
		}
	}
}

func TestInputIsCheckedWithWordsThatSayWhat(t *testing.T) {
	quiet := Pulse{Mood: Unsaid, Energy: Unsaid, Closeness: Unsaid, Room: Unsaid}
	loud := quiet
	loud.Note = strings.Repeat("é", MaxNote+1)
	odd := quiet
	odd.Mood = 101
	good := everyEvent()[slices.IndexFunc(everyEvent(), func(e Event) bool { return e.Kind() == "agreement/1" })].(AgreementMade).Agreement
	late := good
	late.Review = "2027-02-01"
	cases := []struct {
		err  error
		want string
	}{
		{quiet.Check(), "one slider or a line"}, {loud.Check(), "501 characters"}, {odd.Check(), "not 101"},
		{Answers{}.Check(), "one is enough"}, {Appreciation{Text: " \n"}.Check(), "no words yet"},
		{late.Check(), "first the start"}, {Agreement{If: "x"}.Check(), "what then"},
	}
	for _, c := range cases {
		if !errors.Is(c.err, ErrInput) || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("got %v, want ErrInput with %q", c.err, c.want)
		}
	}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
}
