package manifest

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
)

const policy = "default-src 'none'"

var client = map[string][]byte{"/": []byte("shell"), "/sw.js": []byte("worker"), "/a/app.x.wasm": []byte("wasm"), "/kitchen": nil}

func TestAListSaysEveryFileInTheOrderOfPaths(t *testing.T) {
	want := heading + "\npolicy: default-src 'none'\n" +
		fmt.Sprintf("%x 5 /\n", sha256.Sum256([]byte("shell"))) +
		fmt.Sprintf("%x 4 /a/app.x.wasm\n", sha256.Sum256([]byte("wasm"))) +
		fmt.Sprintf("%x 0 /kitchen\n", sha256.Sum256(nil)) +
		fmt.Sprintf("%x 6 /sw.js\n", sha256.Sum256([]byte("worker")))
	for range 20 { // the order of a map is another one each time
		if got := string(Of(policy, client).Text()); got != want {
			t.Fatalf("got\n%swant\n%s", got, want)
		}
	}
}

func TestOneChangedByteIsAnotherHash(t *testing.T) {
	before := Of(policy, client).Hash()
	changed := map[string][]byte{"/": []byte("shelL"), "/sw.js": []byte("worker"), "/a/app.x.wasm": []byte("wasm"), "/kitchen": nil}
	if after := Of(policy, changed).Hash(); after == before || len(after) != 64 {
		t.Errorf("before %s, after %s", before, after)
	}
	if Of("default-src *", client).Hash() == before {
		t.Error("another policy has the same hash")
	}
}

func TestAListIsReadBack(t *testing.T) {
	m, err := Parse(Of(policy, client).Text())
	if err != nil || m.Hash() != Of(policy, client).Hash() || m.Bytes() != 15 || m.Policy != policy {
		t.Errorf("%v, %d bytes", err, m.Bytes())
	}
	if f, ok := m.File("/sw.js"); !ok || f.Size != 6 {
		t.Errorf("/sw.js is %+v, %t", f, ok)
	}
	if _, ok := m.File("/sw"); ok {
		t.Error("/sw is on the list")
	}
}

func TestWhatIsNoListIsRefused(t *testing.T) {
	good := string(Of(policy, client).Text())
	for name, text := range map[string]string{
		"nothing":              "",
		"a page":               "<!doctype html>",
		"another form":         strings.Replace(good, "form 1", "form 2", 1),
		"no end":               strings.TrimSuffix(good, "\n"),
		"no policy":            strings.Replace(good, before+policy+"\n", "", 1),
		"an empty policy":      strings.Replace(good, policy, "", 1),
		"a policy beyond it":   strings.Replace(good, policy, policy+"\r", 1),
		"only a heading":       heading + "\n",
		"big letters":          head(good) + strings.ToUpper(good[len(head(good)):len(head(good))+64]) + good[len(head(good))+64:],
		"a size with a zero":   strings.Replace(good, " 5 /", " 05 /", 1),
		"a size below nothing": strings.Replace(good, " 5 /", " -5 /", 1),
		"no size":              strings.Replace(good, " 5 /", " /", 1),
		"a huge size":          strings.Replace(good, " 5 /", " 99999999999 /", 1),
		"twice the same":       good + good[len(head(good)):],
		"another server":       strings.Replace(good, "/sw.js", "//elsewhere.example/sw.js", 1),
		"out of the folder":    strings.Replace(good, "/kitchen", "/a/../kitchen", 1),
		"a query":              strings.Replace(good, "/kitchen", "/kitchen?x", 1),
		"too long":             good + strings.Repeat("x", MaxSize),
	} {
		if _, err := Parse([]byte(text)); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// head is the first two lines.
func head(list string) string { return strings.Join(strings.SplitAfterN(list, "\n", 3)[:2], "") }

// Whatever is read as a list is written as the same bytes.
func FuzzParse(f *testing.F) {
	f.Add(Of(policy, client).Text())
	f.Add([]byte(heading + "\n" + before + "x\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if m, err := Parse(text); err == nil && !bytes.Equal(m.Text(), text) {
			t.Errorf("%q was read, and is written as %q", text, m.Text())
		}
	})
}
