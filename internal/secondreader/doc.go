// Package secondreader holds only tests: a reader of kits, keys, commits,
// entries, answers and invitations that follows docs/spec/envelope.md. It
// imports the standard library and primitives, and nothing of ours, so that it
// fails where the page says less than somebody else would need.
//
// It leaves out writing, the text form of a kit, and what a client decides
// after it has read: who may be added and
// removed, chains, trouble.
package secondreader
