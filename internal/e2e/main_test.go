package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pleach/internal/chromium"
)

// program is the program that all tests run.
var program string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if chromium.Find() == "" {
		if strings.Contains(os.Getenv("PLEACH_REQUIRE"), "chromium") {
			fmt.Fprintln(os.Stderr, "e2e: Chromium is required here and was not found. As root: apt-get install chromium")
			return 1
		}
		fmt.Println("e2e: skipped, there is no Chromium on this machine")
		return 0
	}
	dir, err := os.MkdirTemp("", "pleach-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "pleach")
	if err := build(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	return m.Run()
}

const root = "../.."

// build makes the program, and the web client first where there is none.
func build() error {
	if err := look(); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(root, "internal/webclient/dist/index.html")); err != nil {
		if err := tool("PLEACH_BROTLI_QUALITY=1", "run", "./internal/webclient/build"); err != nil {
			return err
		}
	}
	return tool("", "build", "-o", program, "./cmd/pleach")
}

func tool(env string, args ...string) error {
	cmd := exec.Command("go", args...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOFLAGS=-buildvcs=false")
	if env != "" {
		cmd.Env = append(cmd.Env, env)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// look walks through the sources, so that go test knows that these tests
// depend on them and gives no cached answer after one has changed.
func look() error {
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && slices.Contains([]string{".git", "bin", "data", "screenshots", "docs"}, d.Name()) {
			return filepath.SkipDir
		}
		return err
	})
}
