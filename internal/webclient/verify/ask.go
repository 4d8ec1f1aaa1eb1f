package verify

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/andybalholm/brotli"

	"pleach/internal/webclient/manifest"
)

// asker asks one server.
type asker struct {
	origin *url.URL
	client *http.Client
}

// answer is what came back for one address.
type answer struct {
	status int
	header http.Header
	sum    [sha256.Size]byte
	size   int64
	more   bool   // it went on beyond what was read
	body   []byte // of a page
	err    error  // nothing came, or it cannot be read
}

// slack is how much more than expected is read of a file, so that a page that
// somebody added to can still be looked into.
const slack = 1 << 20

// get asks for an address as a browser would, compressed where the server can.
func (a asker) get(ctx context.Context, at string, size int64) (got answer) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.origin.String()+at, nil)
	if err != nil {
		return answer{err: err}
	}
	r.Header.Set("Accept", "text/html,*/*")
	r.Header.Set("Accept-Encoding", "br, gzip")
	resp, err := a.client.Do(r)
	if err != nil {
		return answer{err: reason(err)}
	}
	defer resp.Body.Close()
	got.status, got.header = resp.StatusCode, resp.Header
	plain, err := decoded(resp)
	if err == nil {
		got.body, err = io.ReadAll(io.LimitReader(plain, size+slack+1))
	}
	if err != nil && got.status == http.StatusOK {
		return answer{err: fmt.Errorf("what it sends cannot be read: %w", err)}
	}
	got.size, got.more = int64(len(got.body)), int64(len(got.body)) > size+slack
	got.sum = sha256.Sum256(got.body)
	return got
}

// reason is an error without the address, which the report says already.
func reason(err error) error {
	if away, ok := errors.AsType[elsewhere](err); ok {
		return away
	}
	if asking, ok := errors.AsType[*url.Error](err); ok {
		return asking.Err
	}
	return err
}

// decoded undoes what the answer says was done to it on the way.
func decoded(r *http.Response) (io.Reader, error) {
	switch coding := r.Header.Get("Content-Encoding"); coding {
	case "", "identity":
		return r.Body, nil
	case "br":
		return brotli.NewReader(r.Body), nil
	case "gzip":
		return gzip.NewReader(r.Body)
	default:
		return nil, fmt.Errorf("it is compressed as %q, which was not asked for", coding)
	}
}

// list is what the server itself says that it serves, if it says so.
func (a asker) list(ctx context.Context) (manifest.Manifest, bool) {
	got := a.get(ctx, manifest.Address, 0)
	if got.err != nil || got.status != http.StatusOK {
		return manifest.Manifest{}, false
	}
	m, err := manifest.Parse(got.body)
	return m, err == nil
}
