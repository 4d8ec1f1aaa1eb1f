package wire

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"golang.org/x/crypto/cryptobyte"
)

// LoginMessage is what a login signs. It binds the relay's origin, so that a
// relay cannot use it at another one, and the device that the token is for.
func LoginMessage(origin string, l Login) []byte {
	role := byte(0)
	if l.Rescue {
		role = 1
	}
	c := cryptobyte.NewBuilder([]byte("pleach/1 login\x00"))
	addString(c, []byte(origin))
	c.AddBytes(l.Account[:])
	c.AddBytes(l.Device[:])
	addString(c, l.Nonce)
	c.AddBytes(unixMilli(l.Expiry))
	c.AddUint8(role)
	sum := sha256.Sum256(c.BytesOrPanic())
	return sum[:]
}

// SignupMessage is what a new account signs, to prove it has the login key.
func SignupMessage(origin string, a NewAccount) []byte {
	c := cryptobyte.NewBuilder([]byte("pleach/1 signup\x00"))
	addString(c, []byte(origin))
	c.AddBytes(a.Account[:])
	c.AddUint8(a.KDF)
	for _, b := range [][]byte{a.Login, a.Rescue, a.Wraps.Password, a.Wraps.Words} {
		addString(c, b)
	}
	sum := sha256.Sum256(c.BytesOrPanic())
	return sum[:]
}

// NewKeysMessage is what the login key so far signs for new keys, or the
// recovery key.
func NewKeysMessage(origin string, account ID, n NewKeys) []byte {
	role := byte(0)
	if n.ByRescue {
		role = 1
	}
	c := cryptobyte.NewBuilder([]byte("pleach/1 new keys\x00"))
	addString(c, []byte(origin))
	c.AddBytes(account[:])
	for _, b := range [][]byte{n.Login, n.Rescue, n.Wraps.Password, n.Wraps.Words, n.Wraps.Before} {
		addString(c, b)
	}
	c.AddUint8(role)
	sum := sha256.Sum256(c.BytesOrPanic())
	return sum[:]
}

// CloseMessage is what the login key signs to close an account for good.
func CloseMessage(origin string, account ID) []byte {
	c := cryptobyte.NewBuilder([]byte("pleach/1 close account\x00"))
	addString(c, []byte(origin))
	c.AddBytes(account[:])
	sum := sha256.Sum256(c.BytesOrPanic())
	return sum[:]
}

func addString(c *cryptobyte.Builder, b []byte) {
	c.AddUint24LengthPrefixed(func(c *cryptobyte.Builder) { c.AddBytes(b) })
}

func unixMilli(t time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(t.UnixMilli()))
}
