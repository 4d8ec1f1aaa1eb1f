// Package templ is the part of github.com/a-h/templ that runs: what generated
// pages call. Three things that Pleach's pages have none of are cut, and
// README.md says which and why.
package templ
