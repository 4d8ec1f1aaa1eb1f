// Package hpke is Hybrid Public Key Encryption (RFC 9180, base mode, one
// message a key) for exactly one suite: MLKEM768-X25519 (X-Wing; draft-ietf-
// hpke-pq, KEM 0x647a) with HKDF-SHA256 and ChaCha20-Poly1305. Its messages
// are those of the standard library's crypto/hpke, and the tests hold the two
// against each other in both directions.
//
// It stands here, and not crypto/hpke, because that package links every curve
// of NIST: 154 kB of the two megabytes that a person downloads, for code that
// is never called. What is ours is the composition alone; ML-KEM, HKDF, SHA-3
// and SHAKE are the standard library's, ChaCha20-Poly1305 is x/crypto's,
// X25519 is CIRCL's.
//
// Deliberately absent: other suites, authenticated and pre-shared-key modes,
// more than one message under one encapsulation, exported secrets.
package hpke
