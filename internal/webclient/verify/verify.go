// Package verify asks a server for its web client and compares it, byte for
// byte, with a list of files.
//
// It sees what the server sends to whoever runs it, now. A server may send
// other bytes to somebody else: no look from outside can rule that out, and
// Report says so in its words.
package verify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"pleach/internal/webclient/manifest"
)

// Config says what to ask and what is expected.
type Config struct {
	URL  string            // of the server, such as https://pleach.example
	Want manifest.Manifest // what it should serve
	// Pages are addresses besides "/" that show the app, such as "/settings":
	// a server could answer them with something else.
	Pages []string
	// Transport is how to ask. Default: http.DefaultTransport's settings.
	Transport http.RoundTripper
}

// ErrURL says that an address is none of a server.
var ErrURL = errors.New("the address of a server is wanted, such as https://pleach.example")

// Check asks for every file. Differences are in the Report; an error is only
// that nothing could be compared: ErrURL, or that the server does not answer.
func Check(ctx context.Context, cfg Config) (Report, error) {
	origin, err := originOf(cfg.URL)
	if err != nil {
		return Report{}, err
	}
	a := asker{origin: origin, client: newClient(origin, cfg.Transport)}
	first := a.get(ctx, "/", sizeOf(cfg.Want, "/"))
	if first.err != nil {
		return Report{}, fmt.Errorf("asking %s: %w", origin, first.err)
	}
	r := Report{Origin: origin.String(), Want: cfg.Want}
	r.Published, r.publishes = a.list(ctx)
	got := map[string]answer{"/": first}
	for _, at := range r.addresses(cfg.Pages) {
		if at != "/" {
			got[at] = a.get(ctx, at, max(sizeOf(cfg.Want, at), sizeOf(r.Published, at)))
		}
	}
	r.compare(got, cfg)
	return r, ctx.Err()
}

// originOf is the server's address and nothing besides it.
func originOf(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%w: this cannot be read as one", ErrURL)
	}
	plain := u.User == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.Fragment == ""
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || !plain {
		return nil, fmt.Errorf("%w, without a path or a name in it", ErrURL)
	}
	return &url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host)}, nil
}

// newClient follows redirects inside of the origin, as a browser does, and
// refuses the others: what is elsewhere is another server's.
func newClient(origin *url.URL, transport http.RoundTripper) *http.Client {
	if transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.DisableCompression = true // asked for by name in get
		transport = t
	}
	return &http.Client{
		Transport: transport,
		Timeout:   time.Minute,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			switch {
			case r.URL.Scheme != origin.Scheme || !strings.EqualFold(r.URL.Host, origin.Host):
				return elsewhere{r.URL.Scheme + "://" + r.URL.Host}
			case len(via) > 5:
				return errors.New("it sends on again and again")
			}
			return nil
		},
	}
}

// elsewhere is a redirect to another origin.
type elsewhere struct{ to string }

func (e elsewhere) Error() string {
	return fmt.Sprintf("it sends on to %s, which was not followed", e.to)
}

func sizeOf(m manifest.Manifest, at string) int64 {
	f, _ := m.File(at)
	return f.Size
}

// addresses are all that are on either list, and the app's pages.
func (r *Report) addresses(pages []string) (all []string) {
	for _, m := range []manifest.Manifest{r.Want, r.Published} {
		for _, f := range m.Files {
			all = append(all, f.Path)
		}
	}
	all = append(all, pages...)
	slices.Sort(all)
	return slices.Compact(all)
}
