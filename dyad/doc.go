// Package dyad is the statistics of two people over time: what the data of a
// couple, or of many couples, can honestly say.
//
// It reads numbers and returns results with their uncertainty and a [Status];
// a fit that did not converge is a result, not an error. An error means that
// the data cannot be read as the model needs them, and says what, where and
// what to do.
//
// Deliberately absent: files, flags, plots, clocks and the network. It imports
// the standard library and gonum's special functions only, and runs the same
// natively and in a browser.
package dyad
