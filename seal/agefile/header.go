package agefile

import (
	"bufio"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"strconv"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/scrypt"
)

const (
	intro     = "age-encryption.org/v1\n"
	stanza    = "-> scrypt "
	macMark   = "---"
	saltLabel = "age-encryption.org/v1/scrypt"

	saltSize = 16
	keySize  = 16 // of the file's own key
	bodySize = keySize + chacha20poly1305.Overhead
)

// base64 of the format has no padding and one form for each value.
var b64 = base64.RawStdEncoding.Strict()

// header is what stands before the sealed bytes.
type header struct {
	salt    []byte
	log     int    // of scrypt's N
	wrapped []byte // the file's key, under the passphrase
}

// signed is the header up to its authentication code.
func (h header) signed() []byte {
	return []byte(intro + stanza + b64.EncodeToString(h.salt) + " " + strconv.Itoa(h.log) + "\n" +
		b64.EncodeToString(h.wrapped) + "\n" + macMark)
}

// bytes is the whole header.
func (h header) bytes(key []byte) ([]byte, error) {
	mac, err := h.mac(key)
	return append(append(h.signed(), ' '), b64.EncodeToString(mac)+"\n"...), err
}

func (h header) mac(key []byte) ([]byte, error) {
	k, err := hkdf.Key(sha256.New, key, nil, "header", sha256.Size)
	if err != nil {
		return nil, err
	}
	m := hmac.New(sha256.New, k)
	m.Write(h.signed())
	return m.Sum(nil), nil
}

// parseHeader reads a header and its authentication code. Errors: ErrFormat,
// ErrRecipient, ErrWork.
func parseHeader(r *bufio.Reader) (h header, mac []byte, err error) {
	var lines [4]string
	for i := range lines {
		if lines[i], err = line(r); err != nil {
			return h, nil, err
		}
		if i == 0 && lines[0]+"\n" != intro {
			return h, nil, ErrFormat
		}
		if i == 1 && !strings.HasPrefix(lines[1], stanza) {
			return h, nil, ErrRecipient
		}
	}
	salt, log, ok := strings.Cut(lines[1][len(stanza):], " ")
	if h.log, err = strconv.Atoi(log); err != nil || !ok || h.log < 1 || strconv.Itoa(h.log) != log {
		return h, nil, ErrFormat
	}
	if h.log > MaxLog {
		return h, nil, ErrWork
	}
	code, ok := strings.CutPrefix(lines[3], macMark+" ")
	if !ok && strings.HasPrefix(lines[3], "-> ") {
		return h, nil, ErrRecipient
	}
	if !ok || !decode(&h.salt, salt, saltSize) || !decode(&h.wrapped, lines[2], bodySize) || !decode(&mac, code, sha256.Size) {
		return h, nil, ErrFormat
	}
	return h, mac, nil
}

// line is a line of the header without its end.
func line(r *bufio.Reader) (string, error) {
	b, err := r.ReadSlice('\n')
	if err != nil || len(b) > 200 {
		return "", ErrFormat // too long, or cut off
	}
	return string(b[:len(b)-1]), nil
}

func decode(to *[]byte, text string, size int) bool {
	if strings.ContainsAny(text, "\r\n") {
		return false // the decoder would skip them
	}
	b, err := b64.DecodeString(text)
	*to = b
	return err == nil && len(b) == size
}

// wrapping is the cipher that the passphrase makes for this salt.
func wrapping(passphrase string, salt []byte, log int) (sealer, error) {
	key, err := scrypt.Key([]byte(passphrase), append([]byte(saltLabel), salt...), 1<<log, 8, 1, chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return chacha20poly1305.New(key)
}

// newHeader makes a file's key and wraps it.
func newHeader(rand io.Reader, passphrase string, log int) (h header, key []byte, err error) {
	random := make([]byte, saltSize+keySize)
	if _, err := io.ReadFull(rand, random); err != nil {
		return h, nil, err
	}
	h, key = header{salt: random[:saltSize], log: log}, random[saltSize:]
	w, err := wrapping(passphrase, h.salt, log)
	if err != nil {
		return h, nil, err
	}
	h.wrapped = w.Seal(nil, make([]byte, chacha20poly1305.NonceSize), key, nil)
	return h, key, nil
}

// open unwraps the file's key. Errors: ErrPassphrase, and ErrDamaged when
// something but the key was changed.
func (h header) open(passphrase string, mac []byte) ([]byte, error) {
	w, err := wrapping(passphrase, h.salt, h.log)
	if err != nil {
		return nil, err
	}
	key, err := w.Open(nil, make([]byte, chacha20poly1305.NonceSize), h.wrapped, nil)
	if err != nil {
		return nil, ErrPassphrase
	}
	want, err := h.mac(key)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(mac, want) {
		return nil, ErrDamaged
	}
	return key, nil
}
