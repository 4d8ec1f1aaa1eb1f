package seal

import (
	"fmt"
	"io"
)

// WrapRole says which key a wrapped master key is under, so that one wrap
// cannot be passed off as another.
type WrapRole byte

const (
	WrapPassword WrapRole = 1 // under Root.KEK
	WrapWords    WrapRole = 2 // under the key of Kit.Rescue
	WrapDevice   WrapRole = 3 // under a key that only this device holds
)

// masterWrapSize is version, nonce, key and tag.
const masterWrapSize = 1 + overhead + 32

// WrapMaster seals the master key under kek: 73 bytes, which the relay may
// keep. Account and role are bound in.
func WrapMaster(rand io.Reader, kek Key, account [16]byte, role WrapRole, master Key) ([]byte, error) {
	return lock(rand, []byte{version}, kek, masterAAD(account, role), master[:])
}

// UnwrapMaster opens what WrapMaster made. A wrong password, wrong words and a
// wrong account all give ErrWrongKey. Other errors: ErrVersion, ErrMalformed.
func UnwrapMaster(kek Key, account [16]byte, role WrapRole, wrapped []byte) (Key, error) {
	rest, err := unversion("wrapped master key", wrapped)
	if err != nil {
		return Key{}, err
	}
	if len(wrapped) != masterWrapSize {
		return Key{}, fmt.Errorf("%w: wrapped master key of %d bytes", ErrMalformed, len(wrapped))
	}
	master, err := unlock(kek, masterAAD(account, role), rest)
	if err != nil {
		return Key{}, fmt.Errorf("unwrapping the master key: %w", err)
	}
	return Key(master), nil
}

func masterAAD(account [16]byte, role WrapRole) []byte {
	return message("master", account[:], []byte{byte(role)})
}

// PrivateSpace derives the id of the person's private space and their member
// keys in it, so that a new device finds both with the master key alone. A
// master key that replaced another (see Succession) keeps the id of the first
// one's space, and has member keys of its own in it.
func PrivateSpace(master Key, account [16]byte) (space [16]byte, m Member) {
	space = [16]byte(derive(master[:], account[:], "private space", 16))
	return space, newMember([64]byte(derive(master[:], account[:], "private member", 64)))
}

// LocalKey derives a key for one purpose on this person's devices, such as
// "snapshot", "drafts" or "vault".
func LocalKey(master Key, purpose string) Key {
	return Key(derive(master[:], nil, "local "+purpose, 32))
}
