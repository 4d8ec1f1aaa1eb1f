// Package bond is the domain in plaintext: what two people do, as events, and
// the journals that fold them. One file a practice.
//
// An event is written by one device into one space. The private space of a
// person and the space they share have a journal each. Folding is pure: the
// same events in the same order give the same journal on every device, and an
// event that this build does not know is counted and kept, never dropped.
//
// Left out on purpose: keys, storage, the network (packages seal, replica and
// client), and every text that a person reads (package content).
package bond
