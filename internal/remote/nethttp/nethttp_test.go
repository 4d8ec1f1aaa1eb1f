package nethttp_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pleach/internal/remote"
	"pleach/internal/remote/nethttp"
	"pleach/wire"
)

func serve(t *testing.T, h http.HandlerFunc) nethttp.Transport {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return nethttp.New(s.URL)
}

func TestARequestArrivesAsItIs(t *testing.T) {
	tr := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set(wire.HeaderNext, "7")
		w.WriteHeader(201)
		io.WriteString(w, r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get("X-A")+" "+string(body))
	})
	resp, err := tr.Do(context.Background(), remote.Request{
		Method: "PUT", Path: "/v1/x?after=3", Header: map[string]string{"X-A": "b"}, Body: []byte("body"),
	})
	if err != nil || resp.Status != 201 || string(resp.Body) != "PUT /v1/x?after=3 b body" || resp.Header[wire.HeaderNext] != "7" {
		t.Fatalf("%d %q %v %v", resp.Status, resp.Body, resp.Header, err)
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	tr := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	})
	resp, err := tr.Do(context.Background(), remote.Request{Method: "GET", Path: "/"})
	if err != nil || !errors.Is(remote.StatusError(resp), remote.ErrNoAnswer) {
		t.Fatalf("%d %v", resp.Status, err)
	}
}

func TestAnAnswerWithoutEndIsCut(t *testing.T) {
	tr := serve(t, func(w http.ResponseWriter, r *http.Request) {
		chunk := make([]byte, 1<<20)
		for range remote.MaxBody>>20 + 1 {
			w.Write(chunk)
		}
	})
	if _, err := tr.Do(context.Background(), remote.Request{Method: "GET", Path: "/"}); !errors.Is(err, remote.ErrNoAnswer) {
		t.Fatal(err)
	}
}

func TestAStreamIsReadUntilItEnds(t *testing.T) {
	tr := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/refused" {
			w.WriteHeader(401)
			io.WriteString(w, `{"code":"unauthorized","status":401,"title":"x"}`)
			return
		}
		io.WriteString(w, "event: advanced\ndata: one\n\n")
	})
	var got []string
	on := func(event, data string) { got = append(got, event+" "+data) }
	err := tr.Stream(context.Background(), remote.Request{Method: "GET", Path: "/"}, on)
	if err != io.EOF || strings.Join(got, ",") != "advanced one" {
		t.Fatalf("%q %v", got, err)
	}
	err = tr.Stream(context.Background(), remote.Request{Method: "GET", Path: "/refused"}, on)
	if !errors.Is(err, &wire.Problem{Code: wire.CodeUnauthorized}) {
		t.Fatal(err)
	}
}

func TestNobodyThereIsNoProblem(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	_, err := nethttp.New(s.URL).Do(context.Background(), remote.Request{Method: "GET", Path: "/"})
	var p *wire.Problem
	if err == nil || errors.As(err, &p) {
		t.Fatal(err)
	}
}
