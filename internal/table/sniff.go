package table

import (
	"bytes"
	"fmt"
	"strings"
)

// encoding refuses files that are no text in UTF-8, by what they begin with.
func (t *Table) encoding() error {
	d := t.data
	const export = "Save it as CSV in UTF-8"
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(d, []byte(bom)))) == 0:
		return t.About("", "the file is empty", "Export it again")
	case len(d) > largest:
		return t.About("", "the file has more than 4 GB", "Keep only the columns that you need")
	case bytes.HasPrefix(d, []byte{0xff, 0xfe}) || bytes.HasPrefix(d, []byte{0xfe, 0xff}):
		return t.About("", "the file is written in UTF-16", export)
	case bytes.HasPrefix(d, []byte("PK\x03\x04")):
		return t.About("", "this is a spreadsheet or an archive, and no CSV file", export)
	case bytes.HasPrefix(d, []byte{0x1f, 0x8b}):
		return t.About("", "the file is compressed", "Unpack it first")
	case bytes.IndexByte(d[:min(len(d), 4096)], 0) >= 0:
		return t.About("", "the file is not plain text (it may be UTF-16)", export)
	}
	return nil
}

const sniffed = 50 // lines that are looked at to find the delimiter

// sniff finds the delimiter: the one that is in the line of names and, as
// often, in the lines below. Two such are ambiguous.
func (t *Table) sniff() error {
	if note := t.data[t.begin:]; bytes.HasPrefix(note, []byte("sep=")) && len(note) > 4 {
		t.Delimiter = note[4] // a spreadsheet's own note
		t.begin += 5
	}
	t.begin = t.skipBlank(t.begin)
	if t.begin == len(t.data) {
		return t.About("", "the file is empty", "Export it again")
	}
	if t.Delimiter != 0 {
		return nil
	}
	lines := firstLines(t.data[t.begin:])
	var fit []byte
	for _, d := range []byte{',', ';', '\t'} {
		if fits(lines, d) {
			fit = append(fit, d)
		}
	}
	switch len(fit) {
	case 0:
		t.Delimiter = mostFrequent(lines[0])
	case 1:
		t.Delimiter = fit[0]
	default:
		return t.About("", fmt.Sprintf("the columns may be separated by %s or by %s", called(fit[0]), called(fit[1])), "Say which, as --delimiter comma, semicolon or tab")
	}
	return nil
}

func called(d byte) string {
	return map[byte]string{',': "commas", ';': "semicolons", '\t': "tabs"}[d]
}

func firstLines(data []byte) []string {
	var lines []string
	for line := range strings.Lines(string(data[:min(len(data), 1<<16)])) {
		if len(lines) == sniffed {
			break
		}
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// fits reports whether a delimiter is in every line equally often. The last
// line may have been cut and does not count, unless there are only two.
func fits(lines []string, d byte) bool {
	n := outside(lines[0], d)
	for i, line := range lines {
		cut := i == len(lines)-1 && i > 1
		if outside(line, d) != n && !cut {
			return false
		}
	}
	return n > 0
}

// outside counts a delimiter outside of quotes.
func outside(line string, d byte) int {
	n, quoted := 0, false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == d && !quoted:
			n++
		}
	}
	return n
}

// mostFrequent is the delimiter that the line of names has most of: rows that
// do not fit it are refused one by one, with their numbers.
func mostFrequent(line string) byte {
	best := byte(',')
	for _, d := range []byte{';', '\t'} {
		if outside(line, d) > outside(line, best) {
			best = d
		}
	}
	return best
}
