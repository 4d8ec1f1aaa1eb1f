package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"pleach/internal/testkit/canary"
)

// nobodyElseCanRead looks for everything that Ada and Noor wrote: in the
// server's folder and log, in what their browsers sent, and in what their
// browsers keep on the disk. The server is killed first, so that its files are
// as they would be found.
func (h *household) nobodyElseCanRead() {
	t := h.ada.t
	h.server.dies()
	places := canary.Places{"the server's log": []byte(h.server.said())}
	h.ada.must(places.Read("the data folder", h.server.data))
	for _, p := range []*person{h.ada, h.noor} {
		places["what "+p.name+"'s browser sent"] = p.line.all()
		p.readsProfile(places)
	}
	if len(places) < 6 || len(h.ada.line.all()) < 10_000 {
		t.Fatalf("only %d places to look at", len(places))
	}
	h.nothingIsIn(places)
}

// readsProfile takes in all that a browser keeps on the disk: our database, and
// what it writes by itself, such as its history, its cache, and the file that
// brings closed tabs back. It still runs, so a file may go meanwhile.
func (p *person) readsProfile(places canary.Places) {
	p.t.Helper()
	sessions := 0
	_ = filepath.WalkDir(filepath.Dir(p.browser.Database()), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		if data, err := os.ReadFile(path); err == nil {
			places[p.name+"'s browser, "+path] = data
		}
		if strings.HasPrefix(d.Name(), "Session_") {
			sessions++
		}
		return nil
	})
	if sessions == 0 {
		p.t.Errorf("%s's browser keeps no session: these are not its files", p.name)
	}
}

// nothingIsIn looks for what the two wrote.
func (h *household) nothingIsIn(places canary.Places) {
	t := h.ada.t
	for place, data := range places {
		for _, p := range []*person{h.ada, h.noor} {
			for where, secret := range p.secrets {
				if found := canary.Find(data, secret); found != "" {
					t.Errorf("%s: %s's words about %q are there, as %s", place, p.name, where, found)
				}
			}
		}
	}
}
