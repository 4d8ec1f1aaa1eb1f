package rooms

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/content"
	"pleach/internal/screens"
)

// Config is what the rooms need.
type Config struct {
	App     *client.App
	Library *content.Library
	// Zone is the reader's time zone; nil is time.Local.
	Zone *time.Location
	// Head names the files of a whole document, for a browser that comes
	// without the shim.
	Head screens.Head
}

// house answers requests. It holds no state of its own but a step of joining
// that is under way.
type house struct {
	Config
	text screens.Text
	mux  *http.ServeMux
}

// need says who may be in a room.
type need int

const (
	anyone   need = iota
	newcomer      // no account on this device
	unlocked      // somebody is signed in and unlocked
)

// route is one line of the table of rooms.
type route struct {
	pattern string
	need    need
	handle  func(*visit) error
}

// New makes the handler of all rooms.
func New(cfg Config) http.Handler {
	if cfg.Zone == nil {
		cfg.Zone = time.Local
	}
	h := &house{Config: cfg, text: cfg.Library.Text, mux: http.NewServeMux()}
	for _, r := range routes {
		h.mux.HandleFunc(r.pattern, func(w http.ResponseWriter, req *http.Request) { h.enter(r, w, req) })
	}
	h.mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		h.enter(route{need: anyone, handle: (*visit).nowhere}, w, req)
	})
	return h
}

// ServeHTTP implements http.Handler.
func (h *house) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

// visit is one request.
type visit struct {
	*house
	w   http.ResponseWriter
	r   *http.Request
	p   *client.Person // nil unless unlocked
	now time.Time      // one for the whole visit, in the reader's zone
}

func (h *house) enter(rt route, w http.ResponseWriter, r *http.Request) {
	h.App.Touch() // which may lock
	v := &visit{house: h, w: w, r: r, p: h.App.Person(), now: h.App.Now().In(h.Zone)}
	if err := v.admit(rt); err != nil {
		v.fail(err)
	}
}

func (v *visit) admit(rt route) error {
	switch {
	case rt.need == unlocked && v.p == nil && v.App.HasAccount():
		return v.door(http.StatusOK, nil)
	case rt.need == unlocked && v.p == nil:
		return v.welcome()
	case rt.need == newcomer && v.App.HasAccount():
		return v.goTo("/")
	}
	if err := v.r.ParseForm(); err != nil {
		return bond.ErrInput
	}
	return rt.handle(v)
}

// goTo sends the reader to another room.
func (v *visit) goTo(path string) error {
	v.w.Header().Set("Location", path)
	v.w.WriteHeader(http.StatusSeeOther)
	return nil
}

// frame is what surrounds a page in a room.
func (v *visit) frame(title string, at screens.Room) screens.Frame {
	f := screens.Frame{Title: title, At: at, Bare: v.p == nil}
	if v.p != nil {
		f.Sync = v.sync()
		f.Notice = v.notice()
	}
	return f
}

// show writes a page: a fragment for the shim, a document for anybody else.
func (v *visit) show(status int, f screens.Frame, page templ.Component) error {
	header := v.w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("Pleach-Title", url.PathEscape(v.text.Say("app.title", "page", f.Title)))
	v.w.WriteHeader(status)
	if v.r.Header.Get("Pleach-Shim") != "" {
		return page.Render(v.r.Context(), v.w)
	}
	whole := screens.Document(v.text, v.Head, f.Title)
	return whole.Render(templ.WithChildren(v.r.Context(), page), v.w)
}

// field is what was typed into a form, with our line ends.
func (v *visit) field(name string) string {
	return strings.ReplaceAll(v.r.PostForm.Get(name), "\r\n", "\n")
}

// has reports whether an element of the query is there.
func (v *visit) has(name string) bool { return v.r.URL.Query().Has(name) }

// fail shows an error that no room had a page for.
func (v *visit) fail(err error) {
	if errors.Is(err, client.ErrLocked) { // it locked while this was under way
		v.p = nil
		_ = v.door(http.StatusOK, nil)
		return
	}
	problem := explain(err)
	status := http.StatusUnprocessableEntity
	if errors.Is(err, client.ErrNotFound) {
		status = http.StatusNotFound
	}
	problem.Back = "/"
	f := v.frame(v.text.Say("problem."+problem.Code+".title", problem.Values...), "")
	_ = v.show(status, f, screens.ProblemPage(v.text, f, problem))
}

func (v *visit) nowhere() error { return client.ErrNotFound }

// host is the server's name without its scheme.
func (v *visit) host() string {
	_, host, _ := strings.Cut(v.App.Origin(), "://")
	return host
}
