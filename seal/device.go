package seal

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte"
)

const (
	deviceSize = 1 + 16 + 32
	certSize   = 1 + 16 + 32 + 16 + 64
)

// Device holds the signing key of one device. Its id is random and stored with
// the key. The zero Device is not usable; see NewDevice and ParseDevice.
type Device struct {
	id   [16]byte
	sign ed25519.PrivateKey
}

// NewDevice draws a device's id and key.
func NewDevice(rand io.Reader) (Device, error) {
	var b [deviceSize - 1]byte
	if err := fill(rand, b[:]); err != nil {
		return Device{}, err
	}
	return newDevice(b), nil
}

func newDevice(b [deviceSize - 1]byte) Device {
	return Device{id: [16]byte(b[:16]), sign: ed25519.NewKeyFromSeed(b[16:])}
}

// Bytes is the device's secret encoding, 49 bytes: version, id and seed. Keep
// it sealed.
func (d Device) Bytes() []byte {
	b := append([]byte{version}, d.id[:]...)
	return append(b, d.sign.Seed()...)
}

// ParseDevice reads what Bytes wrote. Errors: ErrVersion, ErrMalformed.
func ParseDevice(b []byte) (Device, error) {
	rest, err := unversion("device key", b)
	if err != nil {
		return Device{}, err
	}
	if len(b) != deviceSize {
		return Device{}, fmt.Errorf("%w: device key of %d bytes", ErrMalformed, len(b))
	}
	return newDevice([deviceSize - 1]byte(rest)), nil
}

// ID is the device's random name.
func (d Device) ID() [16]byte { return d.id }

// Sign signs the hash of a batch's last entry, or of an answer to a gate.
func (d Device) Sign(hash [32]byte) []byte {
	return ed25519.Sign(d.sign, message("device", hash[:]))
}

// Public is what the others may know.
func (d Device) Public() DevicePublic {
	return DevicePublic{ID: d.id, Sign: bytes.Clone(d.sign.Public().(ed25519.PublicKey))}
}

// Format never reveals the key, whatever the verb.
func (d Device) Format(f fmt.State, _ rune) { io.WriteString(f, "seal.Device(hidden)") }

// DevicePublic is a device as the others know it.
type DevicePublic struct {
	ID   [16]byte
	Sign []byte // Ed25519, 32 bytes
}

// Verify reports whether sig is this device's signature over hash.
func (p DevicePublic) Verify(hash [32]byte, sig []byte) bool {
	return len(p.Sign) == ed25519.PublicKeySize && ed25519.Verify(p.Sign, message("device", hash[:]), sig)
}

// Certify says, signed by a member, that a device is theirs in this space. The
// certificate (129 bytes: version, device id and key, member id, signature) is
// the body of the first entry of the device's chain. Being readable by the
// relay, it says nothing of who the member is anywhere else.
func Certify(m Member, space [16]byte, d DevicePublic) []byte {
	id := m.public.ID()
	b := cryptobyte.NewFixedBuilder(make([]byte, 0, certSize))
	b.AddUint8(version)
	b.AddBytes(d.ID[:])
	b.AddBytes(d.Sign)
	b.AddBytes(id[:])
	b.AddBytes(ed25519.Sign(m.sign, certMessage(space, d, id)))
	return b.BytesOrPanic()
}

// OpenCertificate reads a certificate and checks it against the members of the
// space. It returns the device and the id of the member whose it is. Errors:
// ErrVersion, ErrMalformed, ErrNotMember, ErrBadSignature.
func OpenCertificate(space [16]byte, members []MemberPublic, cert []byte) (DevicePublic, [16]byte, error) {
	var d DevicePublic
	var id [16]byte
	rest, err := unversion("certificate", cert)
	if err != nil {
		return d, id, err
	}
	if len(cert) != certSize {
		return d, id, fmt.Errorf("%w: certificate of %d bytes", ErrMalformed, len(cert))
	}
	device := DevicePublic{ID: [16]byte(rest[:16]), Sign: bytes.Clone(rest[16:48])}
	member, sig := [16]byte(rest[48:64]), rest[64:]
	by, ok := find(members, member)
	if !ok {
		return d, id, fmt.Errorf("%w: certificate of a device", ErrNotMember)
	}
	if !by.verify(certMessage(space, device, member), sig) {
		return d, id, fmt.Errorf("%w: certificate of a device", ErrBadSignature)
	}
	return device, member, nil
}

func certMessage(space [16]byte, d DevicePublic, member [16]byte) []byte {
	return message("certificate", space[:], d.ID[:], d.Sign, member[:])
}

// Remove is the notice, signed by a member, that a device of theirs is no more:
// a device that finds it forgets what it holds. device is its name at the relay,
// which nothing else is signed with.
func Remove(m Member, account, device [16]byte) []byte {
	return ed25519.Sign(m.sign, message("removed device", account[:], device[:]))
}

// Removed reports whether a notice is for this device and by this member.
func Removed(by MemberPublic, account, device [16]byte, notice []byte) bool {
	return by.verify(message("removed device", account[:], device[:]), notice)
}
