package canary

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

const word = `kanarien"é<vogel`

// A search that finds nothing is worth what it finds when something is there.
func TestAPlantedWordIsFoundInEveryForm(t *testing.T) {
	text := "some words before it " + word + " and some after it"
	written, err := json.Marshal(map[string]string{"note": text})
	if err != nil {
		t.Fatal(err)
	}
	var utf16le []byte
	for _, u := range utf16.Encode([]rune(text)) {
		utf16le = append(utf16le, byte(u), byte(u>>8))
	}
	for form, data := range map[string][]byte{
		"as it is":         []byte(text),
		"a form":           []byte(url.Values{"note": {text}}.Encode()),
		"a path":           []byte("/" + url.PathEscape(text)),
		"JSON":             written,
		"Go, quoted":       fmt.Appendf(nil, "note=%q", text),
		"UTF-16":           utf16le,
		"quoted for a log": fmt.Appendf(nil, "note=%+q", text),
		"hex":              fmt.Appendf(nil, "%X", text),
		"HTML":             []byte(`<textarea>kanarien&#34;é&lt;vogel</textarea>`),
	} {
		if Find(data, word) == "" {
			t.Errorf("%s: not found in %q", form, data)
		}
	}
	for shift := range 8 {
		moved := strings.Repeat("x", shift) + text
		for form, data := range map[string]string{
			"base64":          base64.StdEncoding.EncodeToString([]byte(moved)),
			"base64 for URLs": base64.RawURLEncoding.EncodeToString([]byte(moved)),
			"base32":          base32.StdEncoding.EncodeToString([]byte(moved)),
		} {
			if got := Find([]byte("{"+data+"}"), word); !strings.HasPrefix(got, form[:6]) {
				t.Errorf("%s of a text moved by %d: found as %q", form, shift, got)
			}
		}
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	for _, data := range []string{"", "kanarien", "vogel", base64.StdEncoding.EncodeToString([]byte("another word altogether"))} {
		if got := Find([]byte(data), word); got != "" {
			t.Errorf("found in %q, as %s", data, got)
		}
	}
}

func TestEveryFileOfAFolderIsAPlace(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(deep, ".hidden"), []byte("before "+word+" after"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := Places{}
	if err := p.Read("the folder", dir); err != nil {
		t.Fatal(err)
	}
	data, ok := p["the folder, .hidden"]
	if !ok || Find(data, word) != "UTF-8" || !strings.Contains(Around(data, word), "before") {
		t.Errorf("got %q", p)
	}
	if err := p.Read("nothing", filepath.Join(dir, "c")); err == nil {
		t.Error("a folder that is not there is no place")
	}
}
