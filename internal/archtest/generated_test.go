package archtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestGeneratedFilesAreUpToDate runs templ over a copy of its sources, as make
// generate does, and compares what comes out with what is committed.
func TestGeneratedFilesAreUpToDate(t *testing.T) {
	var sources []file
	for _, f := range repository(t) {
		if strings.HasSuffix(f.path, ".templ") {
			sources = append(sources, f)
		}
	}
	if len(sources) == 0 {
		t.Skip("there are no templ files yet")
	}
	copied := t.TempDir()
	for _, f := range sources {
		write(t, filepath.Join(copied, filepath.FromSlash(f.path)), f.data)
	}
	generate(t, filepath.Join(copied, "internal", "screens"))
	for _, f := range sources {
		made := strings.TrimSuffix(f.path, ".templ") + "_templ.go"
		want, err := os.ReadFile(filepath.Join(copied, filepath.FromSlash(made)))
		if err != nil {
			t.Fatal(err)
		}
		if !has(repository(t), made) || !bytes.Equal(source(t, made), want) {
			t.Errorf("%s is not what %s gives: run make generate", made, f.path)
		}
	}
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// generate writes the generated files beside the sources in dir. Where the
// tool cannot be fetched the test is skipped, but not where everything is
// required.
func generate(t *testing.T, dir string) {
	t.Helper()
	tool := func(args ...string) *exec.Cmd {
		cmd := exec.Command("go", append([]string{"tool", "-modfile=tools/go.mod", "templ"}, args...)...)
		cmd.Dir = root()
		return cmd
	}
	if out, err := tool("version").CombinedOutput(); err != nil {
		if os.Getenv("PLEACH_REQUIRE") != "" {
			t.Fatalf("templ does not run: %v\n%s", err, out)
		}
		t.Skipf("templ does not run here, and its files were not compared: %s", out)
	}
	if out, err := tool("generate", "-path", dir).CombinedOutput(); err != nil {
		t.Fatalf("templ generate: %v\n%s", err, out)
	}
}
