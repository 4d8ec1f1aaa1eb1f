// Package seal holds the keys and envelopes of Pleach: pure functions from
// bytes and injected randomness to bytes.
package seal
