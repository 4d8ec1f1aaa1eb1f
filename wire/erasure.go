package wire

import (
	"encoding/binary"
	"fmt"
)

// Erasure names the event that its author erases. Whoever stores the event
// deletes its wrap and body and keeps the rest; whoever finds an event without
// its body looks for the erasure, because a relay alone may not take one away.
type Erasure struct {
	Device ID     // whose chain it is in
	Seq    uint64 // at least 2: a certificate cannot be erased
	Hash   Hash   // the entry's hash in that chain
}

const erasureSize = 16 + 8 + 32

// Bytes is the erasure's only encoding: the fields in order.
func (e Erasure) Bytes() []byte {
	b := append(make([]byte, 0, erasureSize), e.Device[:]...)
	b = binary.BigEndian.AppendUint64(b, e.Seq)
	return append(b, e.Hash[:]...)
}

// ParseErasure reads what Bytes wrote. It returns ErrMalformed for anything
// else.
func ParseErasure(b []byte) (Erasure, error) {
	if len(b) != erasureSize {
		return Erasure{}, fmt.Errorf("%w: erasure of %d bytes", ErrMalformed, len(b))
	}
	e := Erasure{Device: ID(b[:16]), Seq: binary.BigEndian.Uint64(b[16:]), Hash: Hash(b[24:])}
	if e.Seq < 2 {
		return Erasure{}, fmt.Errorf("%w: a certificate cannot be erased", ErrMalformed)
	}
	return e, nil
}
