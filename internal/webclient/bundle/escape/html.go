// Package html stands in for html when the client is compiled for a browser.
// The original knows the 2231 names that HTML has for characters as soon as it
// is linked, and pages here are only ever written, not read: 17 kB. The build
// puts this file in its place (go build -overlay), for the browser alone.
//
// It escapes to the byte as the original does. Left out: UnescapeString.
package html

import "strings"

var escaper = strings.NewReplacer("&", "&amp;", "'", "&#39;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

// EscapeString is s as text between tags or in a quoted attribute.
func EscapeString(s string) string { return escaper.Replace(s) }
