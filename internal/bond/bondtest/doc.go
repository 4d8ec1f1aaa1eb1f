// Package bondtest has, as data, what a partner with a client of their own making
// may write into the shared space. The tests of every layer try the same: the
// fold, the client, and every page. It says what is written, and not how it gets
// there; forged records are the matter of internal/replica.
package bondtest
