package archtest

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	link     = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)
	testName = regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[A-Z][A-Za-z0-9_]*)`")
	makeName = regexp.MustCompile("`make ([a-z-]+)[^`]*`")
	goPath   = regexp.MustCompile("`((?:cmd|internal|seal|wire|tools|third_party|docs)(?:/[a-zA-Z0-9_./-]+)?)`")
)

// documents are the texts for people, without comments that are not shown.
func documents(t *testing.T) []file {
	t.Helper()
	hidden := regexp.MustCompile(`(?s)<!--.*?-->`)
	var docs []file
	for _, f := range repository(t) {
		if path.Ext(f.path) == ".md" {
			docs = append(docs, file{f.path, hidden.ReplaceAll(f.data, nil)})
		}
	}
	return docs
}

func TestLinksInTheDocumentsLeadSomewhere(t *testing.T) {
	for _, doc := range documents(t) {
		for _, m := range link.FindAllSubmatch(doc.data, -1) {
			to := string(m[1])
			if !strings.Contains(to, "://") && !there(path.Join(path.Dir(doc.path), to)) {
				t.Errorf("%s links to %s, which is not there", doc.path, to)
			}
		}
	}
}

func TestTheDocumentsNameWhatExists(t *testing.T) {
	tests, makefile := allTests(t), source(t, "Makefile")
	for _, doc := range documents(t) {
		for _, m := range testName.FindAllSubmatch(doc.data, -1) {
			if !slices.Contains(tests, string(m[1])) {
				t.Errorf("%s names %s, and there is no such test", doc.path, m[1])
			}
		}
		for _, m := range makeName.FindAllSubmatch(doc.data, -1) {
			if !bytes.Contains(makefile, append([]byte("\n"), append(m[1], ':')...)) {
				t.Errorf("%s names make %s, and the Makefile has no such target", doc.path, m[1])
			}
		}
		for _, m := range goPath.FindAllSubmatch(doc.data, -1) {
			if !there(string(m[1])) {
				t.Errorf("%s names %s, which is not there", doc.path, m[1])
			}
		}
	}
}

// there reports whether a path is a file or a folder of the repository.
func there(name string) bool {
	_, err := os.Stat(filepath.Join(root(), filepath.FromSlash(name)))
	return err == nil
}

func allTests(t *testing.T) []string {
	t.Helper()
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)[A-Za-z0-9_]+)\(`)
	var names []string
	for _, f := range repository(t) {
		if strings.HasSuffix(f.path, "_test.go") {
			for _, m := range declared.FindAllSubmatch(f.data, -1) {
				names = append(names, string(m[1]))
			}
		}
	}
	return names
}
