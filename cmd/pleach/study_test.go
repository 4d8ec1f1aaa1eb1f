package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestStudyScripts runs the researchers' command as they do. Besides the usual
// commands there are:
//
//	exits CODE ARGS      runs pleach and looks at its exit code
//	crlf FILE            gives a file the line ends of Windows
//	utf16 FILE           writes a file anew in UTF-16
func TestStudyScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "crlf": crlf, "utf16": utf16},
	})
}

func rewrite(ts *testscript.TestScript, name string, change func(string) string) {
	data, err := os.ReadFile(ts.MkAbs(name))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(change(string(data))), 0o600))
}

func crlf(ts *testscript.TestScript, _ bool, args []string) {
	rewrite(ts, args[0], func(s string) string { return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n") })
}

func utf16(ts *testscript.TestScript, _ bool, args []string) {
	rewrite(ts, args[0], func(s string) string {
		wide := "\xff\xfe"
		for _, b := range []byte(s) {
			wide += string([]byte{b, 0})
		}
		return wide
	})
}

// TestProgressSaysHowLong: nothing for two seconds, then how much is done and
// how long the rest will take, and at the end an empty line.
func TestProgressSaysHowLong(t *testing.T) {
	var said strings.Builder
	at := time.Unix(0, 0)
	say := progressOn(&said, "couples", func() time.Time { return at })
	at = at.Add(time.Second)
	say(10, 100)
	if said.Len() > 0 {
		t.Errorf("after a second it says %q", &said)
	}
	at = at.Add(4 * time.Second)
	say(50, 100)
	if !strings.Contains(said.String(), "50 of 100 couples, about 5s left") {
		t.Errorf("half way it says %q", &said)
	}
	at = at.Add(5 * time.Second)
	say(100, 100)
	if !strings.HasSuffix(said.String(), "\r\x1b[K") {
		t.Errorf("at the end it leaves %q", &said)
	}
}

func TestNegativeNumbersBelongToTheirFlag(t *testing.T) {
	got := negatives([]string{"study", "--na", "-99", "--noise", "-1", "--json", "-h", "--effect", "-.1", "--a=1", "-2"})
	want := []string{"study", "--na=-99", "--noise=-1", "--json", "-h", "--effect=-.1", "--a=1", "-2"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
