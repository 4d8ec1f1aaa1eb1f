package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"unicode/utf16"
)

// nobodyElseCanRead looks for everything that Ada and Noor wrote: in the
// server's folder and log, in what their browsers sent, and in what their
// browsers keep on the disk. The server is killed first, so that its files are
// as they would be found.
func (h *household) nobodyElseCanRead() {
	t := h.ada.t
	h.server.dies()
	places := map[string][]byte{"the server's log": []byte(h.server.said())}
	read(places, "the data folder", h.server.data)
	for _, p := range []*person{h.ada, h.noor} {
		places["what "+p.name+"'s browser sent"] = p.line.all()
		read(places, p.name+"'s browser", p.browser.Database())
	}
	if len(places) < 6 || len(h.ada.line.all()) < 10_000 {
		t.Fatalf("only %d places to look at", len(places))
	}
	for place, data := range places {
		for _, p := range []*person{h.ada, h.noor} {
			for where, secret := range p.secrets {
				if found := find(data, secret); found != "" {
					t.Errorf("%s: %s's words about %q are there, as %s", place, p.name, where, found)
				}
			}
		}
	}
}

// read takes in every file of a folder.
func read(places map[string][]byte, name, dir string) {
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			data, _ := os.ReadFile(path)
			places[name+", "+filepath.Base(path)] = data
		}
		return nil
	})
}

// find looks for a secret in the ways in which text is written, and says which
// it was.
func find(data []byte, secret string) string {
	for form, bytesOf := range forms(secret) {
		if bytes.Contains(data, bytesOf) {
			return form
		}
	}
	return ""
}

func forms(secret string) map[string][]byte {
	all := map[string][]byte{
		"UTF-8": []byte(secret), "a query": []byte(url.QueryEscape(secret)), "a path": []byte(url.PathEscape(secret)),
		"UTF-16, little end first": wide(secret, binary.LittleEndian), "UTF-16, big end first": wide(secret, binary.BigEndian),
		"hex": []byte(hex.EncodeToString([]byte(secret))),
	}
	for shift := range 3 {
		all["base64, shifted by "+string(rune('0'+shift))] = inner(base64.StdEncoding, secret, shift)
		all["base64 for URLs, shifted by "+string(rune('0'+shift))] = inner(base64.URLEncoding, secret, shift)
	}
	return all
}

func wide(s string, order binary.ByteOrder) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, 0, 0)
		order.PutUint16(out[len(out)-2:], u)
	}
	return out
}

// inner is what base64 makes of a text that begins at some place of a longer
// one, without the letters that depend on what stands around it.
func inner(enc *base64.Encoding, s string, shift int) []byte {
	padded := append(make([]byte, shift), s...)
	whole := enc.EncodeToString(padded[:len(padded)/3*3])
	return []byte(whole[(shift*8+5)/6:])
}
