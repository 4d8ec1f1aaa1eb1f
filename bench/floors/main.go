// Command floors runs what a relay cannot be faster than on this machine, each
// as bare as it can be: a group commit on the same SQLite driver behind HTTP, a
// log that is synced before it answers, and connections that only stay open.
// There are no accounts, no checks, no indexes and nothing to read back.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"pleach/bench/floors/floor"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "floors:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("usage: floors group|log|streams ADDRESS FOLDER")
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ready", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /stream", stay)
	switch args[0] {
	case "group":
		g, err := floor.OpenGroup(args[2])
		if err != nil {
			return err
		}
		mux.Handle("POST /push", pushing(g.Push))
	case "log":
		l, err := floor.OpenLog(filepath.Join(args[2], "log"))
		if err != nil {
			return err
		}
		mux.Handle("POST /push", pushing(l.Push))
	}
	return http.ListenAndServe(args[1], mux)
}

func pushing(push func([]byte) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, r.ContentLength)
		_, err := io.ReadFull(r.Body, body)
		if err == nil {
			err = push(body)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = io.WriteString(w, `{"pos":1}`)
	})
}

// stay begins a stream and says nothing more.
func stay(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	_, _ = io.WriteString(w, ": here\n\n")
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}
