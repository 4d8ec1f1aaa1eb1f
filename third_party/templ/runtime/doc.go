// Package runtime holds the buffers and writers that generated pages use. It is
// a part of github.com/a-h/templ; watching files while developing is left out.
package runtime
