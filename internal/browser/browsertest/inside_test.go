package browsertest

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The tests of package browser itself are compiled for the browser and run in
// a worker there, with the real IndexedDB and fetch.
func TestInsideTheBrowser(t *testing.T) {
	out, code := inside(t, "-test.v")
	for line := range strings.Lines(out) {
		t.Log(strings.TrimRight(line, "\n"))
	}
	if code != 0 || !strings.Contains(out, "PASS: TestStorageConformance") {
		t.Errorf("the tests inside the browser ended with code %d", code)
	}
}

// The benchmarks of package browser, in the same place. Their numbers are
// passed on as metrics of this one.
func BenchmarkInsideTheBrowser(b *testing.B) {
	out, code := inside(b, "-test.run=NONE", "-test.bench=.")
	if code != 0 {
		b.Fatalf("code %d\n%s", code, out)
	}
	for _, m := range regexp.MustCompile(`Benchmark(\w+)\s+\d+\s+(\d+) ns/op`).FindAllStringSubmatch(out, -1) {
		ns, _ := strconv.ParseFloat(m[2], 64)
		b.ReportMetric(ns/1e6, "ms/"+m[1])
	}
}

// inside runs package browser's test binary in a worker and returns its output
// and exit code.
func inside(t testing.TB, flags ...string) (string, int) {
	chromium(t)
	dir := t.TempDir()
	build := exec.Command("go", "test", "-c", "-o", filepath.Join(dir, "test.wasm"), "pleach/internal/browser")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("compiling the tests for the browser: %v\n%s", err, text)
	}
	mux := http.NewServeMux()
	api(mux)
	mux.HandleFunc("GET /inside/", func(w http.ResponseWriter, r *http.Request) { insideFile(w, r, dir, flags) })
	b := newPerson(t, mux).tab()
	b.open("/inside/")
	b.sees("window.code !== undefined")
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("window.out"))
	b.must(err)
	code, err := chromedp.Run(b.ctx, chromedp.Evaluate[int]("window.code"))
	b.must(err)
	return out, code
}

const insidePage = `<!doctype html><title>inside</title><script src="/inside/page.js"></script>`

const insideScript = `window.out = "";
const w = new Worker("/inside/worker.js");
w.onmessage = (e) => { if (e.data.line) out += e.data.line + "\n"; if ("code" in e.data) window.code = e.data.code; };
w.onerror = (e) => { out += e.message; window.code = 99; };`

const insideWorker = `
console.log = (line) => postMessage({ line });
const go = new Go();
go.argv = ["browser.test", %s];
go.exit = (code) => postMessage({ code });
WebAssembly.instantiateStreaming(fetch("/inside/test.wasm"), go.importObject).then(({ instance }) => go.run(instance));
`

func insideFile(w http.ResponseWriter, r *http.Request, dir string, flags []string) {
	switch r.URL.Path {
	case "/inside/":
		fmt.Fprint(w, insidePage)
	case "/inside/page.js":
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, insideScript)
	case "/inside/worker.js":
		w.Header().Set("Content-Type", "text/javascript")
		goroot, _ := exec.Command("go", "env", "GOROOT").Output()
		for _, path := range []string{filepath.Join(strings.TrimSpace(string(goroot)), "lib/wasm/wasm_exec.js"), "../../screens/static/store.js"} {
			data, _ := os.ReadFile(path)
			w.Write(append(data, '\n'))
		}
		fmt.Fprintf(w, insideWorker, `"`+strings.Join(flags, `", "`)+`"`)
	case "/inside/test.wasm":
		http.ServeFile(w, r, filepath.Join(dir, "test.wasm"))
	}
}
