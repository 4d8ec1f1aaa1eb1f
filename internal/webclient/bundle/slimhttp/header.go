package http

import "strings"

// Header is a header's fields, by their canonical names.
type Header map[string][]string

// Get is a field's first value.
func (h Header) Get(name string) string {
	if values := h[CanonicalHeaderKey(name)]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Set replaces a field's values by one.
func (h Header) Set(name, value string) { h[CanonicalHeaderKey(name)] = []string{value} }

// CanonicalHeaderKey begins each word of a name with a capital; a name that is no token
// stays as it is.
func CanonicalHeaderKey(name string) string {
	if !token(name) {
		return name
	}
	words := strings.Split(strings.ToLower(name), "-")
	for i, word := range words {
		if word != "" {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "-")
}

// token reports whether s may name a field or a method (RFC 9110, 5.6.2).
func token(s string) bool {
	for _, c := range s {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", c) {
			return false
		}
	}
	return s != ""
}
