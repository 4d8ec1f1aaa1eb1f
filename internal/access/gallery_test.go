package access

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"pleach/internal/chromium"
	"pleach/internal/content"
	"pleach/internal/screens"
	"pleach/internal/screens/screenstest"
)

// gallery is pages that are served on this machine, and a tab to look at them.
type gallery struct {
	*chromium.Tab
	names  []string
	origin string
	told   map[string]bool // what was found wrong already
}

// show serves the pages of a language and opens a tab. Each page links the
// scripts that are given by name.
func show(t *testing.T, lib *content.Library, own func(string) string, scripts map[string][]byte) *gallery {
	t.Helper()
	mux, names := pages(t, lib, own, scripts)
	return open(t, mux, names)
}

// open serves pages by name and opens a tab.
func open(t *testing.T, pages http.Handler, names []string) *gallery {
	t.Helper()
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	browser, err := chromium.Launch(chromium.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { browser.Close() })
	tab, err := browser.Tab()
	if err != nil {
		t.Fatal(err)
	}
	return &gallery{tab, names, server.URL, map[string]bool{}}
}

// each opens one page after the other for a check.
func (g *gallery) each(t *testing.T, check func(t *testing.T)) {
	for _, name := range g.names {
		t.Run(name, func(t *testing.T) {
			if err := g.Open(g.origin + "/" + strings.TrimPrefix(name, "/")); err != nil {
				t.Fatal(err)
			}
			check(t)
		})
	}
}

func needChromium(t *testing.T) {
	t.Helper()
	switch {
	case chromium.Find() != "":
	case strings.Contains(os.Getenv("PLEACH_REQUIRE"), "chromium"):
		t.Fatal("Chromium is required here (PLEACH_REQUIRE) and was not found")
	default:
		t.Skip("skipped: no Chromium on this machine")
	}
}

func pages(t *testing.T, lib *content.Library, own func(string) string, scripts map[string][]byte) (*http.ServeMux, []string) {
	t.Helper()
	mux, head := files(scripts)
	all := append(screenstest.Pages(lib, own), screenstest.Page{Name: "shell-unlock", Component: screens.ShellUnlock(lib.Text)})
	var names []string
	for _, p := range all {
		names = append(names, p.Name)
		mux.HandleFunc("GET /"+p.Name, func(w http.ResponseWriter, r *http.Request) {
			inner := templ.WithChildren(context.Background(), p.Component)
			if err := screens.Document(lib.Text, head, p.Name).Render(inner, w); err != nil {
				t.Errorf("%s: %v", p.Name, err)
			}
		})
	}
	return mux, names
}

// files serves the styles and scripts, and names them for a page's head.
func files(scripts map[string][]byte) (*http.ServeMux, screens.Head) {
	head := screens.Head{Icon: "data:,"}
	for _, name := range screens.StylesheetOrder {
		head.Stylesheets = append(head.Stylesheets, "/"+name)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", http.FileServerFS(fs.FS(screens.Stylesheets)))
	for name, script := range scripts {
		head.Script = "/" + name
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/javascript")
			w.Header().Set("Cache-Control", "max-age=600")
			_, _ = w.Write(script)
		})
	}
	return mux, head
}
