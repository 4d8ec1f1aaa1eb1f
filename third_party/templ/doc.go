// Package templ is the part of github.com/a-h/templ that runs: what generated
// pages call. What only its command needs is left out, and README.md says which
// files that is.
package templ
