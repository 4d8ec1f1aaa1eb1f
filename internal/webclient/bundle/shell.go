package bundle

import (
	"bytes"
	_ "embed"
	"html/template"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pleach/internal/webclient/headers"
	"pleach/internal/webclient/manifest"
)

//go:embed shell.html
var shellHTML string

var shellTemplate = template.Must(template.New("shell").Parse(shellHTML))

// page is what shell.html is filled with.
type page struct {
	Lang, Dir                 string
	Wasm, Worker, Shim, Style string // addresses
	Passkey                   string // of a script that few pages need
	Words                     Words
	Templates                 template.HTML
}

func (b *builder) shell() {
	b.page.Lang, b.page.Dir, b.page.Words = or(b.Lang, "en"), or(b.Dir, "ltr"), b.Words
	b.page.Templates = template.HTML(b.Templates)
	var out bytes.Buffer
	b.fail(shellTemplate.Execute(&out, b.page))
	b.add("index.html", out.Bytes(), roleShell)
}

// native is the same shell for a program on this machine that answers in the
// worker's place: the page's script is the same, and there is no WebAssembly.
// It comes after both lists: no server hands it out, and whoever opens the web
// client does not download it.
func (b *builder) native() {
	p := b.page
	p.Wasm, p.Templates = "", ""
	p.Worker = b.hashed("native.js", leanScript(b.join(filepath.Join(b.Root, "internal/screens/static/native.js"))))
	b.files[len(b.files)-1].role = roleOther
	p.Words.Pages = slices.Clone(p.Words.Pages)
	for i, page := range p.Words.Pages {
		if page.ID == p.Words.Stopped.ID {
			p.Words.Pages[i] = p.Words.Stopped
		}
	}
	var out bytes.Buffer
	b.fail(shellTemplate.Execute(&out, p))
	b.add("native.html", out.Bytes(), roleOther)
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

// serviceWorker writes the list of what it keeps. Its version is a hash of all
// of it, so that any change to any file is a new version.
func (b *builder) serviceWorker() {
	source, err := os.ReadFile(filepath.Join(b.Root, "internal/screens/static/sw.js"))
	b.fail(err)
	var list []string
	var all bytes.Buffer
	for _, f := range b.files {
		list = append(list, address(f.name))
		all.WriteString(f.name + digest(f.data))
	}
	script := strings.ReplaceAll(string(source), "{{version}}", digest(all.Bytes()))
	script = strings.ReplaceAll(script, "{{files}}", strings.Join(list, `", "`))
	script = strings.ReplaceAll(script, "{{host}}", strings.Join(manifest.HostPages, `", "`))
	b.add("sw.js", []byte(script), roleOther)
}

// integrity lists every file with its hash, so that anybody can compare what a
// server hands out with what was built.
func (b *builder) integrity() {
	served := map[string][]byte{}
	for _, f := range b.files {
		served[address(f.name)] = f.data
	}
	list := manifest.Of(headers.Policy, served)
	b.hash = list.Hash()
	b.add(manifest.Name, list.Text(), roleOther)
}

func address(name string) string {
	switch name {
	case "index.html":
		return "/"
	case "kitchen.html":
		return "/kitchen"
	}
	return "/" + name
}

const install = `{
  "name": "Pleach",
  "short_name": "Pleach",
  "start_url": "/",
  "scope": "/",
  "display": "standalone",
  "background_color": "#f6f1e4",
  "theme_color": "#f6f1e4",
  "icons": [
    {"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
  ]
}
`
