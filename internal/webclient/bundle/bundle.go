// Package bundle makes the web client's files: it compiles the WebAssembly,
// joins scripts and styles, names what never changes after its content, writes
// the shell and the service worker's list, and compresses.
//
// The same sources give the same bytes. Only build programs and tests import
// it; nothing of it is in a shipped binary.
//
// Left out on purpose: minifying, beyond comments and indents. The scripts are a few
// kilobytes after brotli, and whoever looks at what runs in their browser can
// read it.
package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"

	"pleach/internal/webclient/headers"
)

// Options say what to build and from what.
type Options struct {
	Root    string // the module's folder
	Out     string // where the files go; emptied first, but for dot files
	Main    string // the package to compile, such as "./cmd/pleach-web"
	Quality int    // of brotli, 0 to 11
	Cache   string // folder for compressed files, so that none is compressed twice; "" for none
	Lang    string // default "en"
	Dir     string // default "ltr"
	Words   Words
	// Templates is the HTML of <template id="shell-unlock"> and
	// <template id="shell-welcome">.
	Templates []byte
	Style     []byte // the stylesheet
	Icon      []byte // an SVG
}

// Build writes the files and reports their sizes. Nothing is written when the
// sources do not compile.
func Build(o Options) (Report, error) {
	b := builder{Options: o}
	wasm, err := b.compile()
	if err != nil {
		return Report{}, err
	}
	b.page.Wasm = b.hashed("app.wasm", wasm)
	b.scripts()
	b.page.Style = b.hashed("style.css", b.smallStyle(o.Style))
	b.statics()
	b.shell()
	b.serviceWorker()
	b.integrity()
	b.native()
	if b.err != nil {
		return Report{}, b.err
	}
	return b.write()
}

// builder collects the files in memory. The first error stays and ends it.
type builder struct {
	Options
	files []file
	page  page
	hash  string // of the list of files
	err   error
}

type file struct {
	name string // below Out
	data []byte
	role role
}

// role says when a file is fetched, for the report.
type role int

const (
	roleOther role = iota
	roleShell      // needed for the first paint
	roleApp        // needed to answer anything
)

// small compiles without inlining all but what must be fast (ciphers and the
// runtime): seven hundredths less to download, and no screen slower to notice.
var small = []string{
	"-gcflags=all=-l", "-gcflags=crypto/...=", "-gcflags=golang.org/x/crypto/...=",
	"-gcflags=runtime=", "-gcflags=internal/runtime/...=",
}

func (b *builder) compile() ([]byte, error) {
	out, err := os.CreateTemp("", "pleach-*.wasm")
	if err != nil {
		return nil, err
	}
	out.Close()
	defer os.Remove(out.Name())
	overlay, err := b.overlay()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(overlay)
	args := append([]string{"build", "-overlay", filepath.Join(overlay, overlayFile), "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-o", out.Name()}, small...)
	cmd := exec.Command("go", append(args, b.Main)...)
	cmd.Dir = b.Root
	cmd.Env = browserEnv()
	if text, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compiling %s for the browser: %w\n%s", b.Main, err, text)
	}
	return os.ReadFile(out.Name())
}

func browserEnv() []string {
	return append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
}

// scripts joins the sources of the page's and of the worker's script.
func (b *builder) scripts() {
	static := filepath.Join(b.Root, "internal/screens/static")
	parts, err := filepath.Glob(filepath.Join(static, "shim/*.js"))
	if err == nil && len(parts) == 0 {
		err = fmt.Errorf("no scripts in %s", filepath.Join(static, "shim"))
	}
	b.fail(err)
	b.page.Shim = b.hashed("shim.js", leanScript(b.join(parts...)))
	b.page.Passkey = b.hashed("passkey.js", leanScript(b.join(filepath.Join(static, "passkey.js"))))
	b.page.Worker = b.hashed("worker.js", b.join(
		b.wasmExec(), filepath.Join(static, "store.js"), filepath.Join(static, "worker.js")))
}

// wasmExec is the script that comes with the compiler and must match it.
func (b *builder) wasmExec() string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	b.fail(err)
	return filepath.Join(strings.TrimSpace(string(out)), "lib/wasm/wasm_exec.js")
}

func (b *builder) join(paths ...string) []byte {
	var all bytes.Buffer
	for _, p := range paths {
		data, err := os.ReadFile(p)
		b.fail(err)
		all.Write(data)
		all.WriteByte('\n')
	}
	return all.Bytes()
}

// aside is a // comment after a statement: no quote follows, so it is in no string.
var aside = regexp.MustCompile("([;{},)])[ \t]+// [^\"'`]*\n$")

// leanScript drops indents, empty lines and // comments: a third of what the first
// paint waits for. No source here has a string over two lines.
func leanScript(source []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(source) {
		line = aside.ReplaceAll(bytes.TrimLeft(line, " \t"), []byte("$1\n"))
		if len(bytes.TrimSpace(line)) > 0 && !bytes.HasPrefix(line, []byte("//")) {
			out.Write(line)
		}
	}
	return out.Bytes()
}

// smallStyle is the stylesheet without what only its readers need.
func (b *builder) smallStyle(sheet []byte) []byte {
	var out bytes.Buffer
	b.fail(css.Minify(minify.New(), &out, bytes.NewReader(sheet), nil))
	return out.Bytes()
}

// statics are the files with fixed names: the icon and the neutral page.
func (b *builder) statics() {
	paths, err := filepath.Glob(filepath.Join(b.Root, "internal/screens/static/neutral/*"))
	b.fail(err)
	for _, p := range paths {
		data, err := os.ReadFile(p)
		b.fail(err)
		b.add(filepath.Base(p), data, roleOther)
	}
	b.add("icon.svg", b.Icon, roleOther)
	b.add("manifest.webmanifest", []byte(install), roleOther)
}

// hashed adds a file whose name carries its content's hash, and returns its
// address.
func (b *builder) hashed(name string, data []byte) string {
	stem, ext, _ := strings.Cut(name, ".")
	named := "a/" + stem + "." + digest(data) + "." + ext
	role := roleShell
	if stem == "app" || stem == "worker" || stem == "passkey" {
		role = roleApp
	}
	b.add(named, data, role)
	return "/" + named
}

// digest is of a file and of the headers that it is served with, since browsers
// keep both.
func digest(data []byte) string {
	sum := sha256.Sum256(append([]byte(headers.Fingerprint()), data...))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

func (b *builder) add(name string, data []byte, r role) {
	b.files = append(b.files, file{name: name, data: data, role: r})
}

func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}
