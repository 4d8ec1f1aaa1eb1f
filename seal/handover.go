package seal

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte"
)

// Handover is what one device shows to a further one of the same person, in a
// QR code or behind the # of a link. Account and secret key are in it as they
// are, so that the password, which is not, can open the account. The rest is
// sealed under the master key: whoever only sees the code learns no words of the
// kit, and opens nothing without the password.
type Handover struct {
	Account [16]byte
	Secret  [16]byte // the secret key of DeriveRoot
	Expires uint64   // seconds since 1970, by the relay's clock; bound to what is sealed
	Sealed  []byte   // a Baggage
}

// Baggage is the sealed part of a Handover.
type Baggage struct {
	Entropy [16]byte // what the kit's twelve words spell
	Reached []Reach  // ascending by space; at most MaxReached
}

// Reach is how far one device and the relay had come in a space. A device that
// is given less by the relay is being shown an old state.
type Reach struct {
	Space  [16]byte
	Commit uint32   // number of the newest commit
	Hash   [32]byte // of that commit
	Heads  []Head   // ascending by device; at most 255
}

// Head is the newest entry of a device's chain.
type Head struct {
	Device [16]byte
	Seq    uint64 // from 1
	Hash   [32]byte
}

// MaxReached is the most spaces in a Baggage.
const MaxReached = 8

// handoverClear is what stands before the sealed part: version, account, secret,
// expiry.
const handoverClear = 1 + 16 + 16 + 8

// NewHandover seals the baggage under the master key, and binds it to the rest.
// Errors: those of the random source; ErrTooLarge for more spaces or heads than
// fit; ErrMalformed where they are not in order.
func NewHandover(rand io.Reader, master Key, account, secret [16]byte, expires uint64, b Baggage) (Handover, error) {
	h := Handover{Account: account, Secret: secret, Expires: expires}
	plain, err := b.encode()
	if err == nil {
		_, err = parseBaggage(plain) // what is not in order would open nowhere
	}
	if err != nil {
		return h, err
	}
	h.Sealed, err = lock(rand, nil, handoverKey(master, account), message("handover", h.clear()), plain)
	return h, err
}

// Open opens the sealed part. Errors: ErrWrongKey for another master key, such
// as the one after a new password; ErrMalformed.
func (h Handover) Open(master Key) (Baggage, error) {
	plain, err := unlock(handoverKey(master, h.Account), message("handover", h.clear()), h.Sealed)
	if err != nil {
		return Baggage{}, fmt.Errorf("opening a handover: %w", err)
	}
	return parseBaggage(plain)
}

// clear is what is not sealed.
func (h Handover) clear() []byte {
	b := append(h.Account[:], h.Secret[:]...)
	return binary.BigEndian.AppendUint64(b, h.Expires)
}

func handoverKey(master Key, account [16]byte) Key {
	return Key(derive(master[:], account[:], "handover", 32))
}

// String is the token for a URL fragment: base64url of version, account, secret,
// expiry, sealed part, and a check. It is a secret; do not log it.
func (h Handover) String() string { return h.write(version) }

func (h Handover) write(version byte) string {
	b := append([]byte{version}, h.clear()...)
	b = append(b, h.Sealed...)
	check := handoverCheck(b)
	return base64.RawURLEncoding.EncodeToString(append(b, check...))
}

// handoverCheck tells a code that was cut or mistyped from a whole one: 40 bits
// of SHA-256 over the record.
func handoverCheck(record []byte) []byte {
	sum := hash("handover", record)
	return sum[:checkSize]
}

// ParseHandover reads what String wrote. Errors: ErrNotAHandover for something
// else, or for a code that was damaged or is not whole; ErrVersion.
func ParseHandover(s string) (Handover, error) {
	var h Handover
	b, ok := fromText(s)
	if !ok || len(b) < handoverClear+overhead+checkSize {
		return h, fmt.Errorf("%w: too short, or wrong characters", ErrNotAHandover)
	}
	record, check := b[:len(b)-checkSize], b[len(b)-checkSize:]
	if subtle.ConstantTimeCompare(check, handoverCheck(record)) == 0 {
		return h, fmt.Errorf("%w: it is not whole", ErrNotAHandover)
	}
	if record[0] != version {
		return h, fmt.Errorf("%w: handover", ErrVersion)
	}
	copy(h.Account[:], record[1:])
	copy(h.Secret[:], record[17:])
	h.Expires = binary.BigEndian.Uint64(record[33:])
	h.Sealed = record[handoverClear:]
	return h, nil
}

// Format never reveals the secret, whatever the verb; call String where the
// token is meant.
func (h Handover) Format(f fmt.State, _ rune) { io.WriteString(f, "seal.Handover(hidden)") }

// MarshalText refuses, so that a secret cannot slip into JSON or a log record.
func (h Handover) MarshalText() ([]byte, error) { return nil, errSecret }

// Format never reveals the words, whatever the verb.
func (b Baggage) Format(f fmt.State, _ rune) { io.WriteString(f, "seal.Baggage(hidden)") }

// MarshalText refuses, as Handover's does.
func (b Baggage) MarshalText() ([]byte, error) { return nil, errSecret }

// encode writes the baggage. Spaces and heads have to be in order already.
func (b Baggage) encode() ([]byte, error) {
	if len(b.Reached) > MaxReached {
		return nil, fmt.Errorf("%w: %d spaces in a handover", ErrTooLarge, len(b.Reached))
	}
	w := cryptobyte.NewBuilder(nil)
	w.AddBytes(b.Entropy[:])
	w.AddUint8(uint8(len(b.Reached)))
	for _, r := range b.Reached {
		if len(r.Heads) > 255 {
			return nil, fmt.Errorf("%w: %d heads in a handover", ErrTooLarge, len(r.Heads))
		}
		r.encode(w)
	}
	return w.Bytes()
}

func (r Reach) encode(w *cryptobyte.Builder) {
	w.AddBytes(r.Space[:])
	w.AddUint32(r.Commit)
	w.AddBytes(r.Hash[:])
	w.AddUint8(uint8(len(r.Heads)))
	for _, h := range r.Heads {
		w.AddBytes(h.Device[:])
		w.AddUint64(h.Seq)
		w.AddBytes(h.Hash[:])
	}
}

func parseBaggage(plain []byte) (Baggage, error) {
	var b Baggage
	var n uint8
	s := cryptobyte.String(plain)
	ok := s.CopyBytes(b.Entropy[:]) && s.ReadUint8(&n) && n <= MaxReached
	for i := uint8(0); ok && i < n; i++ {
		var r Reach
		ok = readReach(&s, &r) && (i == 0 || less(b.Reached[i-1].Space, r.Space))
		b.Reached = append(b.Reached, r)
	}
	if !ok || !s.Empty() {
		return Baggage{}, fmt.Errorf("%w: the sealed part of a handover", ErrMalformed)
	}
	return b, nil
}

func readReach(s *cryptobyte.String, r *Reach) bool {
	var n uint8
	ok := s.CopyBytes(r.Space[:]) && s.ReadUint32(&r.Commit) && s.CopyBytes(r.Hash[:]) && s.ReadUint8(&n)
	for i := uint8(0); ok && i < n; i++ {
		var h Head
		ok = s.CopyBytes(h.Device[:]) && s.ReadUint64(&h.Seq) && s.CopyBytes(h.Hash[:]) && h.Seq > 0 &&
			(i == 0 || less(r.Heads[i-1].Device, h.Device))
		r.Heads = append(r.Heads, h)
	}
	return ok
}

func less(a, b [16]byte) bool { return string(a[:]) < string(b[:]) }
