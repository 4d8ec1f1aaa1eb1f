// Package relayhttp is the relay's API: routes from package wire over a
// relay.Store. Every route stands in one table (routes.go) with who may use it
// and how large its body may be; both are enforced before the handler runs and
// before a body is read.
//
// A refusal is always application/problem+json, also for paths and methods that
// are not there. Logs hold the route's pattern, the status, the duration and
// the code; never an id, an address or content.
//
// Deliberately absent: CORS (the web client has the relay's own origin),
// cookies, TLS, the web client's files, and access for the host to anybody's
// data.
package relayhttp
