package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"pleach/internal/webclient/bundle/lean"
)

// standIn is what is compiled in the place of a standard package that a browser
// has itself, or that is linked for a part which nothing here calls.
type standIn struct {
	pkg  string
	file string // the one file of the package that is replaced; "" for all
	ours string // a folder below internal/webclient/bundle
}

var standIns = []standIn{
	{pkg: "net/http", ours: "slimhttp"},
	{pkg: "os", ours: "noos"},
	{pkg: "internal/godebug", ours: "nodebug"},
	{pkg: "math/big", ours: "nobig"},
	{pkg: "html", ours: "escape"},
	{pkg: "slices", file: "zsortanyfunc.go", ours: "onesort"},
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
		addStandIns(b.Root, replaced),
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

func addStandIns(root string, replaced map[string]string) error {
	for _, s := range standIns {
		theirs, err := sources(s.pkg)
		if err != nil {
			return err
		}
		if s.file != "" {
			theirs = slices.DeleteFunc(theirs, func(name string) bool { return filepath.Base(name) != s.file })
		}
		if len(theirs) == 0 {
			return fmt.Errorf("this Go has no %s in %s, which %s replaces", s.file, s.pkg, s.ours)
		}
		for _, name := range theirs {
			replaced[name] = ""
		}
		if err := s.add(root, filepath.Dir(theirs[0]), replaced); err != nil {
			return err
		}
	}
	return nil
}

// add puts our files beside the package's own, under names of ours.
func (s standIn) add(root, dir string, replaced map[string]string) error {
	ours, err := filepath.Abs(filepath.Join(root, "internal/webclient/bundle", s.ours))
	if err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(ours, "*.go"))
	for _, name := range names {
		if base := filepath.Base(name); !strings.HasSuffix(base, "_test.go") {
			replaced[filepath.Join(dir, "pleach_"+base)] = name
		}
	}
	return err
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
