package native

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"pleach/internal/client/memstore"
	"pleach/internal/testkit/canary"
)

// The page's script is told what a room answered, redirects too.
func TestAScriptHearsTheStatusOfARoom(t *testing.T) {
	s, ada := opened(t)
	if status, page := ada.asks("/"); status != "200" || !strings.Contains(page, "<h1") || strings.Contains(page, "<!doctype") {
		t.Errorf("the first page: %s\n%s", status, page)
	}
	if status, _, page := ada.posts("/signup", "name", "", "password", "short"); status != "422" || !strings.Contains(page, "<h1") {
		t.Errorf("an empty form: %s", status)
	}
	ada.signsUp("Ada")
	if status, to, _ := ada.posts("/lock"); status != "303" || to != "/" || s.app.Person() != nil {
		t.Errorf("locking: %s to %q", status, to)
	}
}

func TestARoomThatFailsShowsNoHalfAndNoSecret(t *testing.T) {
	s, ada := opened(t)
	s.rooms = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/today")
		_, _ = w.Write([]byte("half a page"))
		panic("what somebody wrote")
	})
	r := ada.send(t.Context(), "GET", "/", "", ada.own()...)
	page := body(r)
	if r.Header.Get("Pleach-Status") != "500" || r.Header.Get("Location") != "" || !strings.Contains(page, "<h1") {
		t.Errorf("got %v\n%s", r.Header, page)
	}
	if strings.Contains(page, "half") || strings.Contains(page, "somebody wrote") {
		t.Errorf("the page says %q", page)
	}
}

// A page that waits hears what happens, and hears once that the keys are gone.
func TestAPageHearsTheNews(t *testing.T) {
	s, ada := opened(t)
	page := ada.listens()
	page.hears("ready")
	ada.signsUp("Ada")
	page.hears("changed")
	s.app.Lock()
	page.hears("locked")
}

// One page has the app. The one before loses it, and the new one begins locked.
func TestANewPageTakesOverAndBeginsLocked(t *testing.T) {
	s, ada := opened(t)
	first := ada.listens()
	first.hears("ready")
	ada.signsUp("Ada")
	second := ada.listens()
	second.hears("ready")
	first.hears("lost")
	if s.app.Person() != nil {
		t.Error("the new page came in without the password")
	}
	if status, _, page := ada.posts("/unlock", "password", password); status != "303" {
		t.Errorf("unlocking there: %s\n%s", status, page)
	}
	s.app.Lock()
	second.hears("locked")
}

// Whoever closes the tab has locked the app.
func TestTheKeysGoWithTheLastPage(t *testing.T) {
	s, ada := opened(t)
	page := ada.listens()
	page.hears("ready")
	ada.signsUp("Ada")
	page.end()
	eventually(t, "the keys are gone", func() bool { return s.app.Person() == nil })
}

func TestTheKeysGoWhenTheProgramEnds(t *testing.T) {
	s, ada := opened(t)
	page := ada.listens()
	page.hears("ready")
	ada.signsUp("Ada")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if s.app.Person() != nil {
		t.Error("they are still there")
	}
}

// Ada stops the program and starts it again. It knows her server, asks for her
// password and has what she wrote. Nothing of it can be read in the folder.
func TestTheFolderKeepsEverythingAndTellsNothing(t *testing.T) {
	origin, dir := relay(t), t.TempDir()
	const name, line, draft = "Ada of the canaries", "a canary sings in the attic", "half a word to a canary"
	disk := store(t, dir)
	s := start(t, origin, disk)
	ada := comeIn(t, s)
	ada.signsUp(name)
	if status, _, page := ada.posts("/pulse", "mood", "35", "energy", "20", "with", "apart", "note", line); status != "303" {
		t.Fatalf("a pulse: %s\n%s", status, page)
	}
	if status, _, _ := ada.posts("/draft/appreciation", "text", draft); status != "204" {
		t.Fatalf("a draft: %s", status)
	}
	kit, err := s.app.Person().Kit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{name, line, draft, password, strings.Join(kit.Words()[:4], " "), s.entry.token, s.secret}
	nowhere(t, dir, secrets)
	if err := errors.Join(s.Close(), disk.Close()); err != nil {
		t.Fatal(err)
	}
	nowhere(t, dir, secrets)

	again := store(t, dir)
	home, err := Relay(t.Context(), again, "")
	if err != nil || home != origin {
		t.Fatalf("the folder's server is %q, %v", home, err)
	}
	ada = comeIn(t, start(t, home, again))
	if _, page := ada.asks("/history"); strings.Contains(page, line) || !strings.Contains(page, `action="/unlock"`) {
		t.Error("it did not begin locked")
	}
	if status, _, _ := ada.posts("/unlock", "password", password); status != "303" {
		t.Errorf("unlocking: %s", status)
	}
	if _, page := ada.asks("/history"); !strings.Contains(page, line) {
		t.Errorf("the pulse is gone\n%s", page)
	}
}

// nowhere looks for secrets in every file of a folder, in any form.
func nowhere(t *testing.T, dir string, secrets []string) {
	t.Helper()
	places := canary.Places{}
	if err := places.Read("the folder", dir); err != nil {
		t.Fatal(err)
	}
	size := 0
	for place, data := range places {
		size += len(data)
		for _, secret := range secrets {
			if found := canary.Find(data, secret); found != "" {
				t.Errorf("%s: %q is there, as %s", place, secret, found)
			}
		}
	}
	if size < 10_000 {
		t.Fatalf("only %d bytes to look at", size)
	}
}

func TestWhichServerToUse(t *testing.T) {
	empty := memstore.New()
	for asked, want := range map[string]string{
		"https://pleach.example": "https://pleach.example", "https://Pleach.Example:8443/": "https://pleach.example:8443",
		"http://127.0.0.1:8480": "http://127.0.0.1:8480", "http://192.168.1.5:8480": "http://192.168.1.5:8480", "http://localhost:1": "http://localhost:1",
	} {
		if got, err := Relay(t.Context(), empty, asked); got != want || err != nil {
			t.Errorf("%s is %q, %v; want %q", asked, got, err, want)
		}
	}
	for _, asked := range []string{
		"pleach.example", "ftp://pleach.example", "https://", "https://ada:secret@pleach.example", "https://pleach.example/app",
		"https://pleach.example/?x=1", "https://pleach.example/#join.token", "http://pleach.example", "http://8.8.8.8", "%zz",
	} {
		got, err := Relay(t.Context(), empty, asked)
		if !errors.Is(err, ErrServer) {
			t.Errorf("%s is %q, %v; want ErrServer", asked, got, err)
		}
		if err != nil && (strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "token")) {
			t.Errorf("the error repeats a secret: %v", err)
		}
	}
	if _, err := Relay(t.Context(), empty, ""); !errors.Is(err, ErrNoServer) {
		t.Errorf("nothing said: %v, want ErrNoServer", err)
	}
}

// A folder with an account stays with its server, and says which that is.
func TestAFolderBelongsToOneServer(t *testing.T) {
	origin, disk := relay(t), memstore.New()
	s := start(t, origin, disk)
	comeIn(t, s).signsUp("Ada")
	_, err := Relay(context.Background(), disk, "https://pleach.example")
	if !errors.Is(err, ErrOtherServer) || !strings.Contains(err.Error(), origin) {
		t.Errorf("another server: %v", err)
	}
	if got, err := Relay(context.Background(), disk, origin+"/"); got != origin || err != nil {
		t.Errorf("the same server: %q, %v", got, err)
	}
}

func TestAPortThatIsTaken(t *testing.T) {
	s, _ := opened(t)
	port := s.listen.Addr().(*net.TCPAddr).Port
	_, err := Start(t.Context(), Config{Storage: memstore.New(), Transport: nil, Origin: "http://127.0.0.1:1", Port: port, Files: files})
	if !errors.Is(err, ErrPort) {
		t.Errorf("got %v, want ErrPort", err)
	}
}
