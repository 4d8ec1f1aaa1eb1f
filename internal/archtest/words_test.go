package archtest

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

type alienWord struct {
	find *regexp.Regexp
	why  string
}

// alien are words that do not belong into a repository that speaks of the
// project alone. The expressions are written so that they do not find this file.
var alien = []alienWord{
	{regexp.MustCompile(`(?m)(^|[\s"'(=:,` + "`" + `])/(wo` + `rk|ro` + `ot|ho` + `me)(/|\b)`), "a path of one machine means nothing on another"},
	{regexp.MustCompile(`\bsha` + `red/`), "a folder that is not part of the repository"},
	{regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b`), "do it now, leave it out, or open an issue"},
}

func TestTheRepositorySpeaksOfTheProjectAlone(t *testing.T) {
	for _, f := range repository(t) {
		if binary(f.data) {
			continue
		}
		for _, a := range alien {
			if at := a.find.FindIndex(f.data); at != nil {
				line := 1 + bytes.Count(f.data[:at[0]], []byte("\n"))
				t.Errorf("%s:%d: %q: %s", f.path, line, strings.TrimSpace(string(f.data[at[0]:at[1]])), a.why)
			}
		}
	}
}

const largestBinary = 200 << 10 // bytes

func TestBinaryFilesAreSmall(t *testing.T) {
	for _, f := range repository(t) {
		if binary(f.data) && len(f.data) > largestBinary {
			t.Errorf("%s has %d kB, more than %d: everyone who clones carries it for ever", f.path, len(f.data)>>10, largestBinary>>10)
		}
	}
}

func binary(data []byte) bool {
	return bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data)
}
