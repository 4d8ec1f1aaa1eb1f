package seal_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestVectorsUnderWasm compiles this package's tests for the browser's
// architecture and lets node run the vectors: what is sealed natively opens in
// a tab.
func TestVectorsUnderWasm(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("this is the inner run")
	}
	needNode(t)
	binary := filepath.Join(t.TempDir(), "seal.wasm")
	build := exec.Command("go", "test", "-c", "-o", binary, ".")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("compiling for js/wasm: %v\n%s", err, out)
	}
	out := runWasm(t, binary, "-test.run=^TestVectors$", "-test.v")
	count := regexp.MustCompile(`\d+ vectors`).FindString(out)
	if !strings.Contains(out, "\nPASS") || count == "" {
		t.Fatalf("under node:\n%s", out)
	}
	t.Logf("%s ran under node", count)
}

func needNode(t *testing.T) {
	if _, err := exec.LookPath("node"); err == nil {
		return
	}
	if strings.Contains(os.Getenv("PLEACH_REQUIRE"), "node") {
		t.Fatal("node is required (PLEACH_REQUIRE) and not installed")
	}
	t.Skip("node is not installed; the vectors ran natively only")
}

// runWasm runs a test binary with the runner that comes with Go. Node is given
// a small environment, because js/wasm allows little room for it.
func runWasm(t *testing.T, binary string, args ...string) string {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	runner := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "go_js_wasm_exec")
	cmd := exec.Command(runner, append([]string{binary}, args...)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("under node: %v\n%s", err, out)
	}
	return string(out)
}
