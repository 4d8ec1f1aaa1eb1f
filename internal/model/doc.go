// Package model explores small models of the protocol in every order of steps
// that can happen, and tells the shortest story that breaks a rule. It has no
// keys and no bytes: who can open what is a question of who holds which. What
// is modelled, how large, and what was found is in docs/spec/models.md.
//
// It leaves out cryptography (an ideal box, signature and hash), times and
// sizes, and everything that goes on longer than its scope.
package model
