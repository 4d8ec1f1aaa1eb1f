package study

import (
	"errors"
	"fmt"
	"strings"

	"pleach/dyad"
	"pleach/internal/table"
)

// Refusal says why data or options cannot be used, and what to do.
type Refusal struct {
	What string // "the column y1 has the value 3 in every row"
	Do   string // "a model of change needs something that changes"
}

func (e *Refusal) Error() string { return fmt.Sprintf("%s.\n%s.", e.What, e.Do) }

// IsBadInput reports whether an error is about what was given, and not about
// what this program or machine failed to do.
func IsBadInput(err error) bool {
	var r *Refusal
	var t *table.Error
	var d *dyad.InputError
	return errors.As(err, &r) || errors.As(err, &t) || errors.As(err, &d)
}

// explain puts an error of the engine, which knows positions in slices, into
// the words of the file.
func explain(err error, t *table.Table, c Couple, column string) error {
	var e *dyad.InputError
	if !errors.As(err, &e) {
		return err
	}
	if e.Row >= 0 && e.Row < len(c.Rows) {
		return t.At(c.Rows[e.Row], column, e.What, upper(e.Do))
	}
	if c.Name != "" {
		return t.About("", "couple "+c.Name+": "+e.What, upper(e.Do))
	}
	return t.About("", e.What, upper(e.Do))
}

// commands are what the engine's functions are called here.
var commands = strings.NewReplacer("FitOU", "fit ou", "FitVAR", "fit var", "FitLAPIM", "fit lapim", "FitAPIM", "fit apim")

// upper is a sentence that begins like one.
func upper(s string) string {
	s = commands.Replace(s)
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
