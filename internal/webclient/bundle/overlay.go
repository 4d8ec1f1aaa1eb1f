package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// standIns are packages that net/http names and a browser has itself, and the
// files that are compiled in their place.
var standIns = map[string]string{
	"crypto/tls":                   "internal/webclient/bundle/notls/tls.go",
	"vendor/golang.org/x/net/idna": "internal/webclient/bundle/noidna/idna.go",
}

// overlay writes the file for go build -overlay that puts the stand-ins in
// their places, and returns its path. The caller removes it.
func (b *builder) overlay() (string, error) {
	replaced := map[string]string{} // an empty path leaves a file out
	for pkg, file := range standIns {
		stand, err := filepath.Abs(filepath.Join(b.Root, file))
		if err != nil {
			return "", err
		}
		names, err := sources(pkg)
		if err != nil {
			return "", err
		}
		for i, name := range names {
			if replaced[name] = ""; i == 0 {
				replaced[name] = stand
			}
		}
	}
	return writeOverlay(replaced)
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

func writeOverlay(replaced map[string]string) (string, error) {
	data, err := json.Marshal(struct{ Replace map[string]string }{replaced})
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp("", "pleach-overlay-*.json")
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	return f.Name(), errors.Join(err, f.Close())
}
