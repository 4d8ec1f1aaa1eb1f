//go:build js && wasm

// Command app is a client that exists to try the frame: each page is one
// promise of the shim. It keeps a vault with the password "ada" and whatever
// drafts and pulses it is given, in the browser's real storage.
package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"
	"time"

	"pleach/internal/browser"
	"pleach/internal/client"
)

func main() {
	ctx := context.Background()
	storage, err := browser.OpenStorage(ctx)
	if err != nil {
		browser.Tell("failed")
		return
	}
	a := &app{storage: storage}
	mux := http.NewServeMux()
	for pattern, h := range map[string]func(*http.Request) answer{
		"GET /{$}": a.home, "POST /setup": a.setup, "POST /unlock": a.unlock, "POST /pulse": a.pulse,
		"GET /long": a.long, "GET /form": a.form, "POST /form": a.send, "POST /draft/{key}": a.draft,
		"GET /live": a.live, "POST /live": a.touch, "GET /timer": a.timer, "GET /panic": a.panic,
		"GET /slow": a.slow, "POST /arrive": a.arrive, "POST /exit": a.exit,
		"GET /moved": a.moved, "GET /tools": a.tools, "GET /kit/file": a.file, "POST /show": a.showFields, "POST /lock": a.lock,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { h(r).write(w, r) })
	}
	browser.Serve(ctx, mux)
}

// answer is a page, or a place to go to.
type answer struct {
	status   int
	title    string
	body     string
	location string
}

func (a answer) write(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Pleach-Shim") != "1" {
		a = answer{status: 400, title: "No shim", body: "no shim"}
	}
	if a.location != "" {
		w.Header().Set("Location", a.location)
		w.WriteHeader(http.StatusSeeOther)
		return
	}
	w.Header().Set("Pleach-Title", strings.ReplaceAll(a.title, " ", "%20"))
	w.WriteHeader(max(a.status, 200))
	fmt.Fprintf(w, `<button data-quick-exit>Quick exit</button><a href="#main">Skip</a><nav>`+
		`<a id="to-home" href="/">Home</a> <a id="to-long" href="/long">Long</a> <a id="to-form" href="/form">Form</a></nav>`+
		`<main id="main"><h1>%s</h1>%s</main>`, a.title, a.body)
}

func to(location string) answer { return answer{location: location} }

// app is the state of the tests' client; requests come one after another.
type app struct {
	storage client.Storage
	open    bool
	news    int
}

func (a *app) value(r *http.Request, name string) string {
	b, err := a.storage.Get(r.Context(), name)
	if err != nil {
		return "error: " + err.Error()
	}
	return html.EscapeString(string(b))
}

func (a *app) put(r *http.Request, name string) error {
	body, _ := io.ReadAll(r.Body)
	return a.storage.Put(r.Context(), name, body)
}

func (a *app) home(r *http.Request) answer {
	return answer{title: "Home", body: fmt.Sprintf(
		`<p id="open">%t</p><p id="pulse">%s</p><p id="draft">%s</p><p id="arrived">%s</p>`,
		a.open, a.value(r, "pulse"), a.value(r, "draft/note"), a.value(r, "arrived"))}
}

func (a *app) setup(r *http.Request) answer {
	if err := a.storage.Put(r.Context(), "vault", []byte("v")); err != nil {
		return answer{status: 507, title: "Full", body: html.EscapeString(err.Error())}
	}
	a.open = true
	return to("/")
}

func (a *app) unlock(r *http.Request) answer {
	if r.FormValue("password") != "ada" {
		return answer{status: 422, title: "Not the password", body: `<form method="post" action="/unlock">` +
			`<input id="password" type="password" name="password" data-autofocus><button id="unlock">Unlock</button></form>`}
	}
	time.Sleep(300 * time.Millisecond)
	a.open = true
	return to("/")
}

func (a *app) pulse(r *http.Request) answer {
	if !a.open {
		return answer{status: 403, title: "Locked"}
	}
	a.put(r, "pulse")
	return to("/")
}

func (a *app) long(*http.Request) answer {
	return answer{title: "A long page", body: strings.Repeat("<p>Line upon line.</p>", 200) +
		`<a id="down" href="/form">Form</a>`}
}

func (a *app) form(r *http.Request) answer {
	return answer{title: "A form", body: fmt.Sprintf(`<form id="form" method="post" action="/form" data-draft="note" data-busy="Saving">`+
		`<textarea id="note" name="note">%s</textarea><input id="secret" type="password" name="secret">`+
		`<button id="save">Save</button><button id="other" name="by" value="other">Other</button></form>`, a.value(r, "draft/note"))}
}

func (a *app) send(r *http.Request) answer {
	if r.FormValue("note") == "wrong" {
		return answer{status: 422, title: "That did not work", body: `<p id="kept">wrong</p>`}
	}
	time.Sleep(400 * time.Millisecond)
	a.storage.Put(r.Context(), "draft/note", nil)
	return answer{title: "Sent", body: fmt.Sprintf(`<p id="got">%s|%s</p>`, html.EscapeString(r.FormValue("note")), r.FormValue("by"))}
}

func (a *app) draft(r *http.Request) answer {
	a.put(r, "draft/"+r.PathValue("key"))
	return answer{status: http.StatusNoContent}
}

func (a *app) live(*http.Request) answer {
	return answer{title: "Live", body: fmt.Sprintf(
		`<p id="fixed">%[1]d</p><p id="news" data-live>%[1]d</p><div id="held" data-live><button id="inside">%[1]d</button></div>`+
			`<div id="typed" data-live><form><input id="input" name="x"></form><i>%[1]d</i></div>`, a.news)}
}

// touch is what the sync does when something new has come.
func (a *app) touch(*http.Request) answer {
	a.news++
	browser.Tell("changed")
	return answer{status: http.StatusNoContent}
}

func (a *app) timer(*http.Request) answer {
	return answer{title: "A timer", body: `<div id="clock" data-timer="2"><b data-timer-left></b>` +
		`<button id="start" data-timer-do="start">Start</button><button id="pause" data-timer-do="pause">Rest</button>` +
		`<button id="add" data-timer-do="add">More</button><button id="reset" data-timer-do="reset">Again</button></div>`}
}

func (a *app) panic(*http.Request) answer { panic(errors.New("a secret that nobody may see")) }

func (a *app) slow(*http.Request) answer {
	time.Sleep(500 * time.Millisecond)
	return answer{title: "Slow"}
}

func (a *app) moved(*http.Request) answer { return to("/long") }

func (a *app) arrive(r *http.Request) answer {
	a.storage.Put(r.Context(), "arrived", []byte(r.FormValue("fragment")))
	return to("/")
}

func (a *app) exit(*http.Request) answer {
	a.open = false
	return answer{status: http.StatusNoContent}
}

func (a *app) lock(*http.Request) answer {
	a.open = false
	browser.Tell("locked")
	return answer{status: http.StatusNoContent}
}

func (a *app) tools(*http.Request) answer {
	return answer{title: "Tools", body: `<a id="save" href="/kit/file" download="kit.txt">Save</a>` +
		`<p id="words">six words</p><button id="copy" data-copy="#words">Copy</button>` +
		`<form method="post" action="/show"><input id="secret" type="password" name="secret" autocomplete="new-password">` +
		`<button type="button" id="reveal" data-reveal="#secret" aria-pressed="false">Show</button>` +
		`<input id="moved" type="range" name="moved" data-unset><input id="still" type="range" name="still" data-unset>` +
		`<button id="go">Go</button></form>`}
}

func (a *app) file(*http.Request) answer { return answer{title: "The file", body: "kit"} }

func (a *app) showFields(r *http.Request) answer {
	r.ParseForm()
	return answer{title: "Fields", body: `<p id="got">` + html.EscapeString(r.PostForm.Encode()) + `</p>`}
}
