// Package study is what `pleach study` does with a researcher's file: it takes
// columns out of a table, gives them to package dyad, and writes the answer as
// a table for people, as JSON for scripts, or as tidy CSV for other programs.
//
// Everything that was dropped, sorted or decided on the way is in the result.
// A fit that did not converge is a result; an error is a [Refusal] or a
// table.Error and says what, where and what to do.
//
// Deliberately absent: statistics (they are dyad's), flags and terminals (they
// are the command's), and drawing (that is package report's).
package study
