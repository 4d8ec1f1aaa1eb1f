package seal_test

import (
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pleach/seal"
)

// The vectors are compiled in, so that the same test runs where there is no
// file system: under GOOS=js.
//
//go:embed testdata/vectors/*.txt
var vectorFiles embed.FS

// A vector is one operation with its inputs, and either what it gives or the
// name of its error. In a file, vectors stand apart by an empty line; a field
// is "key: value", the value in hex or as a quoted string, and goes on in lines
// that begin with a space. A key that the operation does not know is a failure.
type vector struct {
	name, op, expect string
	fields           map[string][]byte
	used             map[string]bool
	t                testing.TB
}

// A result is one named output of an operation.
type result struct {
	key   string
	value []byte
}

func TestVectors(t *testing.T) {
	ran := 0
	for _, file := range vectorNames(t) {
		raw, err := vectorFiles.ReadFile("testdata/vectors/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range parseVectors(t, file, string(raw)) {
			t.Run(file+"/"+v.name, func(t *testing.T) { v.t = t; v.run() })
			ran++
		}
	}
	t.Logf("%d vectors", ran)
	if ran < 100 {
		t.Errorf("only %d vectors were found", ran)
	}
}

// complaints stands in for a test, to see that a bad vector is noticed.
type complaints struct {
	testing.TB
	heard []string
}

func (c *complaints) Errorf(format string, args ...any) {
	c.heard = append(c.heard, fmt.Sprintf(format, args...))
}

func (c *complaints) Fatalf(format string, args ...any) {
	c.Errorf(format, args...)
	panic(c)
}

func TestVectorsNoticeMistakes(t *testing.T) {
	good := "name: x\nop: padme\nexpect: ok\nsize: \"9\"\npadded: \"10\"\n"
	for name, text := range map[string]string{
		"":                                       good,
		"unknown key \"colour\"":                 good + "colour: ff\n",
		"padded:":                                strings.Replace(good, "10", "11", 1),
		"does not say what \"padded\" should be": strings.Replace(good, "padded: \"10\"\n", "", 1),
		"needs \"size\"":                         strings.Replace(good, "size", "length", 1),
		"unknown op":                             strings.Replace(good, "padme", "pad", 1),
		"expected ErrVersion, got ok":            strings.Replace(good, "ok", "ErrVersion", 1),
		"one that is there already":              good + "size: \"9\"\n",
	} {
		if got := complain(t, text); !strings.Contains(got, name) || (name == "") != (got == "") {
			t.Errorf("expected a complaint %q, got %q", name, got)
		}
	}
}

// complain runs a vector and returns what the runner said against it.
func complain(t *testing.T, text string) string {
	c := &complaints{TB: t}
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(c) {
				panic(r)
			}
		}()
		for _, v := range parseVectors(c, "x", text) {
			v.run()
		}
	}()
	return strings.Join(c.heard, "; ")
}

func vectorNames(t testing.TB) []string {
	entries, err := fs.ReadDir(vectorFiles, "testdata/vectors")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (v *vector) run() {
	op, ok := operations[v.op]
	if !ok {
		v.t.Fatalf("unknown op %q", v.op)
	}
	results, err := op(v)
	if got := errorName(err); got != v.expect {
		v.t.Fatalf("expected %s, got %s (%v)", v.expect, got, err)
	}
	if err == nil {
		v.compare(results)
	}
	for key := range v.fields {
		if !v.used[key] {
			v.t.Errorf("unknown key %q", key)
		}
	}
}

func (v *vector) compare(results []result) {
	for _, r := range results {
		want, ok := v.fields[r.key]
		v.used[r.key] = true
		if !ok {
			v.t.Errorf("the vector does not say what %q should be", r.key)
		} else if string(want) != string(r.value) {
			v.t.Errorf("%s:\n got %x\nwant %x", r.key, r.value, want)
		}
	}
}

// get returns an input and notes that it is known.
func (v *vector) get(key string) []byte {
	b, ok := v.fields[key]
	if !ok {
		v.t.Fatalf("op %s needs %q", v.op, key)
	}
	v.used[key] = true
	return b
}

func (v *vector) key(key string) seal.Key   { return seal.Key(v.array(key, 32)) }
func (v *vector) id(key string) [16]byte    { return [16]byte(v.array(key, 16)) }
func (v *vector) b32(key string) [32]byte   { return [32]byte(v.array(key, 32)) }
func (v *vector) has(key string) (ok bool)  { _, ok = v.fields[key]; return ok }
func (v *vector) number(key string) (n int) { n, _ = strconv.Atoi(string(v.get(key))); return n }

func (v *vector) array(key string, n int) []byte {
	b := v.get(key)
	if len(b) != n {
		v.t.Fatalf("%s has %d bytes instead of %d", key, len(b), n)
	}
	return b
}

func parseVectors(t testing.TB, file, text string) []*vector {
	var all []*vector
	for block := range strings.SplitSeq(text, "\n\n") {
		v := &vector{fields: map[string][]byte{}, used: map[string]bool{}, t: t}
		for _, line := range logicalLines(block) {
			v.parseLine(file, line)
		}
		if v.op != "" {
			all = append(all, v)
		}
	}
	return all
}

// logicalLines drops comments and joins lines that go on.
func logicalLines(block string) []string {
	var lines []string
	for line := range strings.Lines(block) {
		switch line = strings.TrimSuffix(line, "\n"); {
		case line == "" || line[0] == '#':
		case line[0] == ' ':
			lines[len(lines)-1] += strings.TrimSpace(line)
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

func (v *vector) parseLine(file, line string) {
	key, value, ok := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch {
	case !ok || v.has(key):
		v.t.Fatalf("%s: line %.40q has no key, or one that is there already", file, line)
	case key == "name":
		v.name = value
	case key == "op":
		v.op = value
	case key == "expect":
		v.expect = value
	default:
		v.fields[key] = parseValue(v.t, file, key, value)
	}
}

func parseValue(t testing.TB, file, key, value string) []byte {
	if strings.HasPrefix(value, `"`) {
		s, err := strconv.Unquote(value)
		if err != nil {
			t.Fatalf("%s: %s: %v", file, key, err)
		}
		return []byte(s)
	}
	b, err := hex.DecodeString(value)
	if err != nil {
		t.Fatalf("%s: %s: %v", file, key, err)
	}
	return b
}

// sentinels are the errors that a vector can expect, by name.
var sentinels = map[string]error{
	"ErrVersion": seal.ErrVersion, "ErrMalformed": seal.ErrMalformed, "ErrWrongKey": seal.ErrWrongKey,
	"ErrCommitment": seal.ErrCommitment, "ErrEmptyPassword": seal.ErrEmptyPassword,
	"ErrNotAKit": seal.ErrNotAKit, "ErrKitDamaged": seal.ErrKitDamaged, "ErrNotMember": seal.ErrNotMember,
	"ErrBadSignature": seal.ErrBadSignature, "ErrBadCommit": seal.ErrBadCommit,
	"ErrNoHistory": seal.ErrNoHistory, "ErrNotALink": seal.ErrNotALink,
	"ErrWrongInviter": seal.ErrWrongInviter, "ErrNonce": seal.ErrNonce,
	"ErrNotAHandover": seal.ErrNotAHandover,
}

func errorName(err error) string {
	if err == nil {
		return "ok"
	}
	for _, name := range slices.Sorted(maps.Keys(sentinels)) {
		if errors.Is(err, sentinels[name]) {
			return name
		}
	}
	return fmt.Sprintf("another error: %v", err)
}
