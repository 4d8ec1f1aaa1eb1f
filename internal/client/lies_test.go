package client_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/wire"
)

// lying is a relay that changes its answers to one device, while it has a lie.
type lying struct {
	remote.Transport
	mu    sync.Mutex
	lie   func(remote.Request, *remote.Response) bool // whether it has lied
	told  int
	calls int
}

func (l *lying) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	resp, err := l.Transport.Do(ctx, r)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls++
	if err == nil && l.lie != nil && l.lie(r, &resp) {
		l.told++
	}
	return resp, err
}

func (l *lying) set(lie func(remote.Request, *remote.Response) bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lie, l.calls = lie, 0
}

// pulls lies about the entries that are pulled, where there are any.
func pulls(change func([]wire.Item) []wire.Item) func(remote.Request, *remote.Response) bool {
	return func(r remote.Request, resp *remote.Response) bool {
		items, err := wire.ParseItems(resp.Body)
		if r.Method != "GET" || !strings.Contains(r.Path, "/entries?") || resp.Status != 200 || err != nil || len(items) == 0 {
			return false
		}
		resp.Body = nil
		for _, it := range change(items) {
			resp.Body = wire.AppendItem(resp.Body, it)
		}
		return true
	}
}

// data changes the bytes of every record that is pulled.
func data(change func([]byte) []byte) func(remote.Request, *remote.Response) bool {
	return pulls(func(items []wire.Item) []wire.Item {
		for i := range items {
			items[i].Data = change(slices.Clone(items[i].Data))
		}
		return items
	})
}

// always gives one answer to every call under an address.
func always(status int, kind, body string) func(remote.Request, *remote.Response) bool {
	return func(r remote.Request, resp *remote.Response) bool {
		if !strings.Contains(r.Path, "/entries") {
			return false
		}
		*resp = remote.Response{Status: status, Header: map[string]string{"Content-Type": kind}, Body: []byte(body)}
		return true
	}
}

// errAny stands for an error that needs no name of its own.
var errAny = errors.New("any error")

// lies are what a server may do to Noor's device while Ada's words are under
// way. want is the trouble that her app names; anything, where it only has to
// stop with an error; nil, where it makes no difference. Other bytes in an entry
// of the device's own are not among them: see the limits in the threat model.
var lies = []struct {
	name string
	lie  func(remote.Request, *remote.Response) bool
	want error
}{
	{"everything comes twice", pulls(func(i []wire.Item) []wire.Item { return append(i, i...) }), replica.ErrOrder},
	{"everything comes cut short", data(func(b []byte) []byte { return b[:len(b)-1] }), replica.ErrMalformed},
	{"another version", data(func(b []byte) []byte { b[2] = 9; return b }), replica.ErrVersion},
	{"positions that go back", pulls(func(i []wire.Item) []wire.Item { i[0].Pos = 1; return i }), nil},
	{"garbage in place of records", data(func(b []byte) []byte { return bytes.Repeat([]byte{0xFF}, len(b)) }), replica.ErrMalformed},
	{"garbage in place of frames", always(200, "application/octet-stream", "\xff\xff\xff\xff\xff"), errAny},
	{"the page of a captive portal", always(200, "text/html", "<html>Sign in</html>"), errAny},
	{"a refusal with an invented code", always(418, "application/problem+json", `{"status":418,"code":"teapot","title":"x"}`), errAny},
	{"a refusal that is none", always(500, "text/plain", "oops"), errAny},
	{"a session that is never good", always(401, "application/problem+json", `{"status":401,"code":"unauthorized","title":"x"}`), errAny},
	{"more, without end", func(r remote.Request, resp *remote.Response) bool {
		if r.Method != "GET" || !strings.Contains(r.Path, "/entries?") {
			return false
		}
		_, after, _ := strings.Cut(r.Path, "after=")
		resp.Body, resp.Header = nil, map[string]string{wire.HeaderNext: after, wire.HeaderMore: "1"}
		return true
	}, errAny},
}

// shown is what was given to each other, as far as a device has it now.
func shown(d *device) []string {
	if d.Person().Shared() == nil {
		return nil
	}
	return given(d.Person())
}

// TestAServerThatLiesTakesNoWords: while the server lies to Noor's device, she
// writes, and Ada writes to her. Nothing that she wrote leaves her device's
// pages, every lie was told and ended within few calls, and all of it is with
// both once the server is honest.
func TestAServerThatLiesTakesNoWords(t *testing.T) {
	for _, c := range lies {
		t.Run(c.name, func(t *testing.T) {
			_, ada, noor := sharing(t)
			settled(ada, noor)
			l := &lying{Transport: noor.wire.Transport}
			noor.wire.Transport = l
			noor.note("Noor's own")
			noor.must(noor.Person().Appreciate(ctx, "the bread", false))
			ada.must(ada.Person().Appreciate(ctx, "the soup", false))
			settled(ada)
			l.set(c.lie)
			err := noor.Person().Sync(ctx)
			if c.want == nil && err != nil || c.want == errAny && err == nil ||
				c.want != nil && c.want != errAny && !errors.Is(err, c.want) {
				t.Errorf("the exchange ends with %v, want %v", err, c.want)
			}
			if l.told == 0 || l.calls > 50 {
				t.Errorf("the lie was told %d times in %d calls", l.told, l.calls)
			}
			if !slices.Contains(shown(noor), "the bread") || !slices.Contains(noor.notes(), "Noor's own") {
				t.Error("words of Noor's are gone while the server lies")
			}
			l.set(nil)
			noor.must(noor.Person().Sync(ctx))
			settled(ada, noor)
			for _, d := range []*device{ada, noor} {
				if got := shown(d); !slices.Contains(got, "the bread") || !slices.Contains(got, "the soup") {
					t.Errorf("afterwards there is %q", got)
				}
				if err := d.Person().Trouble(); err != nil {
					t.Errorf("afterwards there is trouble: %v", err)
				}
			}
			if slices.Contains(ada.notes(), "Noor's own") {
				t.Error("Ada has a note of Noor's")
			}
		})
	}
}
