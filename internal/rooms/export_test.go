package rooms

import "slices"

// Patterns are the method and path of every room.
func Patterns() []string {
	var all []string
	for _, r := range routes {
		all = append(all, r.pattern)
	}
	return all
}

// Codes are those of every error that has words.
func Codes() []string {
	var all []string
	for _, n := range named {
		all = append(all, n.code)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// CodeOf is the code of the words for an error.
func CodeOf(err error) string { return explain(err).Code }

// Errors are those that explain names, and what it calls them.
func Errors() map[error]string {
	all := map[error]string{}
	for _, n := range named {
		all[n.err] = n.code
	}
	return all
}
