package access

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// The release of axe-core and npm's own sum of its archive.
const (
	axeVersion = "4.14.1"
	axeSum     = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
)

// axe is the script of axe-core. The test is skipped where there is none.
func axe(t *testing.T) []byte {
	t.Helper()
	script, err := loadAxe()
	if err != nil && strings.Contains(os.Getenv("PLEACH_REQUIRE"), "axe") {
		t.Fatalf("axe-core is required here (PLEACH_REQUIRE): %v", err)
	}
	if err != nil {
		t.Skipf("skipped: no axe-core: %v", err)
	}
	return script
}

var loadAxe = sync.OnceValues(func() ([]byte, error) {
	archive, err := axeArchive()
	if err != nil {
		return nil, err
	}
	sum := sha512.Sum512(archive)
	if got := base64.StdEncoding.EncodeToString(sum[:]); got != axeSum {
		return nil, fmt.Errorf("the archive of axe-core %s has the sum %s, not the one that npm published: delete it from the cache folder", axeVersion, got)
	}
	return unpack(archive, "package/axe.min.js")
})

// axeArchive reads npm's archive from the cache folder, and asks npm for it
// where it is not there yet.
func axeArchive() ([]byte, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "pleach")
	name := filepath.Join(dir, "axe-core-"+axeVersion+".tgz")
	if b, err := os.ReadFile(name); err == nil {
		return b, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	npm := exec.Command("npm", "pack", "--silent", "--pack-destination", dir, "axe-core@"+axeVersion)
	npm.Dir = os.TempDir()
	if out, err := npm.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm pack axe-core: %w: %.300s", err, out)
	}
	return os.ReadFile(name)
}

// unpack takes one file out of a gzipped tar archive.
func unpack(archive []byte, name string) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, err
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err != nil {
			return nil, fmt.Errorf("%s is not in the archive: %w", name, err)
		}
		if h.Name == name {
			return io.ReadAll(r)
		}
	}
}
