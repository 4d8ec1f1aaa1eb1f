// Package godebug stands in for internal/godebug when the client is compiled
// for a browser, where GODEBUG has nobody to set it: its reader, its search for
// a bad change (internal/bisect) and the runtime's metrics are 24 kB that
// nothing asks. The build puts this file in the place of the original (go build
// -overlay), for the browser alone. Every setting has its default.
package godebug

// Setting is a setting that nobody has set.
type Setting struct{ name string }

// New is the setting of that name, which begins with # when it is not written
// about.
func New(name string) *Setting { return &Setting{name: name} }

// Name is what New was given, without the #.
func (s *Setting) Name() string {
	if s.Undocumented() {
		return s.name[1:]
	}
	return s.name
}

// Undocumented reports whether the name began with #.
func (s *Setting) Undocumented() bool { return s.name != "" && s.name[0] == '#' }

// String is name=value.
func (s *Setting) String() string { return s.Name() + "=" }

// IncNonDefault counts nothing: no value ever differs from its default.
func (s *Setting) IncNonDefault() {}

// Value is empty, which means the default.
func (s *Setting) Value() string { return "" }
