package table

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// Options say how to read a file. The zero value finds out by itself, and
// refuses where it cannot.
type Options struct {
	Name      string   // for complaints
	Delimiter byte     // ',', ';' or '\t'; zero: found out
	Decimal   byte     // '.' or ','; zero: found out, a column at a time
	NA        []string // further spellings of a missing value, such as "-99"
}

// Table is a file of named columns. It keeps the file's bytes and must not be
// changed; it may be read by many goroutines.
type Table struct {
	Name      string
	Delimiter byte // the one that was found or given

	decimal byte
	na      []string
	data    []byte
	begin   int // where the line of names is
	names   []string
	starts  []uint32 // where each cell starts, row by row
}

// largest is how many bytes a file may have: cells are found by 32-bit places.
const largest = 1<<32 - 1

// Open reads a file, or standard input when path is "-".
func Open(path string, o Options) (*Table, error) {
	if path == "-" {
		o.Name = "standard input"
		data, err := io.ReadAll(os.Stdin)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return Read(data, o)
	}
	o.Name = path
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{File: path, What: "there is no such file", Do: "Look at the name and at the folder that you are in"}
	}
	if err != nil {
		return nil, &Error{File: path, What: "the file cannot be read (" + cause(err) + ")", Do: "Give a CSV file that you may read"}
	}
	return Read(data, o)
}

func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

const bom = "\ufeff"

// Read reads a file that is in memory. It keeps data.
func Read(data []byte, o Options) (*Table, error) {
	t := &Table{Name: o.Name, Delimiter: o.Delimiter, decimal: o.Decimal, na: o.NA, data: data}
	if err := t.encoding(); err != nil {
		return nil, err
	}
	if bytes.HasPrefix(data, []byte(bom)) {
		t.begin = len(bom)
	}
	if err := t.sniff(); err != nil {
		return nil, err
	}
	body, err := t.header()
	if err != nil {
		return nil, err
	}
	if err := t.scan(body); err != nil {
		return nil, err
	}
	if t.Len() == 0 {
		return nil, t.About("", "the file has names of columns and no rows", "Export it again, with the answers")
	}
	return t, nil
}

// Len is the number of rows, without the line of names.
func (t *Table) Len() int { return len(t.starts) / len(t.names) }

// Columns are the names in the file's order; a column without a name has "".
func (t *Table) Columns() []string { return t.names }

// Has reports whether there is such a column.
func (t *Table) Has(column string) bool { return t.index(column) >= 0 }

func (t *Table) index(column string) int {
	if column == "" {
		return -1
	}
	for i, n := range t.names {
		if n == column {
			return i
		}
	}
	return -1
}

// column finds a column, or says which it may have been.
func (t *Table) column(name string) (int, error) {
	if i := t.index(name); i >= 0 {
		return i, nil
	}
	what := fmt.Sprintf("there is no column “%s”", name)
	if near := nearest(name, t.names); near != "" {
		return 0, t.About("", what, fmt.Sprintf("Did you mean “%s”? The columns are %s", near, t.list()))
	}
	return 0, t.About("", what, "The columns are "+t.list())
}

const listed = 12 // names of columns in a complaint

func (t *Table) list() string {
	var named []string
	for _, n := range t.names {
		if n != "" {
			named = append(named, n)
		}
	}
	if more := len(named) - listed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(named[:listed], ", "), more)
	}
	return strings.Join(named, ", ")
}

// Digest is the file's SHA-256 in hexadecimal, by which a reader can tell that
// they have the same.
func (t *Table) Digest() string {
	sum := sha256.Sum256(t.data)
	return hex.EncodeToString(sum[:])
}
