package table

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func read(t *testing.T, text string) *Table {
	t.Helper()
	table, err := Read([]byte(text), Options{Name: "diary.csv"})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func numbers(t *testing.T, table *Table, column string) []float64 {
	t.Helper()
	v, err := table.Numbers(column)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// same compares numbers, with NaN like NaN.
func same(a, b []float64) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

func TestOneFileInManyDresses(t *testing.T) {
	want := map[string][]float64{"t": {1, 2, 3}, "mood": {5.5, math.NaN(), -1e-3}}
	for dress, text := range map[string]string{
		"commas":          "t,mood\n1,5.5\n2,NA\n3,-0.001\n",
		"semicolons":      "t;mood\n1;5.5\n2;\n3;-1e-3\n",
		"tabs":            "t\tmood\n1\t5.5\n2\t.\n3\t-.001\n",
		"decimal commas":  "t;mood\n1;5,5\n2;NaN\n3;-0,001\n",
		"quoted commas":   "\"t\",\"mood\"\n1,\"5,5\"\n2,NA\n\"3\",\"-0,001\"\n",
		"Windows":         "\ufefft;mood\r\n1;5,5\r\n2;\r\n3;-0,001\r\n",
		"an old Mac":      "t,mood\r1,5.5\r2,NA\r3,-0.001",
		"a spreadsheet":   "sep=;\nt;mood\n1;5,5\n2;NA\n3;-0,001",
		"blank lines":     "\n\nt, mood\n\n1, 5.5\n2, NA\n3, -0.001\n\n",
		"another's words": "t,mood,what\n1,5.5,\"a, \"\"b\"\"\nc\"\n2,NA,x\n3,-0.001,\n",
	} {
		table := read(t, text)
		for column, values := range want {
			if got := numbers(t, table, column); !same(got, values) {
				t.Errorf("%s: %s is %v, want %v", dress, column, got, values)
			}
		}
	}
}

// What cannot be read says where it is and what to do.
func TestEveryRefusalSaysWhatWhereAndWhatToDo(t *testing.T) {
	column := func(name string) func(*Table) error {
		return func(t *Table) error { _, err := t.Numbers(name); return err }
	}
	clock := func(t *Table) error { _, err := t.Clock("t", nil); return err }
	for _, c := range []struct {
		name, text string
		ask        func(*Table) error
		want       string
	}{
		{"empty", "", nil, "the file is empty"},
		{"only blank lines", "\n \n", nil, "the file is empty"},
		{"header only", "t,y\n", nil, "names of columns and no rows"},
		{"no header", "1,5.5\n2,6\n", nil, "the first line has numbers (1, 5.5)"},
		{"UTF-16", "\xff\xfet\x00,\x00", nil, "UTF-16"},
		{"a spreadsheet", "PK\x03\x04....", nil, "spreadsheet"},
		{"packed", "\x1f\x8b....", nil, "Unpack it"},
		{"two delimiters", "a,b;c\n1,2;3\n", nil, "--delimiter"},
		{"twice the name", "y,t,y\n1,2,3\n", nil, "two columns are called “y”: the 1st and the 3rd"},
		{"too few", "t,y\n1,2\n3\n", nil, "row 2 (line 3 of the file): the row has 1 values and there are 2 columns"},
		{"decimal comma between commas", "t,y\n1,2,5\n", nil, "1,5 for one and a half"},
		{"open quote", "t,y\n1,\"2\n", nil, "line 2, character 3: a quotation mark opens"},
		{"text", "t,y\n1,2\n\n3,abc\n", column("y"), "row 2 (line 4 of the file), column y, character 3: “abc” is no number"},
		{"somebody's words", "t,y\n1,2\n2,we had 2 rows\n", column("y"), "row 2 (line 3 of the file), column y, character 3: a text of 3 words is no number"},
		{"infinite", "t,y\n1,inf\n", column("y"), "“inf” is no number"},
		{"too large", "t,y\n1,1e999\n", column("y"), "“1e999” is no number"},
		{"unknown", "t,Mood\n1,2\n", column("mod"), "Did you mean “Mood”? The columns are t, Mood"},
		{"quite unknown", "t,Mood\n1,2\n", column("weather"), "The columns are t, Mood"},
		{"points and commas", "t;y\n1;2.5\n2;2,5\n", column("y"), "points (“2.5”, row 1) and commas (“2,5”)"},
		{"thousands", "t;y\n1;1,250\n2;3,125\n", column("y"), "may have a decimal comma, or be in the thousands"},
		{"no zone", "t,y\n2026-03-01 08:30,1\n", clock, "--zone"},
		{"times unlike", "t,y\n2026-03-01,1\n2026-03-01T08:30Z,1\n", clock, "row 2 (line 3 of the file), column t, character 1: “2026-03-01T08:30Z” is not a date"},
		{"no such day", "t,y\n2026-03-01,1\n2026-02-29,1\n", clock, "2026-02-29"},
		{"no time at all", "t,y\nNA,1\n", clock, "no row has a time"},
	} {
		table, err := Read([]byte(c.text), Options{Name: "diary.csv"})
		if err == nil && c.ask != nil {
			err = c.ask(table)
		}
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "diary.csv") || e.Do == "" {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestWhatWasSaidIsNotFoundOut(t *testing.T) {
	table, err := Read([]byte("a;b,y\n1;2,-99\n3;4,8\n"), Options{Delimiter: ',', NA: []string{"-99"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := numbers(t, table, "y"); !same(got, []float64{math.NaN(), 8}) {
		t.Errorf("y is %v", got)
	}
	table, _ = Read([]byte("t;y\n1;1,250\n"), Options{Decimal: ','})
	if got := numbers(t, table, "y"); got[0] != 1.25 {
		t.Errorf("y is %v", got)
	}
	if _, err := table.Numbers("x"); err == nil {
		t.Error("a column that is not there was read")
	}
}

func TestLabelsAreNumberedAsTheyAppear(t *testing.T) {
	table := read(t, "id,y\n201,1\n201,2\nAda & Noor,1\n,5\n201,1\n")
	l, err := table.Labels("id")
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(l.Codes, l.Names) != "[0 0 1 -1 0] [201 Ada & Noor]" {
		t.Errorf("labels are %v", l)
	}
}

func TestHoursAreRealHours(t *testing.T) {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Skip(err)
	}
	for _, c := range []struct {
		name, text string
		zone       *time.Location
		want       []float64
	}{
		{"numbers", "t\n1.5\n3\n", nil, []float64{1.5, 3}},
		{"days", "t\n2026-03-28\n\n2026-03-30\n", nil, []float64{0, 48}},
		{"offsets", "t\n2026-03-29T01:30+01:00\n2026-03-29T03:30:00+02:00\n2026-03-29T01:45:36.5Z\n", nil, []float64{1.5, 2.5, 2.76013888888888888}},
		{"spring in a zone", "t\n2026-03-29 01:30\n2026-03-29 03:30\n", brussels, []float64{1.5, 2.5}},
		{"autumn in a zone", "t\n2026-10-25 01:30\n2026-10-25 03:30\n", brussels, []float64{1.5, 4.5}},
	} {
		clock, err := read(t, c.text).Clock("t", c.zone)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for i := range c.want {
			if math.Abs(clock.Values[i]-c.want[i]) > 1e-12 {
				t.Errorf("%s: %v, want %v", c.name, clock.Values, c.want)
				break
			}
		}
	}
	for text, want := range map[string]string{"2026-03-29 02:30": "left out", "2026-10-25 02:30": "had twice"} {
		_, err := read(t, "t\n"+text+"\n").Clock("t", brussels)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// The quick way to read a number gives the very bits of the slow one.
func TestNumbersAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[-+]?([0-9]{1,17}\.?[0-9]{0,17}|\.[0-9]{1,9})([eE][-+]?[0-9]{1,2})?`).Draw(t, "text")
		got, ok := number([]byte(text), '.')
		want, err := strconv.ParseFloat(text, 64)
		if ok != (err == nil) || got != want {
			t.Fatalf("%q is %v (%v), want %v (%v)", text, got, ok, want, err)
		}
		if comma, ok := number([]byte(strings.Replace(text, ".", ",", 1)), ','); !ok || comma != want {
			t.Fatalf("%q with a comma is %v, want %v", text, comma, want)
		}
	})
}

// What is written with quotes comes back, whatever is in it.
func TestCellsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`[a-z"',;\n\r\t é]{0,9}x`)
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 1, 9).Draw(t, "rows")
		text := "a,b,c\n"
		for _, r := range rows {
			for i, c := range r {
				text += map[bool]string{true: ","}[i > 0] + `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			text += "\r\n"
		}
		table, err := Read([]byte(text), Options{Delimiter: ','})
		if err != nil || table.Len() != len(rows) {
			t.Fatalf("%q: %v", text, err)
		}
		for i, r := range rows {
			for j, c := range r {
				if got := string(table.cell(i, j)); got != c {
					t.Fatalf("row %d column %d is %q, want %q", i, j, got, c)
				}
			}
		}
	})
}

// FuzzRead: whatever the bytes are, there is an answer, and every complaint
// has words.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "t,y\n1,2\n", "\ufefft;y\r\n1;2,5\r\n", "a\n\"b\"\"c", "sep=,\n", "sep=\n\n", "t\n2026-03-29T01:30+01:00\n", "\n\n\"", "a,b\n,\n", "t\n-.e\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Read(data, Options{Name: "f"})
		if err != nil {
			if err.Error() == "" {
				t.Fatal("a complaint without words")
			}
			return
		}
		for _, c := range table.Columns() {
			if v, err := table.Numbers(c); err == nil && (len(v) != table.Len() || c == "") {
				t.Fatalf("column %q has %d of %d rows", c, len(v), table.Len())
			}
			if l, err := table.Labels(c); err == nil && len(l.Codes) != table.Len() {
				t.Fatalf("column %q has %d of %d rows", c, len(l.Codes), table.Len())
			}
			if k, err := table.Clock(c, time.UTC); err == nil && len(k.Values) != table.Len() {
				t.Fatalf("column %q has %d of %d rows", c, len(k.Values), table.Len())
			}
		}
	})
}

// BenchmarkRead reads 5,000 couples with 100 days each: an id, a day, two
// answers.
func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	text.WriteString("couple,day,w,m\n")
	for i := range 500_000 {
		fmt.Fprintf(&text, "%d,%d,%.3f,%.3f\n", 1000+i/100, i%100, float64(i%977)/300, float64(i%1009)/300)
	}
	data := []byte(text.String())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		table, err := Read(data, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := table.Labels("couple"); err != nil {
			b.Fatal(err)
		}
		for _, c := range []string{"day", "w", "m"} {
			if _, err := table.Numbers(c); err != nil {
				b.Fatal(err)
			}
		}
	}
}
