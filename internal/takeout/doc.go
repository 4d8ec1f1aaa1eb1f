// Package takeout is the plain format of everything that one person takes along:
// lines of JSON that a person can read, and that become events again, byte for
// byte. docs/spec/export.md describes it.
//
// Left out on purpose: sealing the file (package agefile), and what a person
// may take and where it goes (package client). Keys, devices and pairings have
// no line here, and a file that has one is refused.
package takeout
