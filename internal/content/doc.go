// Package content is what Pleach says: the sessions that two people follow and
// the words on its screens, as data files by language. A new session or a new
// language is text, not code.
//
// It is pure: files in, checked values out. Deliberately absent: what anybody
// answered (package bond), how it looks (package screens), and any text in
// code: a screen asks for a key and gets words.
package content
