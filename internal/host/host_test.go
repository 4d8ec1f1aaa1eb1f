package host

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"pleach/internal/relay/mem"
)

func TestAHostServesTheRelayAndTheClientOnEveryAddress(t *testing.T) {
	h, err := Start(Config{Store: mem.New(), Listen: []string{"127.0.0.1:0", "127.0.0.1:0"},
		Pages: map[string]http.Handler{"/demo": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "a page") })}})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for _, origin := range h.Origins() {
		if got := get(t, origin+"/v1/info"); !strings.Contains(got, `"signup":"open"`) {
			t.Errorf("%s/v1/info: %s", origin, got)
		}
		if got := get(t, origin+"/demo"); got != "a page" {
			t.Errorf("%s/demo: %s", origin, got)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := h.Wait(ended); err != nil {
		t.Error(err)
	}
}

// TestAPageThatTheClientWouldHideIsRefused: whoever adds one adds it to the list
// that the service worker is made with.
func TestAPageThatTheClientWouldHideIsRefused(t *testing.T) {
	_, err := Start(Config{Store: mem.New(), Listen: []string{"127.0.0.1:0"}, Pages: map[string]http.Handler{"/news": http.NotFoundHandler()}})
	if err == nil || !strings.Contains(err.Error(), "/news is not among manifest.HostPages") {
		t.Errorf("a page elsewhere: %v", err)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestWhoMaySignUpMustBeSaidBeyondThisMachine(t *testing.T) {
	cfg := Config{Store: mem.New(), Listen: []string{"127.0.0.1:0"}, Origins: []string{"https://pleach.example"}}
	if _, err := Start(cfg); !errors.Is(err, ErrSignup) {
		t.Errorf("got %v, want ErrSignup", err)
	}
	cfg.Signup = "closed"
	h, err := Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	h.Close()
}

func TestAnAddressThatIsTakenIsNamed(t *testing.T) {
	h, err := Start(Config{Store: mem.New(), Listen: []string{"127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	addr := strings.TrimPrefix(h.Origins()[0], "http://")
	if _, err := Start(Config{Store: mem.New(), Listen: []string{addr}}); err == nil || !strings.Contains(err.Error(), addr) {
		t.Errorf("got %v", err)
	}
}
