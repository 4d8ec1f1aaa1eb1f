package table

import (
	"bytes"
	"fmt"
	"strings"
)

// header reads the line of names and returns where the rows begin.
func (t *Table) header() (int, error) {
	cells, next, err := t.line(nil, t.begin)
	if err != nil {
		return 0, err
	}
	for _, c := range cells {
		t.names = append(t.names, strings.TrimSpace(t.text(t.raw(int(c)))))
	}
	return next, t.checkNames()
}

func (t *Table) checkNames() error {
	seen, numbers := map[string]int{}, 0
	for i, n := range t.names {
		if first, twice := seen[n]; twice && n != "" {
			return t.About("", fmt.Sprintf("two columns are called “%s”: the %s and the %s", n, ordinal(first+1), ordinal(i+1)), "Give one of them another name")
		}
		seen[n] = i
		if _, ok := number([]byte(n), '.'); ok {
			numbers++
		}
	}
	if numbers == len(t.names) {
		return t.About("", fmt.Sprintf("the first line has numbers (%s) where the names of the columns should be", t.list()), "Add a first line with a name for each column")
	}
	return nil
}

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		suffix = map[int]string{1: "st", 2: "nd", 3: "rd"}[n%10]
		if suffix == "" {
			suffix = "th"
		}
	}
	return fmt.Sprintf("%d%s", n, suffix)
}

// scan finds every cell of every row, and refuses rows with too many or too
// few.
func (t *Table) scan(at int) error {
	t.starts = make([]uint32, 0, t.guess(at))
	width := len(t.names)
	for at = t.skipBlank(at); at < len(t.data); at = t.skipBlank(at) {
		before, begin := len(t.starts), at
		var err error
		t.starts, at, err = t.line(t.starts, at)
		if err != nil {
			return err
		}
		if n := len(t.starts) - before; n != width {
			return t.ragged(begin, before/width, n)
		}
	}
	return nil
}

// guess is how many cells there will be, from the length of the first rows.
func (t *Table) guess(at int) int {
	sample := t.data[at:min(len(t.data), at+1<<14)]
	lines := 1 + bytes.Count(sample, []byte{'\n'})
	return (len(t.data) - at) / max(1, len(sample)/lines) * len(t.names) * 21 / 20
}

func (t *Table) ragged(at, row, n int) error {
	do := "Put it right in the file"
	if t.Delimiter == ',' && n > len(t.names) {
		do = "If it writes 1,5 for one and a half, its columns need semicolons or tabs between them: export it again"
	}
	return &Error{File: t.Name, Row: row + 1, Line: t.lineOf(at), Do: do,
		What: fmt.Sprintf("the row has %d values and there are %d columns", n, len(t.names))}
}

// skipBlank goes over lines without anything in them.
func (t *Table) skipBlank(at int) int {
	for at < len(t.data) && (t.data[at] == '\n' || t.data[at] == '\r') {
		at++
	}
	return at
}

// line appends where the cells of one line start, and returns where the next
// line does.
func (t *Table) line(cells []uint32, at int) ([]uint32, int, error) {
	d := t.data
	for {
		cells = append(cells, uint32(at))
		if at < len(d) && d[at] == '"' {
			end := endQuoted(d, at)
			if end < 0 {
				return cells, 0, &Error{File: t.Name, Line: t.lineOf(at), Char: 1 + t.charInLine(at), What: "a quotation mark opens and never closes", Do: "Close it, or take it out"}
			}
			at = end
		}
		for at < len(d) && d[at] != t.Delimiter && d[at] != '\n' && d[at] != '\r' {
			at++
		}
		if at >= len(d) || d[at] != t.Delimiter {
			return cells, t.endLine(at), nil
		}
		at++
	}
}

func (t *Table) endLine(at int) int {
	if at+1 < len(t.data) && t.data[at] == '\r' && t.data[at+1] == '\n' {
		at++
	}
	return min(at+1, len(t.data))
}

// endQuoted is the place after the closing quote of a cell, or -1. Two quotes
// stand for one.
func endQuoted(d []byte, at int) int {
	for at++; at < len(d); at++ {
		if d[at] != '"' {
			continue
		}
		if at+1 < len(d) && d[at+1] == '"' {
			at++
			continue
		}
		return at + 1
	}
	return -1
}

// raw is a cell as it is in the file, without spaces around it.
func (t *Table) raw(start int) []byte {
	d, end := t.data, start
	if end < len(d) && d[end] == '"' {
		end = endQuoted(d, end)
	}
	for end < len(d) && d[end] != t.Delimiter && d[end] != '\n' && d[end] != '\r' {
		end++
	}
	for start < end && d[start] == ' ' {
		start++
	}
	for end > start && d[end-1] == ' ' {
		end--
	}
	return d[start:end]
}

// cell is what is inside a cell: raw, without its quotes.
func (t *Table) cell(row, column int) []byte {
	raw := t.raw(int(t.starts[row*len(t.names)+column]))
	if len(raw) > 1 && raw[0] == '"' {
		return []byte(t.text(raw))
	}
	return raw
}

func (t *Table) text(raw []byte) string {
	if len(raw) > 1 && raw[0] == '"' && raw[len(raw)-1] == '"' {
		return strings.ReplaceAll(string(raw[1:len(raw)-1]), `""`, `"`)
	}
	return string(raw)
}

// missing reports whether a cell stands for no answer.
func (t *Table) missing(cell []byte) bool {
	switch string(cell) {
	case "", "NA", "NaN", "nan", ".", "N/A", "na", "null", "NULL":
		return true
	}
	for _, s := range t.na {
		if s == string(cell) {
			return true
		}
	}
	return false
}
