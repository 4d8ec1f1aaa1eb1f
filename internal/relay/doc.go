// Package relay is the domain of the blind server: what it keeps, for whom, and
// when it refuses. It sees accounts, devices, spaces, chains of sealed entries,
// gates and invites, and never what is inside them.
//
// Store is the contract that a database fulfils; mem, sqlite and
// postgres do, and relaytest is the suite that all of them pass. The decisions that every store has
// to take the same way (does this batch continue that chain, may this account
// answer this invite) are pure functions here; stores load the facts, ask, and
// write.
//
// Deliberately absent: keys, plaintext, HTTP (package relayhttp), SQL, the
// network's addresses, and any notion of what a member reads or when. Nothing
// under this folder imports the packages that could open an entry, and a test
// says so.
package relay
