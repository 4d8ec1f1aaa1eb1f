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

// overlay writes the file for go build -overlay that puts notls/tls.go in the
// place of all of crypto/tls, and returns its path. The caller removes it.
func (b *builder) overlay() (string, error) {
	list := exec.Command("go", "list", "-f", `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, "crypto/tls")
	list.Env = browserEnv()
	out, err := list.Output()
	if err != nil {
		return "", fmt.Errorf("where crypto/tls is: %w", err)
	}
	replaced := map[string]string{} // an empty path leaves a file out
	for path := range strings.FieldsSeq(string(out)) {
		replaced[path] = ""
	}
	stand, err := filepath.Abs(filepath.Join(b.Root, "internal/webclient/bundle/notls/tls.go"))
	if err != nil {
		return "", err
	}
	for path := range replaced {
		if filepath.Base(path) == "tls.go" {
			replaced[path] = stand
		}
	}
	return writeOverlay(replaced)
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
