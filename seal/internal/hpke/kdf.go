package hpke

import (
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/binary"
)

const (
	version = "HPKE-v1"
	hkdfID  = 0x0001 // HKDF-SHA256
	aeadID  = 0x0003 // ChaCha20-Poly1305
)

// suite names the whole suite in the key schedule (RFC 9180, section 5.1).
var suite = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(
	binary.BigEndian.AppendUint16([]byte("HPKE"), kemID), hkdfID), aeadID)

// derive is LabeledDerive for DeriveKeyPair (draft-ietf-hpke-pq, section 4).
func derive(material []byte) []byte {
	const name = "DeriveKeyPair"
	h := sha3.NewSHAKE256()
	h.Write(material)
	h.Write([]byte(version))
	h.Write(binary.BigEndian.AppendUint16([]byte("KEM"), kemID))
	h.Write(binary.BigEndian.AppendUint16(nil, uint16(len(name))))
	h.Write([]byte(name))
	h.Write(binary.BigEndian.AppendUint16(nil, 32))
	out := make([]byte, 32)
	h.Read(out)
	return out
}

// extract is LabeledExtract of the suite (RFC 9180, section 4).
func extract(salt []byte, label string, key []byte) ([]byte, error) {
	labeled := append([]byte(version), suite...)
	labeled = append(labeled, label...)
	return hkdf.Extract(sha256.New, append(labeled, key...), salt)
}

// expand is LabeledExpand of the suite (RFC 9180, section 4).
func expand(key []byte, label string, info []byte, length int) ([]byte, error) {
	labeled := binary.BigEndian.AppendUint16(nil, uint16(length))
	labeled = append(labeled, version...)
	labeled = append(labeled, suite...)
	labeled = append(labeled, label...)
	return hkdf.Expand(sha256.New, key, string(append(labeled, info...)), length)
}
