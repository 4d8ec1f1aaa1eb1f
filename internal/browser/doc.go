// Package browser is all of Pleach that knows it runs in a browser: the bridge
// that turns a message of the page into an http.Request, IndexedDB as
// client.Storage, and fetch as remote.Transport.
//
// It is compiled to WebAssembly only and lives in a Web Worker. Its other half
// are three scripts in internal/screens/static: worker.js starts it, store.js
// speaks to IndexedDB, shim.js puts its answers into the page.
//
// Left out on purpose: the page itself (the worker cannot see it), what the
// answers say (package screens), and every decision about a person's data
// (package client).
package browser
