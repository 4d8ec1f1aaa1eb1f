package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// typedLine finds commands in guides and units: after a line's beginning, a
// variable, ExecStart= or the folder of the binary.
var typedLine = regexp.MustCompile(`(?m)^(?:[A-Z_]+=\S+ )*(?:sudo )?(?:ExecStart=/usr/local/bin/|bin/)?pleach ((?:serve|backup|restore|doctor|account|migrate)\b.*)$`)

// jsonLine finds commands in the files for containers.
var jsonLine = regexp.MustCompile(`(?m)(?:CMD|command:) (\["serve".*\])$`)

// What the guides and the files in deploy have somebody type, the binary takes.
func TestWhatTheGuidesTypeIsUnderstood(t *testing.T) {
	seen := 0
	for _, name := range []string{"docs/hosting.md", "docs/operate.md", "README.md", "deploy/pleach.service", "deploy/Dockerfile", "deploy/compose.yaml"} {
		text, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, args := range commandsIn(t, text) {
			seen++
			understands(t, name, args)
		}
	}
	if seen < 10 {
		t.Errorf("found %d commands; the expressions of this test find too few", seen)
	}
}

func commandsIn(t *testing.T, text []byte) (all [][]string) {
	t.Helper()
	for _, m := range typedLine.FindAllSubmatch(text, -1) {
		all = append(all, strings.Fields(string(m[1])))
	}
	for _, m := range jsonLine.FindAllSubmatch(text, -1) {
		var args []string
		if err := json.Unmarshal(m[1], &args); err != nil {
			t.Fatal(err)
		}
		all = append(all, args)
	}
	return all
}

const someRecipient = "age1l2nyvruy9204uyknuhmmejhh2w5m97gk7h8vmtjzxukdf5a65cxsh80mre"

// understands parses without running. Files that a guide makes are not here.
func understands(t *testing.T, where string, args []string) {
	t.Helper()
	for i, a := range args {
		if strings.HasPrefix(a, "age1") {
			args[i] = someRecipient
		}
	}
	parser, err := kong.New(&commands{}, kong.BindTo(t.Context(), (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(args); err != nil && !strings.Contains(err.Error(), "no such file") {
		t.Errorf("%s: pleach %s: %v", where, strings.Join(args, " "), err)
	}
}

// The dashboard draws numbers that the server has.
func TestTheDashboardDrawsWhatIsCounted(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "deploy", "grafana.json"))
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		Panels []struct{ Targets []struct{ Expr string } }
	}
	if err := json.Unmarshal(text, &board); err != nil || len(board.Panels) < 5 {
		t.Fatalf("%d panels, %v", len(board.Panels), err)
	}
	var counted string
	for _, name := range []string{"schedule.go", filepath.Join("..", "..", "internal", "host", "ops.go")} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		counted += string(b)
	}
	for _, p := range board.Panels {
		for _, name := range regexp.MustCompile(`pleach_[a-z_]+`).FindAllString(p.Targets[0].Expr, -1) {
			if !strings.Contains(counted, `"`+strings.TrimSuffix(name, "_bucket")+`"`) {
				t.Errorf("the dashboard draws %s, which nobody counts", name)
			}
		}
	}
}
