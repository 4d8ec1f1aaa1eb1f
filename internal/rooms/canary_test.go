package rooms_test

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pleach/internal/host"
	"pleach/internal/relay/sqlite"
	search "pleach/internal/testkit/canary"
)

// bird is in every word that is written in this story; what follows it says
// where. It has signs that each encoding writes in its own way, and a beginning
// that most write alike.
const (
	nest = "kanarienvogel"
	bird = nest + ` "é<`
)

// A canary is put into every form field that there is, by both partners, and is
// looked for everywhere where a host could look: in the database and its
// write-ahead log while the server runs, in a copy made after it has stopped,
// in what it logs, and in every byte that goes to it or comes from it.
func TestNoWordLeavesTheDevices(t *testing.T) {
	w := newWatched(t)
	ada, noor := w.someone("ada"), w.someone("noor")
	ada.register()
	noor.register()
	ada.open("/join").send("/join", "link", ada.word("link"))
	meet(ada.browser, noor.browser)
	ids := live(t, ada.browser, noor.browser)
	ids["round"], ids["item"] = "weekly:2026-W49", ada.shares()
	ada.now, noor.now = ada.now.AddDate(0, 0, 7), noor.now.AddDate(0, 0, 7)
	for _, p := range []*writer{ada, noor} {
		p.writesEverywhere(ids)
		noor.sync()
		ada.sync()
		noor.sync()
	}
	ada.hasFilledEveryField()
	ada.wasKept(noor)
	w.seesWhatIsPlanted()

	places := search.Places{"the log": w.log.Bytes(), "what was sent": w.sent.Bytes(), "what came back": w.got.Bytes()}
	must(t, places.Read("the running server", w.dir))
	must(t, w.host.Close())
	must(t, w.store.Close())
	must(t, places.Read("a copy of the folder", w.dir))
	for _, p := range []*writer{ada, noor} {
		p.device(places)
	}
	if len(places["the running server, relay.db-wal"]) < 10_000 || len(places["a copy of the folder, relay.db"]) < 100_000 || len(places["what came back"]) < 100_000 {
		t.Fatal("there is too little to look at")
	}
	for place, data := range places {
		for _, secret := range append(ada.secrets, append(noor.secrets, nest, bird, canary)...) {
			if form := search.Find(data, secret); form != "" {
				t.Errorf("%s: as %s: %.200q", place, form, search.Around(data, secret))
			}
		}
	}
}

// watched is a relay on SQLite, with everything that a host can see.
type watched struct {
	*world
	host  *host.Host
	store *sqlite.Store
	dir   string
	tap   net.Listener

	log, sent, got safeBuffer
}

func newWatched(t *testing.T) *watched {
	t.Helper()
	w := &watched{world: &world{t: t}, dir: filepath.Join(t.TempDir(), "data")}
	var err error
	w.store, err = sqlite.Open(sqlite.Config{Dir: w.dir})
	must(t, err)
	w.host, err = host.Start(host.Config{
		Store: w.store, Listen: []string{"127.0.0.1:0"},
		Log: slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	must(t, err)
	w.origin = w.host.Origins()[0]
	w.tap, err = net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { w.tap.Close() })
	go w.listen()
	return w
}

// listen passes bytes on in both directions, and keeps them.
func (w *watched) listen() {
	for {
		in, err := w.tap.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", strings.TrimPrefix(w.origin, "http://"))
		if err != nil {
			in.Close()
			continue
		}
		go pass(out, in, &w.sent)
		go pass(in, out, &w.got)
	}
}

func pass(to, from net.Conn, seen io.Writer) {
	io.Copy(io.MultiWriter(seen, to), from) // seen before it arrives
	to.Close()
	from.Close()
}

// seesWhatIsPlanted shows that the tap and the search would have found a word.
func (w *watched) seesWhatIsPlanted() {
	w.t.Helper()
	const planted = "a word that is meant to be seen"
	resp, err := http.Post("http://"+w.tap.Addr().String()+"/v1/login", "text/plain", strings.NewReader(planted))
	must(w.t, err)
	resp.Body.Close()
	if search.Find(w.sent.Bytes(), planted) == "" || !bytes.Contains(w.got.Bytes(), []byte("HTTP/1.1 400 Bad Request")) {
		w.t.Error("a word passed by unseen")
	}
}

// safeBuffer is a bytes.Buffer for many.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) Bytes() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.b.Bytes())
}
