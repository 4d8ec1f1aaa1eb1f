package e2e

import (
	"encoding/base64"
	"encoding/binary"
	"testing"
)

// The search finds what it is for, wherever it stands.
func TestSecretsAreFoundInAnyForm(t *testing.T) {
	const secret = "Ada on a pulse Q7"
	for before := range 4 {
		text := "xxxx"[:before] + secret + "yyy"
		for name, data := range map[string][]byte{
			"plain": []byte(text), "base64": []byte(base64.StdEncoding.EncodeToString([]byte(text))),
			"raw base64 for URLs": []byte(base64.RawURLEncoding.EncodeToString([]byte(text))),
			"UTF-16":              wide(text, binary.LittleEndian),
		} {
			if find(data, secret) == "" {
				t.Errorf("not found in %s after %d letters", name, before)
			}
		}
	}
	if form := find([]byte("Ada on a pulse Q8 and other things"), secret); form != "" {
		t.Errorf("found as %s where it is not", form)
	}
}
