// Package table reads a researcher's CSV file into typed columns, and refuses
// what it would have to guess: every complaint names the file, the row, the
// column and what to do about it.
//
// A file is read once and kept as bytes with the place of every cell; a column
// becomes numbers, labels or times only when somebody asks for it, so columns
// that nobody uses cost nothing and may hold anything.
//
// Deliberately absent: writing, joins, formulas, spreadsheets' own formats,
// and any meaning of a column.
package table
