package hpke

import (
	"crypto/mlkem"
	"crypto/rand"
	"crypto/sha3"
	"errors"

	"github.com/cloudflare/circl/dh/x25519"
)

// Sizes in bytes.
const (
	PublicKeySize     = mlkem.EncapsulationKeySize768 + x25519.Size
	EncapsulationSize = mlkem.CiphertextSize768 + x25519.Size
	Overhead          = EncapsulationSize + tagSize
)

const kemID = 0x647a

// label ends what is hashed into a shared secret (X-Wing, section 5.3).
const label = `\./` + `/^\`

var (
	errKeySize = errors.New("hpke: a public key of the wrong size")
	errPoint   = errors.New("hpke: a public key of low order")
)

// PublicKey is what a message is sealed to.
type PublicKey struct {
	pq    *mlkem.EncapsulationKey768
	point x25519.Key
}

// NewPublicKey reads the ML-KEM encapsulation key and the X25519 point.
func NewPublicKey(b []byte) (*PublicKey, error) {
	if len(b) != PublicKeySize {
		return nil, errKeySize
	}
	pq, err := mlkem.NewEncapsulationKey768(b[:mlkem.EncapsulationKeySize768])
	if err != nil {
		return nil, err
	}
	return &PublicKey{pq, x25519.Key(b[mlkem.EncapsulationKeySize768:])}, nil
}

// Bytes is what NewPublicKey reads.
func (k *PublicKey) Bytes() []byte { return append(k.pq.Bytes(), k.point[:]...) }

// encapsulate draws a shared secret for k, and what carries it.
func (k *PublicKey) encapsulate() (secret, carrier []byte, err error) {
	var scalar, point, shared x25519.Key
	rand.Read(scalar[:]) // never fails: it ends the program instead
	x25519.KeyGen(&point, &scalar)
	if !x25519.Shared(&shared, &scalar, &k.point) {
		return nil, nil, errPoint
	}
	pqSecret, pqCarrier := k.pq.Encapsulate()
	return combine(pqSecret, &shared, &point, &k.point), append(pqCarrier, point[:]...), nil
}

// PrivateKey opens what was sealed to its public key.
type PrivateKey struct {
	pq            *mlkem.DecapsulationKey768
	scalar, point x25519.Key
}

// DeriveKeyPair makes the private key of some key material of at least 32
// bytes (draft-ietf-hpke-pq, section 4: labeled SHAKE256, then X-Wing's
// expansion).
func DeriveKeyPair(material []byte) (*PrivateKey, error) {
	expanded := sha3.NewSHAKE256()
	expanded.Write(derive(material))
	var pqSeed [mlkem.SeedSize]byte
	var k PrivateKey
	expanded.Read(pqSeed[:])
	expanded.Read(k.scalar[:])
	pq, err := mlkem.NewDecapsulationKey768(pqSeed[:])
	if err != nil {
		return nil, err
	}
	k.pq = pq
	x25519.KeyGen(&k.point, &k.scalar)
	return &k, nil
}

// PublicKey is the public half.
func (k *PrivateKey) PublicKey() *PublicKey {
	return &PublicKey{k.pq.EncapsulationKey(), k.point}
}

// decapsulate finds the shared secret that carrier, EncapsulationSize bytes,
// brings.
func (k *PrivateKey) decapsulate(carrier []byte) ([]byte, error) {
	pqSecret, err := k.pq.Decapsulate(carrier[:mlkem.CiphertextSize768])
	if err != nil {
		return nil, err
	}
	point := x25519.Key(carrier[mlkem.CiphertextSize768:])
	var shared x25519.Key
	if !x25519.Shared(&shared, &k.scalar, &point) {
		return nil, errPoint
	}
	return combine(pqSecret, &shared, &point, &k.point), nil
}

// combine hashes both secrets with the two points (X-Wing, section 5.3).
func combine(pqSecret []byte, shared, carrier, recipient *x25519.Key) []byte {
	h := sha3.New256()
	h.Write(pqSecret)
	h.Write(shared[:])
	h.Write(carrier[:])
	h.Write(recipient[:])
	h.Write([]byte(label))
	return h.Sum(nil)
}
