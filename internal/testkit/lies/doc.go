// Package lies is a server that lies: every way that we could think of, as data,
// with what each must end in. It stands between people's devices and an honest
// relay, knows all that a relay would know, and changes what it answers to one
// of them.
//
// What the people do meanwhile, and what has to hold for them, is in the tests of
// package client; that each end has words in the app, in those of package rooms.
//
// Left out on purpose: a server that also serves a changed web client, against
// which nothing in the client helps, and a partner whose own keys sign what does
// not fit. Package replica's tests have those.
package lies
