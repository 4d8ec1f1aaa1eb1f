package hpke

import (
	"crypto/cipher"
	"errors"

	"golang.org/x/crypto/chacha20poly1305"
)

const tagSize = chacha20poly1305.Overhead

// errOpen says no more than that a message does not open: why is nobody's
// business who may have made it.
var errOpen = errors.New("hpke: the message does not open")

// Seal encrypts plaintext to k, bound to info. The result is Overhead bytes
// longer: the encapsulation, then the ciphertext with its tag. Its randomness
// is the machine's own.
func Seal(k *PublicKey, info, plaintext []byte) ([]byte, error) {
	secret, carrier, err := k.encapsulate()
	if err != nil {
		return nil, err
	}
	aead, nonce, err := schedule(secret, info)
	if err != nil {
		return nil, err
	}
	return aead.Seal(carrier, nonce, plaintext, nil), nil
}

// Open decrypts what Seal made for k under the same info.
func Open(k *PrivateKey, info, message []byte) ([]byte, error) {
	if len(message) < Overhead {
		return nil, errOpen
	}
	secret, err := k.decapsulate(message[:EncapsulationSize])
	if err != nil {
		return nil, errOpen
	}
	aead, nonce, err := schedule(secret, info)
	if err != nil {
		return nil, err
	}
	plaintext, err := aead.Open(nil, nonce, message[EncapsulationSize:], nil)
	if err != nil {
		return nil, errOpen
	}
	return plaintext, nil
}

// schedule is the key schedule in base mode; the nonce is that of the first
// message, which is the only one (RFC 9180, section 5.1).
func schedule(shared, info []byte) (aead cipher.AEAD, nonce []byte, err error) {
	context, err := baseContext(info)
	if err != nil {
		return nil, nil, err
	}
	secret, err := extract(shared, "secret", nil)
	if err != nil {
		return nil, nil, err
	}
	key, err := expand(secret, "key", context, chacha20poly1305.KeySize)
	if err != nil {
		return nil, nil, err
	}
	if nonce, err = expand(secret, "base_nonce", context, chacha20poly1305.NonceSize); err != nil {
		return nil, nil, err
	}
	aead, err = chacha20poly1305.New(key)
	return aead, nonce, err
}

// baseContext is the mode, no pre-shared key, and info.
func baseContext(info []byte) ([]byte, error) {
	noKey, err := extract(nil, "psk_id_hash", nil)
	if err != nil {
		return nil, err
	}
	hash, err := extract(nil, "info_hash", info)
	if err != nil {
		return nil, err
	}
	const base = 0
	return append(append([]byte{base}, noKey...), hash...), nil
}
