package table

import (
	"fmt"
	"strings"
)

// Error says what is wrong with a file, where, and what to do.
type Error struct {
	File   string // as it was given, "standard input" for a pipe
	What   string // "“abc” is no number"
	Column string // empty where no column is meant
	Row    int    // counted from one, without the line of names; zero where no row is meant
	Line   int    // counted from one in the file; zero where no line is meant
	Char   int    // counted from one within the line; zero where no cell is meant
	Do     string // "write a number, or leave the cell empty"
}

func (e *Error) Error() string {
	where := []string{e.File}
	if e.Row > 0 {
		where = append(where, fmt.Sprintf("row %d (line %d of the file)", e.Row, e.Line))
	} else if e.Line > 0 {
		where = append(where, fmt.Sprintf("line %d", e.Line))
	}
	if e.Column != "" {
		where = append(where, "column "+e.Column)
	}
	if e.Char > 0 {
		where = append(where, fmt.Sprintf("character %d", e.Char))
	}
	return fmt.Sprintf("%s: %s.\n%s.", strings.Join(where, ", "), e.What, e.Do)
}

// At is an error about one row of the table, counted from zero. Column may be
// empty, which means the whole row.
func (t *Table) At(row int, column, what, do string) *Error {
	e := &Error{File: t.Name, What: what, Column: column, Row: row + 1, Do: do}
	at := t.starts[row*len(t.names)]
	if c := t.index(column); c >= 0 {
		at = t.starts[row*len(t.names)+c]
		e.Char = 1 + t.charInLine(int(at))
	}
	e.Line = t.lineOf(int(at))
	return e
}

// About is an error about the table as a whole, or one column of it.
func (t *Table) About(column, what, do string) *Error {
	return &Error{File: t.Name, What: what, Column: column, Do: do}
}

// Line is where in the file a row is, counted from one; rows are counted from
// zero.
func (t *Table) Line(row int) int { return t.lineOf(int(t.starts[row*len(t.names)])) }

// lineOf counts the lines up to a byte: LF, CR LF and CR end one.
func (t *Table) lineOf(at int) int {
	n := 1
	for i, b := range t.data[:at] {
		if b == '\n' || b == '\r' && (i+1 >= len(t.data) || t.data[i+1] != '\n') {
			n++
		}
	}
	return n
}

func (t *Table) charInLine(at int) int {
	from := at
	for from > 0 && t.data[from-1] != '\n' && t.data[from-1] != '\r' {
		from--
	}
	return len([]rune(string(t.data[from:at])))
}
