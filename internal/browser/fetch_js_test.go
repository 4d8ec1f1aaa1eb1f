package browser

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"pleach/internal/remote"
	"pleach/wire"
)

// The server of these tests is in package browsertest (server_test.go there).

func TestARequestArrivesAsItWasSent(t *testing.T) {
	payload := bytes.Repeat([]byte{0, 255, 10, 13}, 5000)
	r, err := Fetch{}.Do(t.Context(), remote.Request{
		Method: "PUT", Path: "/v1/echo?x=1&y=a%20b", Body: payload,
		Header: map[string]string{"Authorization": "Bearer token", "Content-Type": wire.ContentFrames},
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != 202 || !bytes.Equal(r.Body, payload) {
		t.Errorf("status %d, %d bytes back of %d", r.Status, len(r.Body), len(payload))
	}
	want := "PUT /v1/echo?x=1&y=a%20b Bearer token " + wire.ContentFrames + " cookies=0 referer="
	if got := r.Header["X-Seen"]; got != want {
		t.Errorf("the server saw %q, want %q", got, want)
	}
	if r.Header[wire.HeaderNext] != "42" {
		t.Errorf("headers are not in canonical form: %v", r.Header)
	}
}

func TestARefusalIsAnAnswer(t *testing.T) {
	r, err := Fetch{}.Do(t.Context(), remote.Request{Method: "GET", Path: "/v1/refuse"})
	if err != nil || r.Status != 409 {
		t.Fatalf("status %d, err %v; want 409 and no error", r.Status, err)
	}
	if err := remote.StatusError(r); !errors.Is(err, &wire.Problem{Code: wire.CodeFork}) {
		t.Errorf("the problem is %v", err)
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	if _, err := (Fetch{}).Do(t.Context(), remote.Request{Method: "GET", Path: "/v1/redirect"}); err == nil {
		t.Error("a redirect was followed")
	}
}

func TestNoAnswerIsAnError(t *testing.T) {
	if r, err := (Fetch{}).Do(t.Context(), remote.Request{Method: "GET", Path: "/v1/hangup"}); err == nil {
		t.Errorf("a broken connection gave status %d", r.Status)
	}
}

func TestAnAnswerWithoutEndIsCut(t *testing.T) {
	if r, err := (Fetch{}).Do(t.Context(), remote.Request{Method: "GET", Path: "/v1/endless"}); !errors.Is(err, remote.ErrNotARelay) {
		t.Errorf("an answer without end gave %d bytes and %v", len(r.Body), err)
	}
}

func TestARequestEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := Fetch{}.Do(ctx, remote.Request{Method: "GET", Path: "/v1/never"})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("err = %v, want DeadlineExceeded", err)
	}
}

func TestAStreamBringsItsEvents(t *testing.T) {
	var got []string
	err := Fetch{}.Stream(t.Context(), remote.Request{Method: "GET", Path: "/v1/stream"}, func(event, data string) {
		got = append(got, event+"="+data)
	})
	if !errors.Is(err, io.EOF) {
		t.Errorf("the stream ended with %v, want io.EOF", err)
	}
	if want := []string{"advanced=one", "invite=two", "advanced=" + string(bytes.Repeat([]byte("x"), 100_000))}; !slices.Equal(got, want) {
		t.Errorf("%d events", len(got))
	}
}

// The first event is here while the server still holds the connection open.
func TestAStreamDoesNotWaitForItsEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err := Fetch{}.Stream(ctx, remote.Request{Method: "GET", Path: "/v1/stream?hold=1"}, func(event, data string) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the stream ended with %v, want context.Canceled", err)
	}
}

func TestARefusedStreamIsAProblem(t *testing.T) {
	err := Fetch{}.Stream(t.Context(), remote.Request{Method: "GET", Path: "/v1/refuse"}, func(string, string) {
		t.Error("an event came out of a refusal")
	})
	if !errors.Is(err, &wire.Problem{Code: wire.CodeFork}) {
		t.Errorf("err = %v, want the problem", err)
	}
}
