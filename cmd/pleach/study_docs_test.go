package main

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestTheDocumentShowsWhatIsPrinted runs every command of the researchers'
// page, in one folder and in their order, and compares what they print with
// what the page shows. PLEACH_UPDATE_DOCS=1 writes the page anew.
func TestTheDocumentShowsWhatIsPrinted(t *testing.T) {
	page := filepath.Join("..", "..", "docs", "study.md")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var out []string
	lines := strings.Split(string(text), "\n")
	for i := 0; i < len(lines); i++ {
		out = append(out, lines[i])
		line, ok := strings.CutPrefix(lines[i], "$ ")
		if !ok {
			continue
		}
		printed := typed(t, folder, line)
		shown := []string{}
		for i+1 < len(lines) && lines[i+1] != "```" && !strings.HasPrefix(lines[i+1], "$ ") {
			i++
			shown = append(shown, lines[i])
		}
		if !readsAlike(strings.Join(shown, "\n"), printed) && os.Getenv("PLEACH_UPDATE_DOCS") == "" {
			t.Errorf("%s prints\n%s\nand the page shows\n%s", line, printed, strings.Join(shown, "\n"))
		}
		if printed != "" {
			out = append(out, printed)
		}
	}
	if t.Failed() {
		t.Log("if the new numbers are right: PLEACH_UPDATE_DOCS=1 go test ./cmd/pleach -run TestTheDocument")
	}
	if os.Getenv("PLEACH_UPDATE_DOCS") != "" {
		if err := os.WriteFile(page, []byte(strings.Join(out, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// readsAlike compares word by word. Of a number the last two digits may differ:
// an optimum at an edge is flat, and the last digits are the search's own.
func readsAlike(shown, printed string) bool {
	a, b := strings.Fields(shown), strings.Fields(printed)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, errX := strconv.ParseFloat(a[i], 64)
		y, errY := strconv.ParseFloat(b[i], 64)
		near := errX == nil && errY == nil && math.Abs(x-y) <= .002*math.Max(math.Abs(x), math.Abs(y))+1e-9
		if a[i] != b[i] && !near {
			return false
		}
	}
	return true
}

// typed runs a line of the page in a shell that knows pleach, and returns what
// it prints.
func typed(t *testing.T, folder, line string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(folder, "bin")
	_ = os.Mkdir(bin, 0o755)
	if err := os.Symlink(self, filepath.Join(bin, "pleach")); err != nil && !os.IsExist(err) {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	_ = cmd.Run() // some lines show what is refused
	return strings.TrimRight(printed.String(), "\n")
}
