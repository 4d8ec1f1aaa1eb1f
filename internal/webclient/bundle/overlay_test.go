package bundle

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestLeanPagesAreTheSameToTheByte writes the whole gallery twice, with what
// templ generated and with the short form that a browser gets.
func TestLeanPagesAreTheSameToTheByte(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the screens twice")
	}
	dir, replaced := t.TempDir(), map[string]string{}
	if err := leanTemplates("../../..", dir, replaced); err != nil {
		t.Fatal(err)
	}
	if err := writeOverlay(dir, replaced); err != nil {
		t.Fatal(err)
	}
	want, got := gallery(t, "-overlay="), gallery(t, "-overlay="+filepath.Join(dir, overlayFile))
	if len(want) < 100 || len(got) != len(want) || len(replaced) < 20 {
		t.Fatalf("%d pages, and %d from %d lean files", len(want), len(got), len(replaced))
	}
	for name, page := range want {
		if got[name] != page {
			t.Errorf("%s is another page with lean templates", name)
		}
	}
}

// gallery is every page of every room in every state.
func gallery(t *testing.T, flag string) map[string]string {
	t.Helper()
	out := t.TempDir()
	cmd := exec.Command("go", "run", flag, "./internal/screens/gallery", out)
	cmd.Dir = "../../.."
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	return contents(t, out)
}
