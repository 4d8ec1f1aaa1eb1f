package bundle

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"pleach/internal/webclient/manifest"
)

// tiny is a program that compiles at once: what is built here is the frame.
func tiny(t *testing.T) Options {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":                                "module tiny\n\ngo 1.26\n",
		"main.go":                               "package main\n\nfunc main() { println(\"tiny\") }\n",
		"internal/screens/static/shim/1.js":     "// words for readers\nconst a = 1; // goes\n",
		"internal/screens/static/shim/2.js":     "  // and more\nconst b = 2;\n",
		"internal/screens/static/store.js":      "const store = 1;\n",
		"internal/screens/static/worker.js":     "const worker = 1;\n",
		"internal/screens/static/passkey.js":    "export const passkey = 1;\n",
		"internal/screens/static/native.js":     "// words\nconst native = 1;\n",
		"internal/screens/static/sw.js":         "const VERSION = \"{{version}}\"; const FILES = [\"{{files}}\"]; const HOST = [\"{{host}}\"];\n",
		"internal/screens/static/neutral/k.txt": "flour\n",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Options{
		Root: root, Out: filepath.Join(root, "dist"), Main: ".", Quality: 1, Cache: filepath.Join(root, "cache"),
		Words: English, Templates: []byte(`<template id="shell-unlock"></template>`), Style: []byte("p{margin:0}"), Icon: []byte("<svg/>"),
	}
}

func build(t *testing.T, o Options) Report {
	t.Helper()
	r, err := Build(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheSameSourcesGiveTheSameBytes(t *testing.T) {
	o := tiny(t)
	build(t, o)
	first := contents(t, o.Out)
	o.Cache = "" // the cache must not be what makes them equal
	build(t, o)
	second := contents(t, o.Out)
	if len(first) != len(second) || len(first) < 10 {
		t.Fatalf("%d files, then %d", len(first), len(second))
	}
	for name, data := range first {
		if second[name] != data {
			t.Errorf("%s differs between two builds", name)
		}
	}
}

func TestAChangeGetsANewNameAndANewVersion(t *testing.T) {
	o := tiny(t)
	build(t, o)
	before := contents(t, o.Out)
	o.Style = []byte("p{color:red}")
	build(t, o)
	after := contents(t, o.Out)
	if before["sw.js"] == after["sw.js"] {
		t.Error("the service worker has the same version")
	}
	styles := 0
	for name := range after {
		if strings.HasPrefix(name, "a/style.") && strings.HasSuffix(name, ".css") {
			styles++
			if before[name] != "" {
				t.Errorf("%s kept its name", name)
			}
		}
	}
	if styles != 1 {
		t.Errorf("%d stylesheets: the old one was not removed", styles)
	}
}

func TestEverythingThatIsNamedIsThere(t *testing.T) {
	o := tiny(t)
	build(t, o)
	all := contents(t, o.Out)
	named := regexp.MustCompile(`/(a/[a-z0-9.]+|icon\.svg|manifest\.webmanifest)`).FindAllStringSubmatch(all["index.html"]+all["native.html"]+all["sw.js"], -1)
	if len(named) < 13 {
		t.Fatalf("only %d addresses found", len(named))
	}
	for _, m := range named {
		if all[m[1]] == "" || all[m[1]+".br"] == "" {
			t.Errorf("%s is named and not there, or has no compressed twin", m[1])
		}
	}
	if strings.Contains(all["sw.js"], "{{") {
		t.Error("the service worker still has a blank")
	}
	if !strings.Contains(all["sw.js"], `const HOST = ["/demo", "/demo.css"];`) {
		t.Error("the service worker would hide the host's own pages")
	}
}

func TestTheCompressedTwinIsTheSameFile(t *testing.T) {
	o := tiny(t)
	build(t, o)
	build(t, o) // now from the cache
	for name, data := range contents(t, o.Out) {
		small, ok := strings.CutSuffix(name, ".br")
		if !ok {
			continue
		}
		plain, err := io.ReadAll(brotli.NewReader(strings.NewReader(data)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want, _ := os.ReadFile(filepath.Join(o.Out, small))
		if !bytes.Equal(plain, want) {
			t.Errorf("%s is not %s compressed", name, small)
		}
	}
}

// A program that answers natively has the same frame, with its own way to ask
// and its own words for when it has ended; the web client carries none of it.
func TestTheNativeShellIsTheSameFrame(t *testing.T) {
	o := tiny(t)
	r := build(t, o)
	all := contents(t, o.Out)
	native, web := all["native.html"], all["index.html"]
	shim := regexp.MustCompile(`/a/shim\.[a-z0-9]+\.js`)
	if shim.FindString(native) != shim.FindString(web) || !strings.Contains(native, `data-worker="/a/native.`) || !strings.Contains(native, `data-wasm=""`) {
		t.Errorf("the frame is another:\n%s", native)
	}
	if !strings.Contains(native, English.Stopped.Title) || strings.Contains(web, English.Stopped.Title) || strings.Contains(all["sw.js"], "native") {
		t.Error("the words for a program that has ended are missing, or the web client has them")
	}
	var own int
	for _, s := range r.Sizes {
		if !strings.Contains(s.Name, "native") && (s.Name == "index.html" || strings.HasPrefix(s.Name, "a/")) {
			own += s.Brotli
		}
	}
	if r.Client != own {
		t.Errorf("the client counts %d bytes, its own files are %d", r.Client, own)
	}
}

// The shell runs under a policy that allows no inline script or style.
func TestTheShellHasNothingInline(t *testing.T) {
	o := tiny(t)
	build(t, o)
	shell := contents(t, o.Out)["index.html"]
	if m := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script(?:[^>]*)>[^<]|javascript:`).FindString(shell); m != "" {
		t.Errorf("the shell has %q", m)
	}
	if !strings.Contains(shell, `id="shell-unlock"`) || strings.Index(shell, "data-quick-exit") > strings.Index(shell, "<main") {
		t.Error("the shell lacks its templates, or the quick exit is not first")
	}
}

func TestOldFilesGoAndDotFilesStay(t *testing.T) {
	o := tiny(t)
	os.MkdirAll(filepath.Join(o.Out, "a"), 0o755)
	os.WriteFile(filepath.Join(o.Out, "a/app.old.wasm"), []byte("old"), 0o644)
	os.WriteFile(filepath.Join(o.Out, ".gitignore"), []byte("*"), 0o644)
	build(t, o)
	all := contents(t, o.Out)
	if all["a/app.old.wasm"] != "" || all[".gitignore"] != "*" {
		t.Error("an old file stayed, or the dot file went")
	}
}

func TestWhatDoesNotCompileChangesNothing(t *testing.T) {
	o := tiny(t)
	build(t, o)
	os.WriteFile(filepath.Join(o.Root, "main.go"), []byte("package main\n\nfunc main() { nonsense }\n"), 0o644)
	before := contents(t, o.Out)
	if _, err := Build(o); err == nil || !strings.Contains(err.Error(), "nonsense") {
		t.Errorf("err = %v, want the compiler's words", err)
	}
	if after := contents(t, o.Out); len(after) != len(before) {
		t.Error("the old files are gone")
	}
}

func TestLeanKeepsEveryStatement(t *testing.T) {
	got := string(leanScript([]byte("// words\n  a(); // goes\n\n\tif (b) {\n    // gone\n    c(\"x; // no\");\n    d('; // no'); // \"stays\"\n  }\n")))
	if want := "a();\nif (b) {\nc(\"x; // no\");\nd('; // no'); // \"stays\"\n}\n"; got != want {
		t.Errorf("lean gave %q, want %q", got, want)
	}
}

func TestBudgetsAreChecked(t *testing.T) {
	if err := (Report{Shell: BudgetShell, Client: BudgetClient}).Check(); err != nil {
		t.Errorf("at the budget: %v", err)
	}
	err := Report{Shell: BudgetShell + 1, Client: BudgetClient + 1}.Check()
	if err == nil || !strings.Contains(err.Error(), "60001") || !strings.Contains(err.Error(), "2000001") {
		t.Errorf("over both budgets: %v", err)
	}
}

// The list of files names every address that the server has, and the hash of
// each as it is served.
func TestTheListHasEveryFileAsItIsServed(t *testing.T) {
	o := tiny(t)
	report := build(t, o)
	all := contents(t, o.Out)
	list, err := manifest.Parse([]byte(all[manifest.Name]))
	if err != nil {
		t.Fatal(err)
	}
	if list.Hash() != report.Hash || !strings.Contains(report.String(), report.Hash) {
		t.Errorf("the report says %q, the list has %s", report.Hash, list.Hash())
	}
	for name, data := range all {
		f, ok := list.File(address(name))
		switch {
		case strings.HasSuffix(name, ".br") || name == manifest.Name || strings.Contains(name, "native"):
			if ok {
				t.Errorf("%s is on the list", name)
			}
		case !ok || f.Sum != sha256.Sum256([]byte(data)) || f.Size != int64(len(data)):
			t.Errorf("%s is not on the list as it is", name)
		}
	}
}

// Two checkouts in different places, with different times on their files, give
// the same bytes.
func TestWhereTheSourcesLieChangesNothing(t *testing.T) {
	here, there := tiny(t), tiny(t)
	here.Cache, there.Cache = "", ""
	long := time.Unix(1e9, 0)
	if err := filepath.Walk(there.Root, func(path string, _ os.FileInfo, err error) error {
		return errors.Join(err, os.Chtimes(path, long, long))
	}); err != nil {
		t.Fatal(err)
	}
	build(t, here)
	build(t, there)
	first, second := contents(t, here.Out), contents(t, there.Out)
	for name, data := range first {
		if second[name] != data {
			t.Errorf("%s is another in another folder", name)
		}
		if strings.Contains(data, here.Root) {
			t.Errorf("%s names the folder that it was built in", name)
		}
	}
	if len(second) != len(first) {
		t.Errorf("%d files here, %d there", len(first), len(second))
	}
}

// Brotli with the build's settings is a function of what goes in: workers,
// pieces and time play no part.
func TestCompressingIsAlwaysTheSame(t *testing.T) {
	data := []byte(strings.Repeat("the hedge grows as it grows; ", 5000))
	for _, quality := range []int{0, 1, 5, 11} {
		first, err := squeeze(data, quality)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if again, err := squeeze(data, quality); err != nil || !bytes.Equal(again, first) {
				t.Errorf("quality %d: %d bytes, then %d (%v)", quality, len(first), len(again), err)
			}
		}
	}
}
