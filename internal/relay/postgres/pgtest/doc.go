// Package pgtest gives tests a real PostgreSQL: a cluster of their own in a
// temporary folder, on a socket that nobody else knows, gone when the tests are.
// Each test gets an empty database in it.
//
// It takes the programs that are installed (/usr/lib/postgresql/*/bin, or PATH)
// and never a server that runs already: what is in one could be somebody's.
// PostgreSQL refuses to run as root, so root becomes the user postgres for it.
// Without the programs, tests are skipped with one line; they fail where
// PLEACH_REQUIRE names postgres.
//
// Deliberately absent: containers, a fake, and settings that a real server would
// not have, such as fsync=off.
package pgtest
