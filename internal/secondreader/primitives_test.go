package secondreader

import (
	"crypto/hkdf"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"golang.org/x/crypto/chacha20poly1305"
)

var errRefused = errors.New("refused")

// msg is M(label, x…), hash is H, derive is KDF.
func msg(label string, xs ...[]byte) []byte {
	out := append([]byte("pleach/1 "+label), 0)
	for _, x := range xs {
		out = append(out, x...)
	}
	return out
}

func hash(label string, xs ...[]byte) []byte {
	sum := sha256.Sum256(msg(label, xs...))
	return sum[:]
}

func derive(secret, salt []byte, label string, n int) []byte {
	out, err := hkdf.Key(sha256.New, secret, salt, "pleach/1 "+label, n)
	if err != nil {
		panic(err)
	}
	return out
}

func unbox(key, aad, b []byte) ([]byte, error) {
	x, err := chacha20poly1305.NewX(key)
	if err != nil || len(b) < 40 {
		return nil, errRefused
	}
	return x.Open(nil, b[:24], b[24:], aad)
}

func openHPKE(material, info, wrap []byte) ([]byte, error) {
	k, err := hpke.MLKEM768X25519().DeriveKeyPair(material)
	if err != nil {
		return nil, err
	}
	r, err := hpke.NewRecipient(wrap[:1120], k, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info)
	if err != nil {
		return nil, err
	}
	return r.Open(nil, wrap[1120:])
}

func hpkePublic(material []byte) []byte {
	k, err := hpke.MLKEM768X25519().DeriveKeyPair(material)
	if err != nil {
		panic(err)
	}
	return k.PublicKey().Bytes()
}

// cursor reads a record from its front; bad once it has run out.
type cursor struct {
	b   []byte
	bad bool
}

func (c *cursor) take(n int) []byte {
	if n > len(c.b) {
		c.bad = true
		return make([]byte, min(n, 1<<16))
	}
	out := c.b[:n]
	c.b = c.b[n:]
	return out
}

// num is an integer of n bytes, and str what a length of n bytes says.
func (c *cursor) num(n int) (v int) {
	var b [8]byte
	copy(b[8-n:], c.take(n))
	return int(binary.BigEndian.Uint64(b[:]) & (1<<62 - 1))
}
func (c *cursor) str(n int) []byte { return c.take(c.num(n)) }

// end reports an error unless all was read and the checks hold.
func (c *cursor) end(checks ...bool) error {
	for _, ok := range checks {
		c.bad = c.bad || !ok
	}
	if c.bad || len(c.b) > 0 {
		return errRefused
	}
	return nil
}

// unpad takes what padded has: a length, the text, zeros.
func unpad(p []byte) ([]byte, error) {
	c := cursor{b: p}
	text := c.str(4)
	size := max(512, padme(4+len(text)))
	for _, z := range c.b {
		c.bad = c.bad || z != 0
	}
	c.b = nil
	return text, c.end(len(p) == size)
}

// padme is algorithm 1 of Nikitin et al.
func padme(n int) int {
	if n < 2 {
		return n
	}
	e, s := log2(n), 0
	for x := e; x > 0; x >>= 1 {
		s++
	}
	mask := 1<<max(0, e-s) - 1
	return (n + mask) &^ mask
}

func log2(n int) (e int) {
	for ; n > 1; n >>= 1 {
		e++
	}
	return e
}
