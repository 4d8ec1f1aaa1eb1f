// Package native serves the client on this machine alone: the rooms, answered by
// a program that somebody has built or checked, in place of the WebAssembly that
// a host's web page brings along. Nobody has to trust that page then.
//
// It listens on loopback. The first page comes in by an address that works once
// and leaves with a cookie; everything that comes from another page, another
// port or another name is refused. One page at a time has the app, as in the web
// client, and with its last page the keys are forgotten.
//
// The page's script is the web client's. Its worker (native.js in
// internal/screens/static) asks over HTTP where the other one asks WebAssembly,
// and hears news over server-sent events.
//
// Left out on purpose: TLS (nothing leaves the machine), other people's machines,
// a service worker (nothing may stand between page and program), storage and the
// relay's transport (handed in), and a login of its own: whoever comes in still
// needs the password.
package native
