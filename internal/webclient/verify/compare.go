package verify

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"pleach/internal/webclient/manifest"
)

// Kind is in what way an address is not as it should be.
type Kind string

const (
	Differs Kind = "differs" // other bytes than expected
	Missing Kind = "missing" // no bytes
	Extra   Kind = "extra"   // on no list of ours, and served or loaded
	Weaker  Kind = "weaker"  // the right bytes, and headers that allow more
)

// Finding is one address that is not as it should be.
type Finding struct {
	Kind Kind
	Path string
	What string // for people
}

// compare fills in the findings, in the order of addresses.
func (r *Report) compare(got map[string]answer, cfg Config) {
	for at, a := range got {
		want, ok := r.Want.File(at)
		switch {
		case ok:
			r.file(at, want, a)
		case slices.Contains(cfg.Pages, at):
			shell, _ := r.Want.File("/")
			r.file(at, shell, a)
		case a.err == nil && a.status == http.StatusOK:
			r.add(Extra, at, "the server publishes it, and it is not on the list")
		}
	}
	r.Itself = r.publishes && agrees(r.Published, got)
	switch {
	case !r.publishes:
		r.add(Missing, manifest.Address, "the server publishes no list of its files")
	case r.Published.Hash() != r.Want.Hash():
		r.add(Differs, manifest.Address, "the server's list is another one")
	}
	slices.SortFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.What, b.What))
	})
}

func (r *Report) add(kind Kind, at, what string, args ...any) {
	r.Findings = append(r.Findings, Finding{Kind: kind, Path: at, What: fmt.Sprintf(what, args...)})
}

// file compares one file.
func (r *Report) file(at string, want manifest.File, a answer) {
	switch {
	case a.err != nil:
		r.add(Missing, at, "%v", a.err)
		return
	case a.status != http.StatusOK:
		r.add(Missing, at, "the server answers with status %d", a.status)
		return
	case a.more:
		r.add(Differs, at, "it is longer than %d bytes, and should have %d", a.size, want.Size)
	case a.sum != want.Sum:
		r.add(Differs, at, "it has %d bytes with the SHA-256 %x…, and should have %d with %x…", a.size, a.sum[:8], want.Size, want.Sum[:8])
	}
	if a.sum != want.Sum && strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		r.scripts(at, a.body)
	}
	if weak := weakness(a.header, r.Want.Policy); weak != "" {
		r.add(Weaker, at, "%s", weak)
	}
}

// agrees reports whether a server serves what its own list names.
func agrees(m manifest.Manifest, got map[string]answer) bool {
	for _, f := range m.Files {
		if a := got[f.Path]; a.err != nil || a.status != http.StatusOK || a.sum != f.Sum {
			return false
		}
	}
	return true
}

// weakness is which header lets in what the app's own headers keep out.
func weakness(h http.Header, policy string) string {
	for _, name := range []string{"Refresh", "Set-Cookie", "Service-Worker-Allowed", "SourceMap"} {
		if h.Get(name) != "" {
			return "it comes with the header " + name
		}
	}
	if !slices.Contains(h.Values("Content-Security-Policy"), policy) {
		return "it comes without the Content-Security-Policy of the list"
	}
	return ""
}

// loads are the elements by which a page brings in code or another page.
var loads = regexp.MustCompile(`(?i)<(script|iframe|frame|object|embed|base)\b([^>]*)>`)

var address = regexp.MustCompile(`(?i)\b(?:src|href|data)\s*=\s*["']?([^"'\s>]*)`)

// scripts names what a changed page loads and the list does not have. It is a
// hint to whoever reads the report: that the page differs is found already.
func (r *Report) scripts(at string, page []byte) {
	for _, el := range loads.FindAllSubmatch(page, -1) {
		from := address.FindSubmatch(el[2])
		if from == nil {
			r.add(Extra, at, "there is a <%s> in the page itself", strings.ToLower(string(el[1])))
			continue
		}
		if _, ok := r.Want.File(string(from[1])); !ok {
			r.add(Extra, at, "the page loads %.200q, which is not on the list", from[1])
		}
	}
}
