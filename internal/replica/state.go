package replica

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte"

	"pleach/seal"
)

// stateVersion is the first byte inside the sealed state.
const stateVersion = 1

// aad binds what is sealed in Local to its place and its device.
func (c *Config) aad(what string) []byte {
	b := []byte("pleach/1 replica " + what + "\x00")
	device := c.device()
	return append(append(b, c.Space[:]...), device[:]...)
}

// sealState is the cursor, and the commits with those of their keys that are
// known, so that opening needs neither HPKE nor signatures again.
func (c *Config) sealState(v *view) ([]byte, error) {
	b := cryptobyte.NewBuilder([]byte{stateVersion})
	b.AddUint64(v.cursor)
	b.AddUint32(uint32(len(v.epochs)))
	for _, e := range v.epochs {
		b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(e.raw) })
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) {
			if e.open {
				b.AddBytes(e.key[:])
			}
		})
	}
	plain, err := b.Bytes()
	if err != nil {
		return nil, err
	}
	return seal.SealBox(c.Rand, c.SnapshotKey, c.aad("state"), plain)
}

// openState reads what sealState wrote into an empty view.
func (c *Config) openState(box []byte, v *view) error {
	plain, err := c.unseal("state", box)
	if err != nil {
		return fmt.Errorf("%w: state: %w", ErrDamaged, err)
	}
	s := cryptobyte.String(plain)
	var version uint8
	var n uint32
	if !s.ReadUint8(&version) || version != stateVersion {
		return fmt.Errorf("%w: state version %d", ErrVersion, version)
	}
	ok := s.ReadUint64(&v.cursor) && s.ReadUint32(&n)
	for i := uint32(0); ok && i < n; i++ {
		ok = readEpoch(&s, v)
	}
	if !ok || !s.Empty() {
		return fmt.Errorf("%w: state of %d bytes", ErrDamaged, len(box))
	}
	return nil
}

func readEpoch(s *cryptobyte.String, v *view) bool {
	var raw, key cryptobyte.String
	if !s.ReadUint24LengthPrefixed(&raw) || !s.ReadUint8LengthPrefixed(&key) {
		return false
	}
	e, err := newEpoch(raw)
	if err != nil || (len(key) != 0 && len(key) != len(e.key)) {
		return false
	}
	e.open = copy(e.key[:], key) > 0
	v.epochs = append(v.epochs, v.epochs.named(e))
	return true
}
