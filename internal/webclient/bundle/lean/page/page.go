// Package page is what lean templates write with: a buffer that keeps its first
// error, and the start and end that each template has in common.
//
// Left out on purpose: everything that is not used by the shapes that package
// lean knows. Nobody imports it by hand.
package page

import (
	"bytes"
	"context"
	"html"
	"io"

	"github.com/a-h/templ"
)

// Context spares the templates an import.
type Context = context.Context

// Writer holds a page until it is whole. After its first error it takes
// nothing more; whoever rendered the page gets that error.
type Writer struct {
	buf bytes.Buffer
	err error
}

// Write is there for components that are not templates, such as charts.
func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	return w.buf.Write(p)
}

// HTML writes what stands in a template.
func (w *Writer) HTML(s string) {
	w.buf.WriteString(s)
}

// Text writes what an expression came to, escaped. An expression that comes
// with an error is none of ours and does not compile here.
func (w *Writer) Text(s string) {
	w.buf.WriteString(html.EscapeString(s))
}

// URL writes an address, escaped, unless its scheme could run something.
func (w *Writer) URL(url templ.SafeURL, err error) {
	w.fail(err)
	w.buf.WriteString(html.EscapeString(string(url)))
}

// Part renders a component in its place.
func (w *Writer) Part(ctx Context, c templ.Component) {
	w.fail(c.Render(ctx, w))
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Template is a component, made of what writes it. That gets what stands
// between the component's braces, whether it uses it or not.
func Template(f func(ctx Context, w *Writer, children templ.Component)) templ.Component {
	return templ.ComponentFunc(func(ctx Context, out io.Writer) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		ctx = templ.InitializeContext(ctx)
		children := templ.GetChildren(ctx)
		return write(templ.ClearChildren(ctx), out, func(ctx Context, w *Writer) { f(ctx, w, children) })
	})
}

// Children are what stands between a component's braces.
func Children(f func(Context, *Writer)) templ.Component {
	return templ.ComponentFunc(func(ctx Context, out io.Writer) error {
		return write(templ.InitializeContext(ctx), out, f)
	})
}

// write writes into the page that is being written, or begins one.
func write(ctx Context, out io.Writer, f func(Context, *Writer)) error {
	if w, ok := out.(*Writer); ok {
		f(ctx, w)
		return w.err
	}
	var w Writer
	f(ctx, &w)
	if w.err != nil {
		return w.err
	}
	_, err := w.buf.WriteTo(out)
	return err
}
