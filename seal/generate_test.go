package seal_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/cryptotest"

	"pleach/seal"
)

var update = flag.Bool("update", false, "write testdata/vectors again")

// TestVectorsAreGenerated makes every vector again from fixed randomness, and
// compares the files byte for byte: whoever changes what seal writes must say
// so with -update, and sees in the diff what changed.
func TestVectorsAreGenerated(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no file system here; TestVectors runs what was generated")
	}
	cryptotest.SetGlobalRandom(t, 1) // for encapsulating
	for name, file := range generateAll(t) {
		path := filepath.Join("testdata", "vectors", name+".txt")
		if *update {
			if err := os.WriteFile(path, file.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		committed, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(committed, file.Bytes()) {
			t.Errorf("%s is not what the code writes now (%v); if that is meant, run go test ./seal -run Vectors -update, and raise a version", path, err)
		}
	}
}

// A vectorFile is a file in the making.
type vectorFile struct {
	bytes.Buffer
	t testing.TB
}

func newVectorFile(t testing.TB, about string) *vectorFile {
	f := &vectorFile{t: t}
	for line := range strings.SplitSeq(about, "\n") {
		f.WriteString("# " + line + "\n")
	}
	return f
}

// An input is one field of a vector, in the order in which it is written.
type input struct {
	key   string
	value []byte
}

func in(key string, value []byte) input  { return input{key, value} }
func inText(key, value string) input     { return input{key, []byte(value)} }
func inByte(key string, b byte) input    { return input{key, []byte{b}} }
func inKey(key string, k seal.Key) input { return input{key, k[:]} }
func inID(key string, id [16]byte) input { return input{key, id[:]} }
func in32(key string, b [32]byte) input  { return input{key, b[:]} }

// add runs an operation, checks that it ends as expected, and writes the vector
// with its results.
func (f *vectorFile) add(op, name, expect string, inputs ...input) {
	v := &vector{op: op, fields: map[string][]byte{}, used: map[string]bool{}, t: f.t}
	for _, i := range inputs {
		v.fields[i.key] = i.value
	}
	results, err := operations[op](v)
	if got := errorName(err); got != expect {
		f.t.Fatalf("%s, %s: expected %s, got %s (%v)", op, name, expect, got, err)
	}
	fmt.Fprintf(f, "\nname: %s\nop: %s\nexpect: %s\n", name, op, expect)
	for _, i := range inputs {
		f.field(i.key, i.value)
	}
	if err != nil {
		return
	}
	for _, r := range results {
		f.field(r.key, r.value)
	}
}

// quoted are the fields that are text.
var quoted = []string{
	"password", "text", "server", "words", "code", "canonical", "purpose", "size", "padded", "link",
	"name-of-inviter", "name-of-joiner", "in-person", "expires",
}

func (f *vectorFile) field(key string, value []byte) {
	if slices.Contains(quoted, key) {
		fmt.Fprintf(f, "%s: %s\n", key, strconv.QuoteToASCII(string(value)))
		return
	}
	s := hex.EncodeToString(value)
	const width = 96
	if len(s) <= width {
		fmt.Fprintf(f, "%s: %s\n", key, s)
		return
	}
	fmt.Fprintf(f, "%s:\n", key)
	for line := range slices.Chunk([]byte(s), width) {
		fmt.Fprintf(f, "  %s\n", line)
	}
}

// fixed is randomness that is the same each time, and another for each name.
func fixed(name string) io.Reader { return rand.NewChaCha8(sha256.Sum256([]byte(name))) }

func fixedBytes(name string, n int) []byte {
	b := make([]byte, n)
	fixed(name).(*rand.ChaCha8).Read(b)
	return b
}

func fixedKey(name string) seal.Key { return seal.Key(fixedBytes(name, 32)) }
func fixedID(name string) [16]byte  { return [16]byte(fixedBytes(name, 16)) }

// flip returns a copy with one bit changed; i counts from the end when
// negative.
func flip(b []byte, i int) []byte {
	c := bytes.Clone(b)
	if i < 0 {
		i += len(c)
	}
	c[i] ^= 1
	return c
}

// must returns what cannot fail with fixed inputs.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
