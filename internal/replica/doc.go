// Package replica is the sync algorithm of one space on one device: it seals
// and chains what the person writes, keeps it in an outbox until the relay has
// acknowledged it, pulls and verifies what others wrote, opens it, and gives it
// back in one order that every device agrees on.
//
// It does no I/O of its own: Local and Remote are the two ports. It knows
// nothing of what the payloads mean; that is package bond.
//
// How it trusts: membership comes from signed commits only, a device from the
// certificate that opens its chain, an entry from the chain that leads to a
// signed one. The relay's positions page through the stream and decide nothing.
// What does not fit is refused with a named error (see Trouble), everything
// before it is kept, and the next Sync asks again from the start, so that a
// relay which serves right data again heals it.
//
// How it begins: whoever makes a space seals commit 0 and calls Bootstrap; from
// then on the person can write, without any relay. The client creates the space
// at the relay when it can (remote.CreateSpace), and Sync drains the outbox.
// Whoever joins, or comes with another device, opens an empty Local and calls
// Sync; Config.Anchor names the commit that they know to be genuine.
//
// How keys change: Rotate begins the next epoch. Before anything goes out, Sync
// sees to it that nobody who is gone knows the key that it is sealed under, and
// seals what waits anew where needed.
//
// How it erases: Erase adds an entry to the chain that names another of the same
// person, and takes that one's words out of everything in Local in the same
// step. The entry is sent like any other; the relay that stores it deletes the
// words, and a replica that pulls it purges its own. An entry that comes without
// words and without such an entry is trouble: a relay alone erases nothing.
//
// Absent on purpose: a clock, retries and their timing (the client decides when
// to call Sync, and Config.Stale when a key is old), leaving. A device whose storage was rolled back
// (ErrOwnRollback) cannot go on in its chain: the client takes what is unsent
// from Entries, opens an empty Local with a fresh Device, and appends it again.
package replica
