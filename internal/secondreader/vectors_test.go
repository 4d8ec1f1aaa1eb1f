package secondreader

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// vector is one operation of seal/testdata/vectors: fields by name.
type vector map[string][]byte

// readVectors reads "key: value" lines; a value is hex or a quoted string, and
// goes on in lines that begin with a space.
func readVectors(t *testing.T) (all []vector) {
	t.Helper()
	files, err := filepath.Glob("../../seal/testdata/vectors/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for block := range strings.SplitSeq(strings.ReplaceAll(string(text), "\n  ", ""), "\n\n") {
			if v := readVector(t, block); len(v) > 0 {
				all = append(all, v)
			}
		}
	}
	return all
}

func readVector(t *testing.T, block string) vector {
	t.Helper()
	v := vector{}
	for line := range strings.Lines(block) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.TrimSpace(value)
		switch {
		case !ok || line[0] == '#':
		case key == "name" || key == "op" || key == "expect":
			v[key] = []byte(value)
		case strings.HasPrefix(value, `"`):
			s, err := strconv.Unquote(value)
			if err != nil {
				t.Fatal(err)
			}
			v[key] = []byte(s)
		default:
			b, err := hex.DecodeString(value)
			if err != nil {
				t.Fatal(err)
			}
			v[key] = b
		}
	}
	return v
}

// TestASecondReaderReadsTheVectors: what the page says is enough to read
// everything that is right, and to refuse everything that is not.
func TestASecondReaderReadsTheVectors(t *testing.T) {
	read, refused := 0, 0
	for _, v := range readVectors(t) {
		op, ok := operations[string(v["op"])]
		if !ok {
			t.Errorf("no reader for %s", v["op"])
			continue
		}
		if string(v["op"]) == "parse-kit" && string(v["expect"]) != "ok" {
			continue // the text form, which this reader leaves out
		}
		got, err := op(v)
		if (err == nil) != (string(v["expect"]) == "ok") {
			t.Errorf("%s, %s: %v, expected %s", v["op"], v["name"], err, v["expect"])
			continue
		}
		if err != nil {
			refused++
			continue
		}
		read++
		for key, value := range got {
			if !bytes.Equal(value, v[key]) {
				t.Errorf("%s, %s: %s is %x, expected %x", v["op"], v["name"], key, value, v[key])
			}
		}
	}
	t.Logf("%d read, %d refused", read, refused)
	if read < 40 || refused < 40 {
		t.Errorf("only %d were read and %d refused", read, refused)
	}
}

// TestASecondReaderReadsTheFrames: entries, whole and erased, and an answer
// have the hashes that the contract of wire names.
func TestASecondReaderReadsTheFrames(t *testing.T) {
	raw, err := os.ReadFile("../../wire/testdata/contract.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, frames, _ := strings.Cut(string(raw), "\nFrames\n")
	frame := map[string][]byte{}
	lines := strings.Split(frames, "\n")
	for i := 0; i+1 < len(lines); i += 2 {
		frame[strings.TrimSpace(lines[i])], err = hex.DecodeString(strings.TrimSpace(lines[i+1]))
		if err != nil {
			t.Fatal(err)
		}
	}
	whole, class, err := entry(frame["entry"])
	if err != nil || class != 2 || !bytes.Equal(whole, frame["entry hash"]) {
		t.Fatalf("an entry: class %d, hash %x, %v", class, whole, err)
	}
	erased, _, err := entry(frame["erased entry"])
	if err != nil || !bytes.Equal(whole, erased) {
		t.Fatalf("an entry has another hash when it is erased: %x, %x, %v", whole, erased, err)
	}
	if _, class, err = entry(frame["erasing entry"]); err != nil || class != 3 {
		t.Fatalf("an entry that erases: class %d, %v", class, err)
	}
	sum, err := answer(frame["answer"])
	if err != nil || !bytes.Equal(sum, frame["answer hash"]) {
		t.Fatalf("an answer: %x, %v", sum, err)
	}
	c := cursor{b: frame["batch"]}
	first, class, err := entry(c.str(4))
	if err != nil || class != 1 || c.bad {
		t.Fatalf("a batch begins with class %d, %v", class, err)
	}
	if before := frame["entry"][2+56 : 2+88]; !bytes.Equal(before, first) {
		t.Fatalf("the entry follows %x, and the batch begins with %x", before, first)
	}
}
