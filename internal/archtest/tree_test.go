package archtest

import (
	"go/build"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const module = "pleach"

// file is one file of the repository: its path from the root, with slashes.
type file struct {
	path string
	data []byte
}

// pkg is one package of the module, with the imports of the native and the
// browser's build together.
type pkg struct {
	path    string // below the module: "internal/relay"
	name    string
	files   []string // of either build, without tests; paths from the root
	imports []string // of files
	tests   []string // imports of the package's tests
}

// skipped are folders of the working copy that are not the repository's own:
// what was built, what git keeps, and a library that came from elsewhere.
var skipped = []string{".git", "bin", "data", "screenshots", "third_party", "internal/webclient/dist"}

// otherModules have a go.mod of their own, and no part in what ships.
var otherModules = []string{"tools/...", "bench/..."}

// tree reads the whole repository once. It does so in this process, so that go
// test knows the files and does not give a cached answer after one changed.
var tree = sync.OnceValues(func() ([]file, error) {
	var files []file
	err := filepath.WalkDir(root(), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root(), name)
		rel = filepath.ToSlash(rel)
		if d.IsDir() && slices.Contains(skipped, rel) {
			return filepath.SkipDir
		}
		if !d.Type().IsRegular() || rel == ".git" || // a worktree's pointer to its repository
			slices.Contains([]string{".test", ".out"}, path.Ext(rel)) {
			return nil
		}
		data, err := os.ReadFile(name)
		files = append(files, file{rel, data})
		return err
	})
	return files, err
})

func root() string { return filepath.Join("..", "..") }

func repository(t *testing.T) []file {
	t.Helper()
	files, err := tree()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// packages lists the module's packages, ascending by path.
func packages(t *testing.T) []pkg {
	t.Helper()
	found := map[string]*pkg{}
	for _, f := range repository(t) {
		dir := path.Dir(f.path)
		if path.Ext(f.path) == ".go" && !strings.Contains(dir, "testdata") && !underAny(dir, otherModules) {
			found[dir] = &pkg{path: dir}
		}
	}
	var list []pkg
	for dir, p := range found {
		p.add(t, dir, "linux", "amd64")
		p.add(t, dir, "js", "wasm")
		if len(p.files) > 0 {
			list = append(list, *p)
		}
	}
	slices.SortFunc(list, func(a, b pkg) int { return strings.Compare(a.path, b.path) })
	return list
}

func (p *pkg) add(t *testing.T, dir, goos, goarch string) {
	t.Helper()
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH, ctx.CgoEnabled = goos, goarch, false
	got, err := ctx.ImportDir(filepath.Join(root(), filepath.FromSlash(dir)), 0)
	if _, none := err.(*build.NoGoError); err != nil && !none {
		t.Fatalf("%s: %v", dir, err)
	}
	for _, f := range got.GoFiles {
		p.files = addOnce(p.files, path.Join(dir, f))
	}
	if len(got.GoFiles) > 0 {
		p.name = got.Name
	}
	p.imports = addOnce(p.imports, got.Imports...)
	p.tests = addOnce(p.tests, append(got.TestImports, got.XTestImports...)...)
}

func addOnce(list []string, more ...string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// ours gives the path below the module, and whether the import is ours.
func ours(importPath string) (string, bool) { return strings.CutPrefix(importPath, module+"/") }

// under reports whether a path is the pattern, or below it when the pattern
// ends in "/...".
func under(p, pattern string) bool {
	dir, tree := strings.CutSuffix(pattern, "/...")
	return p == dir || tree && strings.HasPrefix(p, dir+"/")
}

func underAny(p string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return under(p, pattern) })
}

// deps is what go list says a build of the pattern links.
func deps(t *testing.T, pattern string, env ...string) []string {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", pattern)
	cmd.Dir = root()
	cmd.Env = append(os.Environ(), env...)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list -deps %s: %v\n%s", pattern, err, complaint.String())
	}
	return strings.Fields(string(out))
}

func exists(t *testing.T, dir string) bool {
	t.Helper()
	return slices.ContainsFunc(packages(t), func(p pkg) bool { return under(p.path, dir) })
}
