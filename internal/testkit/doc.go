// Package testkit is a whole world in one process, for tests and
// demonstrations: a relay over HTTP without a socket, people with accounts,
// devices that can crash and come back, and a network that loses, repeats and
// delays, from a seed.
//
// Everything in it is the code that ships, or an adapter that passes the same
// suite; only the network and the disk are made to fail on purpose. It does not
// import testing, and nothing that ships may import it but programs that show
// Pleach off.
//
// Left out on purpose: passwords (people have random login keys, because a
// password hash takes a second), and screens.
package testkit
