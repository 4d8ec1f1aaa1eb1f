package archtest

import (
	"bytes"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// parse reads a Go file of the repository, with its comments. Positions name
// it from the repository's root.
func parse(t *testing.T, name string) (*token.FileSet, *ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, source(t, name), parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return fset, f
}

func source(t *testing.T, name string) []byte {
	t.Helper()
	for _, f := range repository(t) {
		if f.path == name {
			return f.data
		}
	}
	t.Fatalf("%s is not in the repository", name)
	return nil
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range packages(t) {
		comment := packageComment(t, p)
		first := new(doc.Package).Synopsis(comment)
		switch {
		case comment == "":
			t.Errorf("%s has no package comment: say what it is for and what is left out on purpose", p.path)
		case len(strings.Fields(comment)) <= len(strings.Fields(first)):
			t.Errorf("%s has one sentence for a package comment: say also what is left out on purpose", p.path)
		}
	}
}

func packageComment(t *testing.T, p pkg) string {
	t.Helper()
	var all []string
	for _, name := range p.files {
		if _, f := parse(t, name); f.Doc != nil {
			all = append(all, strings.TrimSpace(f.Doc.Text()))
		}
	}
	return strings.Join(all, "\n\n")
}

const longestFile = 500 // lines

func TestFilesHoldOneIdea(t *testing.T) {
	for _, f := range repository(t) {
		written := slices.Contains([]string{".go", ".templ", ".js", ".css", ".sh"}, path.Ext(f.path))
		if !written || strings.HasSuffix(f.path, "_test.go") || generated(f.data) {
			continue
		}
		if n := bytes.Count(f.data, []byte("\n")); n > longestFile {
			t.Errorf("%s has %d lines, more than %d: it holds more than one idea", f.path, n, longestFile)
		}
	}
}

var packageLine = regexp.MustCompile(`(?m)^package `)

func generated(data []byte) bool {
	if at := packageLine.FindIndex(data); at != nil {
		data = data[:at[0]]
	}
	return bytes.Contains(data, []byte("// Code generated "))
}

const medianFunction = 14 // lines, from the func line to the closing brace

func TestFunctionsAreShort(t *testing.T) {
	var lengths []int
	for _, p := range packages(t) {
		for _, name := range p.files {
			if !generated(source(t, name)) {
				lengths = append(lengths, functionLengths(t, name)...)
			}
		}
	}
	slices.Sort(lengths)
	median := lengths[len(lengths)/2]
	t.Logf("%d functions; half have at most %d lines, nine of ten at most %d", len(lengths), median, lengths[len(lengths)*9/10])
	if median > medianFunction {
		t.Errorf("half of all functions have more than %d lines", median)
	}
}

func functionLengths(t *testing.T, name string) []int {
	t.Helper()
	fset, f := parse(t, name)
	var lengths []int
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			lengths = append(lengths, fset.Position(fn.End()).Line-fset.Position(fn.Pos()).Line+1)
		}
	}
	return lengths
}

func TestPackageNamesSayWhatIsInside(t *testing.T) {
	empty := []string{"util", "utils", "common", "helper", "helpers", "misc", "lib", "base", "core", "types", "models"}
	for _, p := range packages(t) {
		for _, part := range append(strings.Split(p.path, "/"), p.name) {
			if slices.Contains(empty, part) {
				t.Errorf("%s: the name %q says nothing of what is inside", p.path, part)
			}
		}
	}
}

func TestGeneratedFilesHaveTheirSource(t *testing.T) {
	for _, f := range repository(t) {
		stem, ok := strings.CutSuffix(f.path, "_templ.go")
		if !ok {
			continue
		}
		if !has(repository(t), stem+".templ") {
			t.Errorf("%s has no %s.templ: delete it", f.path, stem)
		}
	}
}

func has(files []file, name string) bool {
	return slices.ContainsFunc(files, func(f file) bool { return f.path == name })
}
