// Package screens is what a person sees: one typed view and one templ
// component a page, and the stylesheets. A component gets words (package
// content) and plain data, and gives HTML; it holds no text of its own.
//
// Deliberately absent: network, storage, syscall/js, inline style or script,
// and any script that a page would need: every page works as plain links and
// forms, and static/shim.js only makes it smoother.
//
// What a page may ask of the shim, by attribute: data-live (with an id:
// swapped when there is news), data-draft (the form keeps itself),
// data-timer, data-copy, data-share, data-busy, data-autofocus, and data-unset
// on a slider that nobody has moved: it is left out of the form until somebody
// does.
package screens

//go:generate go tool -modfile=../../tools/go.mod templ generate -path .
