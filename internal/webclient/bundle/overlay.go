package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"pleach/internal/webclient/bundle/lean"
)

// standIns are packages that net/http names and a browser has itself, and the
// files that are compiled in their place.
var standIns = map[string]string{
	"crypto/tls":                   "internal/webclient/bundle/notls/tls.go",
	"vendor/golang.org/x/net/idna": "internal/webclient/bundle/noidna/idna.go",
}

// overlay writes the files for go build -overlay that put the stand-ins and
// the lean templates in their places, and returns their folder. The caller
// removes it.
func (b *builder) overlay() (string, error) {
	dir, err := os.MkdirTemp("", "pleach-overlay-*")
	if err != nil {
		return "", err
	}
	replaced := map[string]string{} // an empty path leaves a file out
	err = errors.Join(
		b.standIns(replaced),
		leanTemplates(b.Root, dir, replaced),
	)
	if err == nil {
		err = writeOverlay(dir, replaced)
	}
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	return dir, nil
}

func (b *builder) standIns(replaced map[string]string) error {
	for pkg, file := range standIns {
		stand, err := filepath.Abs(filepath.Join(b.Root, file))
		if err != nil {
			return err
		}
		names, err := sources(pkg)
		if err != nil {
			return err
		}
		for i, name := range names {
			if replaced[name] = ""; i == 0 {
				replaced[name] = stand
			}
		}
	}
	return nil
}

// leanTemplates writes the short form of what templ generated.
func leanTemplates(root, dir string, replaced map[string]string) error {
	names, err := filepath.Glob(filepath.Join(root, "internal/screens/*_templ.go"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if name, err = filepath.Abs(name); err != nil {
			return err
		}
		generated, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		short, err := lean.Source(name, generated)
		if err != nil {
			return err
		}
		replaced[name] = filepath.Join(dir, filepath.Base(name))
		if err := os.WriteFile(replaced[name], short, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// sources are the files of a package as a browser's build has them.
func sources(pkg string) ([]string, error) {
	list := exec.Command("go", "list", "-f", `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, pkg)
	list.Env = browserEnv()
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("where %s is: %w", pkg, err)
	}
	return strings.Fields(string(out)), nil
}

// overlayFile is what go build -overlay reads, in the folder of the overlay.
const overlayFile = "overlay.json"

func writeOverlay(dir string, replaced map[string]string) error {
	data, err := json.Marshal(struct{ Replace map[string]string }{replaced})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, overlayFile), data, 0o600)
}
