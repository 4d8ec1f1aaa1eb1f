// Package canary finds a word where it must not be: in files, in traffic, in
// logs, in whatever form text is usually written. Tests put words that exist
// nowhere else into an app, and look for them on the other side.
//
// Left out on purpose: compressed data. Nothing of ours compresses what it
// stores or sends to the relay; a place that did would have to unpack first.
package canary

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"html"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Places are what was looked at, by a name for people.
type Places map[string][]byte

// Read takes in every regular file of a folder and below.
func (p Places) Read(name, dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		p[name+", "+filepath.Base(path)] = data
		return err
	})
}

// Find looks for a word and says in which form it is there, or "".
func Find(data []byte, word string) string {
	for form, written := range Forms(word) {
		if bytes.Contains(data, written) {
			return form
		}
	}
	return ""
}

// Around is what stands beside the first place where a word is, for a message.
func Around(data []byte, word string) string {
	for _, written := range Forms(word) {
		if i := bytes.Index(data, written); i >= 0 {
			return string(data[max(0, i-40):min(len(data), i+len(written)+40)])
		}
	}
	return ""
}

// Forms are the ways in which a word may be written, by name. It should have
// eight letters or more, or it is found by chance.
func Forms(word string) map[string][]byte {
	all := map[string][]byte{
		"UTF-8":                    []byte(word),
		"a query":                  []byte(url.QueryEscape(word)),
		"a path":                   []byte(url.PathEscape(word)),
		"HTML":                     []byte(html.EscapeString(word)),
		"JSON":                     quoted(word, true),
		"JSON, with < as it is":    quoted(word, false),
		"JSON, all in ASCII":       ascii(word),
		"quoted for a log":         []byte(strings.Trim(strconv.Quote(word), `"`)),
		"quoted in ASCII":          []byte(strings.Trim(strconv.QuoteToASCII(word), `"`)),
		"UTF-16, little end first": wide(word, binary.LittleEndian),
		"UTF-16, big end first":    wide(word, binary.BigEndian),
		"hex":                      []byte(hex.EncodeToString([]byte(word))),
		"HEX":                      []byte(strings.ToUpper(hex.EncodeToString([]byte(word)))),
	}
	for shift := range 3 {
		at := ", shifted by " + string(rune('0'+shift))
		all["base64"+at] = inner(base64.StdEncoding.EncodeToString, word, shift, 3, 6)
		all["base64 for URLs"+at] = inner(base64.URLEncoding.EncodeToString, word, shift, 3, 6)
	}
	for shift := range 5 {
		all["base32, shifted by "+string(rune('0'+shift))] = inner(base32.StdEncoding.EncodeToString, word, shift, 5, 5)
	}
	return all
}

func quoted(word string, escapeHTML bool) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(escapeHTML)
	_ = e.Encode(word) // a string always encodes
	return bytes.Trim(bytes.TrimSpace(out.Bytes()), `"`)
}

// ascii is JSON as some encoders write it, with \u for all that is not ASCII.
func ascii(word string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(string(quoted(word, true)))) {
		if u < 0x80 {
			out = append(out, byte(u))
			continue
		}
		out = append(out, '\\', 'u')
		out = hex.AppendEncode(out, []byte{byte(u >> 8), byte(u)})
	}
	return out
}

func wide(word string, order binary.AppendByteOrder) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(word)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// inner is what an encoding of so many bytes at once into letters of so many
// bits makes of a word that begins at some place of a longer text, without the
// letters that depend on what stands around it.
func inner(encode func([]byte) string, word string, shift, block, bits int) []byte {
	padded := append(make([]byte, shift), word...)
	whole := encode(padded[:len(padded)/block*block])
	return []byte(whole[(shift*8+bits-1)/bits:])
}
