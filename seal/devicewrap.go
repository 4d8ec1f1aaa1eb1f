package seal

import (
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"io"
)

// DeviceWrapKind says where the secret of a device wrap comes from.
type DeviceWrapKind byte

const (
	DeviceWrapStay    DeviceWrapKind = 1 // a key that the device keeps and gives to nobody
	DeviceWrapPasskey DeviceWrapKind = 2 // a passkey's pseudo-random function
)

// DeviceWrap is what another way into an account, beside the password, is bound
// to. It is kept in the clear beside the sealed keys, on one device and nowhere
// else, and a change of any of it makes those keys useless.
type DeviceWrap struct {
	Kind    DeviceWrapKind
	Account [16]byte
	Salt    [32]byte
	Until   int64 // Unix seconds from which it must not be opened; 0 is no end
	// Password is the master key wrapped under the password of now
	// (WrapPassword): another password ends every device wrap.
	Password   []byte
	Credential []byte // the passkey's id; empty for DeviceWrapStay
}

// deviceWrapSize is version, nonce, master key, login seed and tag.
const deviceWrapSize = 1 + overhead + 32 + ed25519.SeedSize

// SealDeviceWrap seals the master key and the login key under a secret of the
// device's: 105 bytes.
func SealDeviceWrap(rand io.Reader, secret Key, w DeviceWrap, master Key, login ed25519.PrivateKey) ([]byte, error) {
	return lock(rand, []byte{version}, w.key(secret), w.aad(), append(master[:], login.Seed()...))
}

// OpenDeviceWrap opens what SealDeviceWrap made. Whether its time is over is the
// caller's to ask. Errors: ErrVersion, ErrMalformed, and ErrWrongKey for another
// secret or anything of w that is not as it was.
func OpenDeviceWrap(secret Key, w DeviceWrap, sealed []byte) (master Key, login ed25519.PrivateKey, err error) {
	rest, err := unversion("device wrap", sealed)
	if err != nil {
		return Key{}, nil, err
	}
	if len(sealed) != deviceWrapSize {
		return Key{}, nil, fmt.Errorf("%w: device wrap of %d bytes", ErrMalformed, len(sealed))
	}
	plain, err := unlock(w.key(secret), w.aad(), rest)
	if err != nil {
		return Key{}, nil, fmt.Errorf("opening the device wrap: %w", err)
	}
	return Key(plain[:32]), ed25519.NewKeyFromSeed(plain[32:]), nil
}

func (w DeviceWrap) key(secret Key) Key {
	return Key(derive(secret[:], w.Salt[:], "device wrap", 32))
}

func (w DeviceWrap) aad() []byte {
	password := hash("password wrap", w.Password)
	until := binary.BigEndian.AppendUint64(nil, uint64(w.Until))
	return message("device wrap", w.Account[:], []byte{byte(w.Kind)}, until, password[:], w.Credential)
}
