package verify

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"pleach/internal/webclient/manifest"
)

// Report is what was found.
type Report struct {
	Origin    string
	Want      manifest.Manifest // what was expected
	Published manifest.Manifest // what the server says that it serves, if it says so
	Itself    bool              // the server serves what it says that it serves
	Findings  []Finding         // empty when everything is as expected

	publishes bool
}

// OK reports whether the server sent exactly what was expected.
func (r Report) OK() bool { return len(r.Findings) == 0 }

// String is for people.
func (r Report) String() string {
	var b strings.Builder
	if r.OK() {
		fmt.Fprintf(&b, "%s sent the web client that was expected: %d files, %d bytes.\n", r.Origin, len(r.Want.Files), r.Want.Bytes())
	} else {
		fmt.Fprintf(&b, "%s did not send the web client that was expected:\n", r.Origin)
		for _, f := range r.Findings {
			fmt.Fprintf(&b, "  %-8s %s: %s\n", f.Kind, f.Path, f.What)
		}
	}
	fmt.Fprintf(&b, "Expected list of files: %s\n", r.Want.Hash())
	r.other(&b)
	b.WriteString(limits)
	if bare(r.Origin) {
		b.WriteString(unsealed)
	}
	return b.String()
}

// other says what the server calls its own, when that is something else.
func (r Report) other(b *strings.Builder) {
	if !r.publishes || r.Published.Hash() == r.Want.Hash() {
		return
	}
	fmt.Fprintf(b, "List of the server:     %s\n", r.Published.Hash())
	if r.Itself {
		b.WriteString("It serves what its own list says, so it may be another version of Pleach, older or newer.\n" +
			"It may also be no Pleach at all. If you know a version with that hash from somebody you\n" +
			"trust, compare with its list: pleach verify --manifest FILE URL\n")
	} else {
		b.WriteString("It does not serve what its own list says.\n")
	}
}

const limits = `
What this can say: which bytes the server sent to this machine, a moment ago.
What it cannot say: which bytes it sends to somebody else, or will send later. A
server can tell people apart by their address or their time, and lie to one of
them alone. Look from more than one place. If that is not enough for you, use a
server of somebody whom you trust.
`

// bare reports whether an origin has no TLS on its way to us.
func bare(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "http" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback())
}

const unsealed = `
This address has no TLS: anybody on the way could have answered in its place.
`
