// Package replica is the sync algorithm of one space on one device: it seals
// and chains what the person writes, keeps it in an outbox until the relay has
// acknowledged it, pulls and verifies what others wrote, opens it, and gives it
// back in one order that every device agrees on.
//
// It does no I/O of its own: Local and Remote are the two ports. It knows
// nothing of what the payloads mean; that is package bond.
package replica
