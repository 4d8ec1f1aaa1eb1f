package browsertest

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"pleach/wire"
)

// api is a server that answers what the fetch tests ask (fetch_js_test.go).
func api(mux *http.ServeMux) {
	mux.HandleFunc("PUT /v1/echo", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen", fmt.Sprintf("%s %s %s %s cookies=%d referer=%s", r.Method, r.URL.RequestURI(),
			r.Header.Get("Authorization"), r.Header.Get("Content-Type"), len(r.Cookies()), r.Referer()))
		w.Header().Set(wire.HeaderNext, "42")
		w.WriteHeader(http.StatusAccepted)
		w.Write(body)
	})
	mux.HandleFunc("GET /v1/refuse", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusConflict)
		io.WriteString(w, `{"type":"about:blank","title":"Another entry is there","status":409,"code":"fork"}`)
	})
	mux.Handle("GET /v1/redirect", http.RedirectHandler("/v1/refuse", http.StatusFound))
	mux.HandleFunc("GET /v1/hangup", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	mux.HandleFunc("GET /v1/endless", func(w http.ResponseWriter, _ *http.Request) {
		for chunk := make([]byte, 1<<20); ; {
			if _, err := w.Write(chunk); err != nil {
				return // the reader has had enough
			}
		}
	})
	mux.HandleFunc("GET /v1/never", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("GET /v1/stream", stream)
}

func stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(s string) {
		io.WriteString(w, s)
		http.NewResponseController(w).Flush()
	}
	send(": hello\n\nevent: adv")
	send("anced\ndata: one\n\n")
	if r.FormValue("hold") != "" {
		<-r.Context().Done()
		return
	}
	send("event: invite\r\ndata: two\r\n\r\n")
	send("event: advanced\ndata: " + strings.Repeat("x", 100_000) + "\n\n")
}
