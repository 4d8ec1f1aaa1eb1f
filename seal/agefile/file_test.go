package agefile_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"pgregory.net/rapid"

	"pleach/seal/agefile"
)

// quick is little work for a passphrase, so that many can be tried.
const quick = 2

const passphrase = "oak moss lantern river"

func seal(t testing.TB, plain []byte, log int) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := agefile.Seal(&file, rand.Reader, passphrase, log)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func open(file []byte, passphrase string) ([]byte, error) {
	o, err := agefile.Open(bytes.NewReader(file), passphrase)
	if err != nil {
		return nil, err
	}
	r, err := o.Read(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// theirs opens a file with the age library.
func theirs(file []byte, passphrase string) ([]byte, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, err
	}
	id.SetMaxWorkFactor(agefile.MaxLog)
	r, err := age.Decrypt(bytes.NewReader(file), id)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// sealTheirs seals with the age library.
func sealTheirs(t testing.TB, plain []byte, log int) []byte {
	t.Helper()
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	to.SetWorkFactor(log)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, to)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// sizes are around the ends of chunks.
var sizes = []int{0, 1, 1000, 64<<10 - 1, 64 << 10, 64<<10 + 1, 128 << 10, 128<<10 + 1, 200_000}

func TestTheAgeLibraryOpensWhatIsSealedHere(t *testing.T) {
	for _, n := range sizes {
		plain := bytes.Repeat([]byte("hedge "), n)[:n]
		got, err := theirs(seal(t, plain, quick), passphrase)
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: the library reads %d, %v", n, len(got), err)
		}
	}
}

func TestWhatTheAgeLibrarySealsIsOpenedHere(t *testing.T) {
	for _, n := range sizes {
		plain := bytes.Repeat([]byte("hedge "), n)[:n]
		got, err := open(sealTheirs(t, plain, quick), passphrase)
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: read %d, %v", n, len(got), err)
		}
	}
}

func TestAFileIsWrittenInPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var file bytes.Buffer
		w, err := agefile.Seal(&file, rand.Reader, passphrase, quick)
		if err != nil {
			t.Fatal(err)
		}
		var plain []byte
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 90_000), 0, 5).Draw(t, "pieces") {
			piece := bytes.Repeat([]byte{byte(n)}, n)
			plain = append(plain, piece...)
			if m, err := w.Write(piece); m != n || err != nil {
				t.Fatal(m, err)
			}
		}
		if err := errors.Join(w.Close(), w.Close()); err != nil {
			t.Fatal(err)
		}
		if got, err := theirs(file.Bytes(), passphrase); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("read %d of %d bytes, %v", len(got), len(plain), err)
		}
	})
}

// What has one byte changed, or is cut off, opens here exactly if it opens with
// the library, and never gives words that nobody wrote.
func TestAChangedFileIsFoundAsTheLibraryFindsIt(t *testing.T) {
	plain := bytes.Repeat([]byte("a hedge of hornbeam "), 7000)
	whole := seal(t, plain, quick)
	rapid.Check(t, func(t *rapid.T) {
		file := bytes.Clone(whole)
		near := rapid.SampledFrom([]int{len(file), 300}).Draw(t, "near")
		i := rapid.IntRange(0, near-1).Draw(t, "at")
		if rapid.Bool().Draw(t, "cut") {
			file = file[:i]
		} else {
			file[i] ^= rapid.ByteRange(1, 255).Draw(t, "by")
		}
		got, err := open(file, passphrase)
		_, want := theirs(file, passphrase)
		if (err == nil) != (want == nil) || !bytes.HasPrefix(plain, got) {
			t.Fatalf("%v here, %v there, and %d bytes", err, want, len(got))
		}
	})
}

func TestWhatIsReadBeforeTheDamageIsWhole(t *testing.T) {
	plain := bytes.Repeat([]byte("hedge "), 64<<10)
	file := seal(t, plain, quick)
	for _, cut := range []int{len(file) - 1, len(file) - 100_000, len(file) - len(plain)%(64<<10) - 16} {
		got, err := open(file[:cut], passphrase)
		if !errors.Is(err, agefile.ErrDamaged) || !bytes.HasPrefix(plain, got) || len(got) < cut-2*(64<<10) {
			t.Errorf("cut off at %d: %d bytes and %v", cut, len(got), err)
		}
	}
}

func TestEachMistakeHasItsName(t *testing.T) {
	file := seal(t, []byte("hedge"), quick)
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	var forKey bytes.Buffer
	w, err := age.Encrypt(&forKey, key.Recipient())
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, file, passphrase string
		want                   error
	}{
		{"nothing", "", passphrase, agefile.ErrFormat},
		{"a picture", "\x89PNG\r\n\x1a\n" + strings.Repeat("x", 9999), passphrase, agefile.ErrFormat},
		{"a newer format", strings.Replace(string(file), "/v1", "/v2", 1), passphrase, agefile.ErrFormat},
		{"for a key", forKey.String(), passphrase, agefile.ErrRecipient},
		{"too much work", strings.Replace(string(file), " 2\n", " 19\n", 1), passphrase, agefile.ErrWork},
		{"work in another form", strings.Replace(string(file), " 2\n", " 02\n", 1), passphrase, agefile.ErrFormat},
		{"another passphrase", string(file), "oak moss lantern rivers", agefile.ErrPassphrase},
		{"a changed code", strings.Replace(string(file), "--- ", "--- AAAA", 1), passphrase, agefile.ErrFormat},
	}
	for _, c := range cases {
		if got, err := open([]byte(c.file), c.passphrase); !errors.Is(err, c.want) || len(got) > 0 {
			t.Errorf("%s: %q and %v, want %v", c.name, got, err, c.want)
		}
	}
}

func TestNewFilesAskForAsMuchWorkAsIsSaid(t *testing.T) {
	file := seal(t, []byte("hedge"), agefile.Log)
	if !bytes.Contains(file, []byte(" 16\n")) {
		t.Errorf("the header is %q", file[:80])
	}
	if got, err := theirs(file, passphrase); err != nil || string(got) != "hedge" {
		t.Errorf("the library reads %q, %v", got, err)
	}
}

// FuzzOpen: no bytes do harm, and whatever opens here opens with the library.
func FuzzOpen(f *testing.F) {
	f.Add(seal(f, []byte("hedge"), quick))
	f.Add(sealTheirs(f, nil, quick))
	f.Fuzz(func(t *testing.T, file []byte) {
		if bytes.Count(file, []byte("scrypt")) > 1 || bytes.Contains(file, []byte(" 1")) {
			return // much work
		}
		got, err := open(file, passphrase)
		if err != nil {
			return
		}
		if want, err := theirs(file, passphrase); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%q here, %q and %v there", got, want, err)
		}
	})
}
