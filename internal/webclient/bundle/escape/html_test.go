package html

import (
	std "html"
	"testing"
)

func FuzzEscapesAsTheOriginalDoes(f *testing.F) {
	f.Add(`<a href="/day?a=1&b=2" title='Ada & Noor'>&amp;</a>`)
	f.Add("plain, and \x00 not \xff text")
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := EscapeString(text), std.EscapeString(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
}
