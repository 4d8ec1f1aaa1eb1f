// Package manifest lists the files of the web client: the address, size and
// SHA-256 of each, and the policy that all are served with. The build writes the list, the server hands it out at
// Address, and verify compares a server with it. One hash over the list stands
// for all of the client.
//
// Left out on purpose: signatures. A list proves nothing by itself; it is worth
// what the place is worth where its hash was read.
package manifest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Name is the list's file below the client's other files, and Address is where
// it is served.
const (
	Name    = "integrity.txt"
	Address = "/" + Name
)

// heading is the first line; its number changes when the form does.
const heading = "pleach web client files, form 1"

// before stands before the policy.
const before = "policy: "

// MaxSize is how long a list may be, in bytes.
const MaxSize = 1 << 20

// maxFile is how large one file may say it is: no list makes anybody read for
// ever.
const maxFile = 1 << 26

// ErrForm says that a text is no list of this form.
var ErrForm = errors.New("this is no list of a web client's files")

// File is one file of the client.
type File struct {
	Path string // as it is asked for, such as "/" or "/a/app.x.wasm"
	Size int64  // bytes, uncompressed
	Sum  [sha256.Size]byte
}

// Manifest is a client.
type Manifest struct {
	Policy string // the Content-Security-Policy that stands on every file
	Files  []File // in the order of their paths
}

// Of makes the list of what is served at each path.
func Of(policy string, served map[string][]byte) Manifest {
	m := Manifest{Policy: policy}
	for at, data := range served {
		m.Files = append(m.Files, File{Path: at, Size: int64(len(data)), Sum: sha256.Sum256(data)})
	}
	slices.SortFunc(m.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return m
}

// Text is the list as it is served: a heading, the policy, and a line for each
// file with its SHA-256 in hex, its size and its path.
func (m Manifest) Text() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s\n%s%s\n", heading, before, m.Policy)
	for _, f := range m.Files {
		fmt.Fprintf(&out, "%x %d %s\n", f.Sum, f.Size, f.Path)
	}
	return out.Bytes()
}

// Hash is the SHA-256 of Text, in hex.
func (m Manifest) Hash() string {
	sum := sha256.Sum256(m.Text())
	return hex.EncodeToString(sum[:])
}

// Bytes is the size of all files together.
func (m Manifest) Bytes() (all int64) {
	for _, f := range m.Files {
		all += f.Size
	}
	return all
}

// File is the file at a path, if it is on the list.
func (m Manifest) File(at string) (File, bool) {
	i, ok := slices.BinarySearchFunc(m.Files, at, func(f File, at string) int { return strings.Compare(f.Path, at) })
	if !ok {
		return File{}, false
	}
	return m.Files[i], true
}

// Parse reads what Text wrote, and nothing else: a list has one form. Errors
// wrap ErrForm and name the line.
func Parse(text []byte) (Manifest, error) {
	if len(text) > MaxSize {
		return Manifest{}, fmt.Errorf("%w: it is longer than %d bytes", ErrForm, MaxSize)
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 3 || lines[0] != heading || lines[len(lines)-1] != "" {
		return Manifest{}, fmt.Errorf("%w: line 1 is not %q, or the last line has no end", ErrForm, heading)
	}
	policy, ok := strings.CutPrefix(lines[1], before)
	if !ok || !isPolicy(policy) {
		return Manifest{}, fmt.Errorf("%w: line 2 is not %q and a policy", ErrForm, before)
	}
	m := Manifest{Policy: policy}
	for i, line := range lines[2 : len(lines)-1] {
		f, ok := parseLine(line)
		if !ok || len(m.Files) > 0 && m.Files[len(m.Files)-1].Path >= f.Path {
			return Manifest{}, fmt.Errorf("%w: line %d is not “SHA-256 size path” in the order of paths", ErrForm, i+3)
		}
		m.Files = append(m.Files, f)
	}
	return m, nil
}

// isPolicy allows what can stand in a header.
func isPolicy(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' })
}

func parseLine(line string) (f File, ok bool) {
	sum, rest, _ := strings.Cut(line, " ")
	size, at, _ := strings.Cut(rest, " ")
	raw, err := hex.DecodeString(sum)
	if err != nil || len(raw) != len(f.Sum) || hex.EncodeToString(raw) != sum {
		return File{}, false
	}
	n, err := strconv.ParseInt(size, 10, 64)
	if err != nil || n < 0 || n > maxFile || strconv.FormatInt(n, 10) != size {
		return File{}, false
	}
	return File{Path: at, Size: n, Sum: [sha256.Size]byte(raw)}, isPath(at)
}

// isPath allows what the build makes and nothing that could lead elsewhere.
func isPath(at string) bool {
	plain := strings.Trim(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-") == ""
	return plain && strings.HasPrefix(at, "/") && path.Clean(at) == at
}
