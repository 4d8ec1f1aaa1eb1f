package seal

import (
	"fmt"
	"io"
)

// Succession is what a new master key knows of those that it replaces: where
// the private space is, and the keys that open what a device has not taken over
// yet. It leads from the new key to the old ones and never back.
type Succession struct {
	Space   [16]byte // the private space, of the very first master key
	Masters []Key    // the master keys before this one, newest first; at least one
}

// maxMasters bounds a succession; the oldest are left out.
const maxMasters = 100

// After adds a master key as the newest of those that were replaced.
func (s Succession) After(master Key) Succession {
	return Succession{Space: s.Space, Masters: append([]Key{master}, s.Masters[:min(len(s.Masters), maxMasters-1)]...)}
}

// SealSuccession seals a succession under the new master key: 57 bytes and 32
// for each earlier one, which the relay may keep. The account is bound in.
func SealSuccession(rand io.Reader, master Key, account [16]byte, s Succession) ([]byte, error) {
	plain := s.Space[:]
	for _, m := range s.Masters[:min(len(s.Masters), maxMasters)] {
		plain = append(plain, m[:]...)
	}
	return lock(rand, []byte{version}, successionKey(master, account), message("succession", account[:]), plain)
}

// OpenSuccession opens what SealSuccession made. Errors: ErrVersion,
// ErrMalformed, and ErrWrongKey for another master key or account.
func OpenSuccession(master Key, account [16]byte, sealed []byte) (Succession, error) {
	rest, err := unversion("succession", sealed)
	if err != nil {
		return Succession{}, err
	}
	n := len(sealed) - 1 - overhead - 16
	if n < 32 || n%32 != 0 || n > 32*maxMasters {
		return Succession{}, fmt.Errorf("%w: succession of %d bytes", ErrMalformed, len(sealed))
	}
	plain, err := unlock(successionKey(master, account), message("succession", account[:]), rest)
	if err != nil {
		return Succession{}, fmt.Errorf("opening the succession: %w", err)
	}
	s := Succession{Space: [16]byte(plain[:16])}
	for b := plain[16:]; len(b) > 0; b = b[32:] {
		s.Masters = append(s.Masters, Key(b[:32]))
	}
	return s, nil
}

func successionKey(master Key, account [16]byte) Key {
	return Key(derive(master[:], account[:], "succession", 32))
}

// Format never reveals the keys, whatever the verb.
func (s Succession) Format(f fmt.State, _ rune) { io.WriteString(f, "seal.Succession(hidden)") }
