package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
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
		if strings.Join(shown, "\n") != printed && os.Getenv("PLEACH_UPDATE_DOCS") == "" {
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
