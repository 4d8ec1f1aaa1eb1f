// Package browsertest tests what only a browser can show: the shim, the worker,
// the service worker, IndexedDB and fetch, in a real Chromium.
//
// It brings a small client of its own (folder app) that has one page for every
// promise of the shim, so that a screen's change breaks no test of the frame.
// Without Chromium the tests are skipped, unless PLEACH_REQUIRE names it.
package browsertest
