// Package archtest holds the rules of the repository that a compiler does not
// check: which package may know which, what the web client may link, that every
// package says what it is for, that files and functions stay small, that
// generated files are those that their sources give, and that the texts speak
// of the project alone. Every rule gives its reason when it fails.
//
// Left out on purpose: anything that gofmt, go vet or staticcheck already say,
// and any code that ships. There are only tests here, and no other package may
// import this one.
package archtest
