package takeout

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pleach/internal/bond"
	"pleach/wire"
)

var (
	evening  = time.Date(2026, 11, 24, 20, 15, 0, 0, time.FixedZone("", 3600))
	ada      = wire.ID{1}
	noor     = wire.ID{2}
	hedge    = Space{ID: wire.ID{9}, Self: ada, Other: noor, Partner: "Noor", Inviter: true, Since: evening}
	weekly   = bond.Round{Session: "weekly", Year: 2026, Week: 48}
	adasHead = Head{Made: evening, Name: "Ada"}
)

func payload(t testing.TB, e bond.Event) []byte {
	t.Helper()
	b, err := bond.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// adasFile is a small file with every kind of line.
func adasFile(t testing.TB) []byte {
	t.Helper()
	var file bytes.Buffer
	w := NewWriter(&file, adasHead)
	answers := bond.Answers{Round: weekly, Form: "short", At: evening, Said: map[string]string{"well": "the walk"}}
	for _, e := range []bond.Event{
		bond.PulseTaken{Pulse: bond.Pulse{ID: wire.ID{3}, At: evening, Mood: 70, Energy: bond.Unsaid, Closeness: 40, Room: 0, With: bond.Apart, Note: "rain, <and> a “book”"}},
		bond.AnswersKept{Answers: answers, Posted: true},
		bond.AppreciationKept{Appreciation: bond.Appreciation{ID: wire.ID{4}, At: evening, Text: "you called\nand came"}},
		bond.KitTested{At: evening},
		bond.Unknown{Name: "newer/1", Body: []byte("{}")},
	} {
		w.Private(payload(t, e))
	}
	w.Space(hedge)
	w.Entry(bond.KeptEntry{Lamport: 1, Device: wire.ID{5}, Seq: 1, Author: noor, Payload: payload(t, bond.ProfileSet{Name: "Noor"})})
	w.Entry(bond.KeptEntry{Lamport: 2, Device: wire.ID{6}, Seq: 1, Author: ada, Payload: payload(t, bond.Appreciated{Appreciation: bond.Appreciation{ID: wire.ID{7}, At: evening, Text: "soup"}})})
	w.Entry(bond.KeptEntry{Lamport: 3, Device: wire.ID{5}, Seq: 2, Author: noor, Payload: []byte("\xff\x00")})
	w.Entry(bond.KeptEntry{Lamport: 4, Device: wire.ID{5}, Seq: 3, Author: wire.ID{8}, Payload: []byte("newer/2 a line")})
	w.Answer(bond.KeptAnswer{Gate: wire.ID{10}, Author: noor, Payload: payload(t, answers)})
	tally, err := w.Close()
	if err != nil || tally != (Tally{Private: 3, Shared: 5, LeftOut: 1}) {
		t.Fatal(tally, err)
	}
	return file.Bytes()
}

func readAll(file []byte) (lines []Line, h Head, err error) {
	r, h, err := NewReader(bytes.NewReader(file))
	for err == nil {
		var l Line
		if l, err = r.Next(); err == nil {
			lines = append(lines, l)
		}
	}
	if err == io.EOF {
		err = nil
	}
	return lines, h, err
}

// TestAFileStaysReadable: what a person of ten years from now opens.
func TestAFileStaysReadable(t *testing.T) {
	const golden = "testdata/everything.jsonl"
	got := adasFile(t)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		os.WriteFile(golden, got, 0o644)
	}
	want, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("files of version %d must stay as they are: %v\n%s", Version, err, got)
	}
	lines, h, err := readAll(want)
	if err != nil || len(lines) != 9 || h.Name != "Ada" || !h.Made.Equal(evening) {
		t.Errorf("%d lines of %q, %v", len(lines), h.Name, err)
	}
}

// TestWhateverIsWrittenComesBackToTheByte: events, and bytes that are none.
func TestWhateverIsWrittenComesBackToTheByte(t *testing.T) {
	kind := rapid.SampledFrom([]string{"pulse/1", "pulse-shown/1", "appreciation/1", "answers/1", "newer/3", "Pulse/1", "x"})
	body := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "{}", `{"a": 1}`, `{"id":"AQIDAAAAAAAAAAAAAAAAAA","at":"2026-11-24T20:15:00+01:00","text":"<b> \u2028"}`, "null", "7",
		"AQIDAAAAAAAAAAAAAAAAAA 2026-11-24T20:15:00+01:00 70 - 40 0 apart rain", "AQIDAAAAAAAAAAAAAAAAAA 2026-11-24T20:15:00+00:00 070 - 40 0 - ", "\xff"}),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
	rapid.Check(t, func(rt *rapid.T) {
		var file bytes.Buffer
		var want [][]byte
		w := NewWriter(&file, adasHead)
		w.Space(hedge)
		for i := range rapid.IntRange(0, 6).Draw(rt, "n") {
			p := []byte(kind.Draw(rt, "kind") + " " + body.Draw(rt, "body"))
			if rapid.IntRange(0, 9).Draw(rt, "bare") == 0 {
				p = []byte(body.Draw(rt, "bare body"))
			}
			want = append(want, p)
			w.Entry(bond.KeptEntry{Lamport: uint64(i), Device: wire.ID{5}, Seq: 1, Author: noor, Payload: p})
		}
		if _, err := w.Close(); err != nil {
			rt.Fatal(err)
		}
		lines, _, err := readAll(file.Bytes())
		if err != nil || len(lines) != len(want)+1 {
			rt.Fatalf("%d lines, %v\n%s", len(lines), err, file.Bytes())
		}
		for i, l := range lines[1:] {
			if l.Entry == nil || !bytes.Equal(l.Entry.Payload, want[i]) || l.Entry.Author != noor || l.Entry.Lamport != uint64(i) {
				rt.Fatalf("%q came back as %+v", want[i], l.Entry)
			}
		}
	})
}

func TestADamagedFileSaysInWhichLine(t *testing.T) {
	whole := string(adasFile(t))
	lines := strings.SplitAfter(whole, "\n")
	cases := []struct {
		name, file string
		line       int
		err        error
	}{
		{"cut off between lines", strings.Join(lines[:5], ""), 6, errCutOff},
		{"cut off in a line", whole[:len(whole)-3], len(lines) - 1, errCutOff},
		{"a line is missing", strings.Join(append(lines[:2:2], lines[3:]...), ""), len(lines) - 2, errCount},
		{"something behind it", whole + "x", len(lines) - 1, errBehind},
		{"another order of fields", strings.Replace(whole, `{"in":"private","kind":"pulse/1"`, `{"kind":"pulse/1","in":"private"`, 1), 2, errForm},
		{"a field that nobody knows", strings.Replace(whole, `{"in":"private",`, `{"in":"private","x":1,`, 1), 2, errForm},
		{"a key", strings.Replace(whole, `"kind":"answers-kept/1"`, `"kind":"space-made/1"`, 1), 3, errKind},
		{"a device is removed", insert(whole, 1, `{"in":"private","kind":"device-removed/1","event":{"device":"AQAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T20:15:00+01:00"}}`), 2, errKind},
		{"sharing is ended", insert(whole, 1, `{"in":"private","kind":"sharing-ended/1","event":{"space":"AQAAAAAAAAAAAAAAAAAAAA"}}`), 2, errKind},
		{"words of no space", strings.Replace(whole, lines[4], "", 1), 5, errSpace},
		{"words of another space", strings.Replace(whole, `{"in":"CQAAA`, `{"in":"CQBAA`, 1), 6, errSpace},
		{"an empty line", insert(whole, 3, ""), 4, errForm},
		{"a very long line", insert(whole, 3, strings.Repeat("x", maxLine+1)), 4, errLong},
		{"other line ends", strings.ReplaceAll(whole, "\n", "\r\n"), 1, errForm},
	}
	for _, c := range cases {
		_, _, err := readAll([]byte(c.file))
		var at *LineError
		if !errors.As(err, &at) || at.Line != c.line || !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want line %d: %v", c.name, err, c.line, c.err)
		}
		if err != nil && strings.Contains(err.Error(), "rain") {
			t.Errorf("%s: the error tells what somebody wrote: %v", c.name, err)
		}
	}
}

func insert(file string, after int, line string) string {
	lines := strings.SplitAfter(file, "\n")
	return strings.Join(lines[:after], "") + line + "\n" + strings.Join(lines[after:], "")
}

func TestWhatIsNoSuchFileIsToldFromANewerOne(t *testing.T) {
	whole := string(adasFile(t))
	for file, want := range map[string]error{
		"": ErrNotOurs, "hello\n": ErrNotOurs, "{}\n": ErrNotOurs, `{"pleach":"other","version":1}` + "\n": ErrNotOurs,
		strings.Repeat("x", maxLine+1):                                     ErrNotOurs,
		strings.Replace(whole, `"version":1`, `"version":2`, 1):            ErrNewer,
		`{"pleach":"everything of mine","version":7,"colour":true}` + "\n": ErrNewer,
	} {
		if _, _, err := readAll([]byte(file)); !errors.Is(err, want) {
			t.Errorf("%.60q: %v, want %v", file, err, want)
		}
	}
}

func TestWhatTheReaderBelowSaysIsPassedOn(t *testing.T) {
	below := errors.New("the disk is on fire")
	whole := adasFile(t)
	r, _, err := NewReader(io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), broken{below}))
	for err == nil {
		_, err = r.Next()
	}
	var at *LineError
	if !errors.Is(err, below) || !errors.As(err, &at) || at.Line < 3 {
		t.Error(err)
	}
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// FuzzRead: no bytes do harm, and what is read is written again the same.
func FuzzRead(f *testing.F) {
	f.Add(adasFile(f))
	for _, line := range strings.SplitAfter(string(adasFile(f)), "\n") {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		lines, h, err := readAll(file)
		if err != nil {
			return
		}
		var again bytes.Buffer
		w := NewWriter(&again, h)
		for _, l := range lines {
			switch {
			case l.Private != nil:
				w.Private(l.Private)
			case l.Space != nil:
				w.Space(*l.Space)
			case l.Entry != nil:
				w.Entry(*l.Entry)
			default:
				w.Answer(*l.Answer)
			}
		}
		if _, err := w.Close(); err != nil || !bytes.HasSuffix(again.Bytes(), rest(file)) {
			t.Fatalf("%v\n%s\nis written again as\n%s", err, file, again.Bytes())
		}
	})
}

// rest is a file without its first line, which may be of an older wording.
func rest(file []byte) []byte {
	_, rest, _ := bytes.Cut(file, []byte("\n"))
	return rest
}

// TestAFileIsReadAndWrittenALineAtATime: ten years of pulses go from one end to
// the other, and neither end ever holds more than a little of them.
func TestAFileIsReadAndWrittenALineAtATime(t *testing.T) {
	const pulses, most = 20_000, 4 << 20
	from, to := io.Pipe()
	go func() {
		w := NewWriter(to, adasHead)
		for i := range pulses {
			w.Private([]byte(fmt.Sprintf("pulse/1 AQIDAAAAAAAAAAAAAAAAAA 2026-11-24T20:15:00+01:00 70 - 40 0 apart %0500d", i)))
		}
		_, err := w.Close()
		to.CloseWithError(err)
	}()
	before := held()
	r, _, err := NewReader(from)
	n := 0
	for ; err == nil; n++ {
		if n%2000 == 1999 && held() > before+most {
			t.Fatalf("after %d lines %d bytes are held", n, held()-before)
		}
		_, err = r.Next()
	}
	if err != io.EOF || n != pulses+1 {
		t.Errorf("%d lines, %v", n, err)
	}
}

func held() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func ExampleWriter() {
	w := NewWriter(os.Stdout, Head{Made: time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC), Name: "Ada"})
	w.Private([]byte(`card-drawn/1 {"card":"joy-1-2","at":"2026-11-24T20:00:00Z"}`))
	tally, err := w.Close()
	fmt.Println(tally.Things(), err)
	// Output:
	// {"pleach":"everything of mine","version":1,"made":"2026-11-24T20:00:00Z","name":"Ada","about":"One line is one thing, oldest first. Lines in private are what I kept for myself. A line with space says with whom I shared, and the lines in that space are what both of us gave there. A kind ends with its version."}
	// {"in":"private","kind":"card-drawn/1","event":{"card":"joy-1-2","at":"2026-11-24T20:00:00Z"}}
	// {"end":true,"things":1}
	// 1 <nil>
}
