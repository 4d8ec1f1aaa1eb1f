package browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func record(h http.HandlerFunc) *recorder {
	w := newRecorder()
	r, _ := http.NewRequest("GET", "/", nil)
	serve(w, r, h)
	return w
}

func TestTheAnswerIsWhatTheHandlerWrote(t *testing.T) {
	w := record(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/today")
		w.WriteHeader(http.StatusSeeOther)
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprint(w, "saved")
	})
	if w.status != 303 || w.header.Get("Location") != "/today" || w.body.String() != "saved" {
		t.Errorf("got %d, Location %q, body %q", w.status, w.header.Get("Location"), w.body.String())
	}
}

func TestAPanicBecomesAPageWithoutItsSecret(t *testing.T) {
	w := record(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/today")
		fmt.Fprint(w, "half a page")
		panic("what somebody wrote")
	})
	body := w.body.String()
	if w.status != 500 || w.header.Get("Location") != "" {
		t.Errorf("got %d, Location %q", w.status, w.header.Get("Location"))
	}
	if strings.Contains(body, "half") || strings.Contains(body, "somebody wrote") || !strings.Contains(body, "<h1") {
		t.Errorf("the page says %q", body)
	}
}
