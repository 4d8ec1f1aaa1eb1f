package headers

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestThePolicyHasNoHole(t *testing.T) {
	for _, hole := range []string{"unsafe-inline", "'unsafe-eval'", "unsafe-hashes", "*", "http:", "https:", "data:", "blob:", "allow-duplicates"} {
		if strings.Contains(Policy, hole) {
			t.Errorf("the policy allows %s", hole)
		}
	}
	for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types pleach"} {
		if !slices.Contains(strings.Split(Policy, "; "), part) {
			t.Errorf("the policy lacks %q", part)
		}
	}
}

// What a browser has kept under other headers has another name.
func TestTheFingerprintKnowsEveryHeader(t *testing.T) {
	h := http.Header{}
	Secure(h)
	all := Fingerprint()
	for name := range h {
		if !strings.Contains(all, name+": ") {
			t.Errorf("%s is not in it", name)
		}
	}
	if !strings.Contains(all, Policy) || len(h) < 7 {
		t.Errorf("it is %q", all)
	}
}

func TestWhatIsOffIsNamedOnce(t *testing.T) {
	if !slices.IsSorted(off) || len(slices.Compact(Off())) != len(off) {
		t.Error("put it in order, each once")
	}
}
