// Package e2e tests the whole product as people use it: the real binary with
// its data folder, and a real Chromium with a profile of its own for each
// person. Every request of every browser goes through a line that the tests
// can cut and that remembers what was sent.
//
// The tests are written as stories, with the app's words taken by their keys,
// so that better words break nothing. Left out on purpose: anything that a
// smaller test can show. Without Chromium the tests are skipped, unless
// PLEACH_REQUIRE names it.
package e2e
