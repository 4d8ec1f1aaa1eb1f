// Package idna stands in for golang.org/x/net/idna, the copy that net/http
// carries, when the client is compiled for a browser. There the browser
// resolves names; but net/http asks idna for the ASCII form of a host, and that
// brings Unicode's tables twice into what a person downloads. The build puts
// this file in the place of the original (go build -overlay), for the browser
// alone.
//
// It passes ASCII on and refuses the rest: no request of the web client leaves
// through net/http, so nothing is ever asked of it.
package idna

import "errors"

var errNone = errors.New("idna: names are the browser's here")

// Profile has one way.
type Profile struct{}

// Lookup is it.
var Lookup = &Profile{}

// ToASCII passes ASCII on.
func (*Profile) ToASCII(s string) (string, error) { return ToASCII(s) }

// ToASCII passes ASCII on.
func ToASCII(s string) (string, error) {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return "", errNone
		}
	}
	return s, nil
}
