// Package relaytest is the suite that every relay.Store joins: Run for what the
// contract says, RunDisk for stores that must survive a restart, and Compare for
// two stores that must answer any sequence of calls in the same way.
//
// It also has the people that tests need: accounts with keys that can sign up
// and sign in, and devices that build valid chains. Bodies are random bytes,
// since nothing here could read them anyway.
//
// Deliberately absent: mocks, sleeps, and any look inside a store.
package relaytest
