package bundle

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
)

// write empties the folder and writes every file with its compressed twin.
func (b *builder) write() (Report, error) {
	if err := b.empty(); err != nil {
		return Report{}, err
	}
	r := Report{Hash: b.hash}
	for _, f := range b.files {
		small, err := b.compress(f.data)
		if err != nil {
			return Report{}, fmt.Errorf("compressing %s: %w", f.name, err)
		}
		if err := b.put(f.name, f.data); err != nil {
			return Report{}, err
		}
		if err := b.put(f.name+".br", small); err != nil {
			return Report{}, err
		}
		r.add(f, len(small))
	}
	return r, nil
}

func (b *builder) empty() error {
	old, err := os.ReadDir(b.Out)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	for _, e := range old {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if err := os.RemoveAll(filepath.Join(b.Out, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) put(name string, data []byte) error {
	path := filepath.Join(b.Out, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

// compress looks into the cache first: brotli at its best takes half a minute
// for the WebAssembly.
func (b *builder) compress(data []byte) ([]byte, error) {
	if b.Cache == "" {
		return squeeze(data, b.Quality)
	}
	path := filepath.Join(b.Cache, fmt.Sprintf("%x.%d.br", sha256.Sum256(data), b.Quality))
	if small, err := os.ReadFile(path); err == nil {
		return small, nil
	}
	small, err := squeeze(data, b.Quality)
	if err == nil {
		err = keep(path, small)
	}
	return small, err
}

// keep writes under another name first, so that nobody reads half a file.
func keep(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.Write(data); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

func squeeze(data []byte, quality int) ([]byte, error) {
	var out bytes.Buffer
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: quality, LGWin: 24})
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
