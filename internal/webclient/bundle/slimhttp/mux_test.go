package http

import (
	"context"
	"fmt"
	std "net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// answer is what the tests compare: where a request came to.
type answer struct {
	status   int
	location string
	said     string // the pattern and what it took from the path
}

// both are the original's mux and ours with the same patterns.
type both struct {
	original *std.ServeMux
	ours     *ServeMux
}

// muxes registers what the original accepts, which refuses two patterns of
// which neither is closer.
func muxes(patterns []string) both {
	b := both{std.NewServeMux(), NewServeMux()}
	for _, p := range patterns {
		if registered(b.original, p) {
			b.ours.HandleFunc(p, func(w ResponseWriter, r *Request) {
				fmt.Fprintf(w, "%s %q %q", p, r.PathValue("a"), r.PathValue("b"))
			})
		}
	}
	return b
}

func registered(mux *std.ServeMux, p string) (done bool) {
	defer func() { done = recover() == nil }()
	mux.HandleFunc(p, func(w std.ResponseWriter, r *std.Request) {
		fmt.Fprintf(w, "%s %q %q", p, r.PathValue("a"), r.PathValue("b"))
	})
	return true
}

func (b both) ask(t *rapid.T, method, address string) (want, got answer) {
	r, err := std.NewRequestWithContext(context.Background(), method, address, nil)
	if err != nil {
		t.Skip(err)
	}
	rec := httptest.NewRecorder()
	b.original.ServeHTTP(rec, r)
	want = answer{status: rec.Code, location: rec.Header().Get("Location")}
	if want.status == StatusOK {
		want.said = rec.Body.String()
	}

	mine, err := NewRequestWithContext(context.Background(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	b.ours.ServeHTTP(writer{w}, mine)
	got = answer{status: w.Code, location: w.Header().Get("Location"), said: w.Body.String()}
	return want, got
}

// writer makes the original's recorder one of ours.
type writer struct{ *httptest.ResponseRecorder }

func (w writer) Header() Header { return Header(w.ResponseRecorder.Header()) }

func TestTheMuxChoosesAsTheOriginal(t *testing.T) {
	method := rapid.SampledFrom([]string{"GET ", "POST ", "HEAD ", ""})
	places := rapid.SampledFrom([]string{"/{$}", "/", "/map", "/map/mood", "/map/{a}", "/{a}", "/{a}/mood", "/{a}/{b}", "/talk/{a}", "/talk/{a}/agreement", "/talk/{a}/{b}"})
	path := rapid.SampledFrom([]string{"", "/", "/map", "/map/", "/map/mood", "/map/x%20y", "/map/a%2Fb", "/talk", "/talk/1", "/talk/1/agreement", "/talk/1/2",
		"/talk//1", "/talk/./1", "/talk/../map", "/Map", "/m%61p", "/map?step=2", "//map?step=2", "/..", "/a/b/c/d", "/%7Ba%7D", "/map/%zz"})
	rapid.Check(t, func(t *rapid.T) {
		var patterns []string
		for range rapid.IntRange(0, 8).Draw(t, "how many") {
			patterns = append(patterns, method.Draw(t, "method")+places.Draw(t, "pattern"))
		}
		b := muxes(patterns)
		want, got := b.ask(t, strings.TrimSpace(method.Draw(t, "asked")), path.Draw(t, "path"))
		if got != want {
			t.Fatalf("%v with %q", got, patterns)
		}
	})
}

func TestAPatternThatOnlyTheOriginalKnowsIsRefused(t *testing.T) {
	for _, p := range []string{"GET /talk/", "/files/{rest...}", "example.org/", "/talk/{$}", "GET talk"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was taken", p)
				}
			}()
			NewServeMux().HandleFunc(p, nil)
		}()
	}
}

func TestFieldsHaveTheOriginalsNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-zA-Z0-9 :_é-]{0,12}`).Draw(t, "name")
		ours, original := Header{}, std.Header{}
		ours.Set(name, "x")
		original.Set(name, "x")
		if got, want := fmt.Sprint(ours), fmt.Sprint(map[string][]string(original)); got != "map"+want[3:] || ours.Get(name) != "x" {
			t.Fatalf("%s, want %s", got, want)
		}
	})
}

func TestFormsAreReadAsTheOriginalReadsThem(t *testing.T) {
	kinds := rapid.SampledFrom([]string{"application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=UTF-8", "Application/X-WWW-Form-Urlencoded", "text/plain", "multipart/form-data; boundary=x", ""})
	forms := rapid.SampledFrom([]string{"", "note=Ada+%26+Noor&by=ada", "note=a&note=b", "note=%zz", "note=a;by=b", "by=%C3%A9"})
	rapid.Check(t, func(t *rapid.T) {
		method := rapid.SampledFrom([]string{"GET", "POST", "PUT", "PATCH", "HEAD"}).Draw(t, "method")
		kind, body, query := kinds.Draw(t, "kind"), forms.Draw(t, "body"), forms.Draw(t, "query")
		original, err := std.NewRequestWithContext(context.Background(), method, "/room?"+query, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		original.Header.Set("Content-Type", kind)
		ours, err := NewRequestWithContext(context.Background(), method, "/room?"+query, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		ours.Header.Set("Content-Type", kind)
		wantErr, gotErr := original.ParseForm(), ours.ParseForm()
		if (gotErr == nil) != (wantErr == nil) || form(ours.PostForm) != form(original.PostForm) {
			t.Fatalf("%q and %v, want %q and %v", ours.PostForm, gotErr, original.PostForm, wantErr)
		}
		if wantErr == nil && ours.FormValue("note") != original.FormValue("note") {
			t.Fatalf("note %q, want %q", ours.FormValue("note"), original.FormValue("note"))
		}
	})
}

func form(v url.Values) string { return fmt.Sprint(len(v), v.Encode()) }

func TestWhatIsNoRequestIsRefused(t *testing.T) {
	for _, bad := range [][2]string{{"GO ON", "/"}, {"GET", "/\x7f"}, {"GET", "%"}} {
		_, want := std.NewRequestWithContext(context.Background(), bad[0], bad[1], nil)
		if _, err := NewRequestWithContext(context.Background(), bad[0], bad[1], nil); (err == nil) != (want == nil) {
			t.Errorf("%q: %v, the original says %v", bad, err, want)
		}
	}
}
