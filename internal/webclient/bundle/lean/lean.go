// Package lean shortens the Go files that templ generates, for the browser
// alone. templ checks for an error after each piece of a page; here the writer
// keeps the first one (package page), and the checks go. The pages are the same
// to the byte.
//
// It knows the shapes that our templates come to, and no others: a file with
// something else in it is an error that shows the line, and nothing is built.
package lean

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// shape is a piece of generated code and what it becomes. In the patterns a ~
// stands for the prefix of templ's own names, and a line end for any indent.
type shape struct{ was, is string }

var shapes = []shape{
	// Checks.
	{`
if ~Err != nil {
return (?:~Err|templ\.Error\{[^\n]*\})
}`, ``},
	// The start of a template.
	{`templruntime\.GeneratedTemplate\(func\(~Input templruntime\.GeneratedComponentInput\) \(~Err error\) \{
~W, ctx := ~Input\.Writer, ~Input\.Context
if ~CtxErr := ctx\.Err\(\); ~CtxErr != nil \{
return ~CtxErr
\}
` + release + `
(~Var\d+) := templ\.GetChildren\(ctx\)
if ~Var\d+ == nil \{
~Var\d+ = templ\.NopComponent
\}
ctx = templ\.ClearChildren\(ctx\)`,
		`templruntime.Template(func(ctx templruntime.Context, ~Buffer *templruntime.Writer, $1 templ.Component) {`},
	// The start of what stands between a component's braces.
	{`templruntime\.GeneratedTemplate\(func\(~Input templruntime\.GeneratedComponentInput\) \(~Err error\) \{
~W, ctx := ~Input\.Writer, ~Input\.Context
` + release,
		`templruntime.Children(func(ctx templruntime.Context, ~Buffer *templruntime.Writer) {`},
	// The end of both.
	{`
return nil(
\}\))`, `$1`},
	// HTML, an expression's text, an address, a component.
	{`~Err = templruntime\.WriteString\(~Buffer, \d+, (".*")\)`, `~Buffer.HTML($1)`},
	{joined("string", "templ.JoinStringErrs"), `~Buffer.Text($1)`},
	{joined("templ.SafeURL", "templ.JoinURLErrs"), `~Buffer.URL(templ.JoinURLErrs($1))`},
	{`~Err = (.*)\.Render\((ctx|templ\.WithChildren\(ctx, ~Var\d+\)), ~Buffer\)`, `~Buffer.Part($2, $1)`},
	// Style elements for classes: our classes are names, and our
	// Content-Security-Policy forbids style elements.
	{`
~Err = templ\.RenderCSSItems\(.*\)`, ``},
	// The imports.
	{`"github\.com/a-h/templ/runtime"`, `"pleach/internal/webclient/bundle/lean/page"`},
	{`var _ = templruntime\.GeneratedTemplate`, `var _ = templruntime.Template`},
}

const release = `~Buffer, ~IsBuffer := templruntime\.GetBuffer\(~W\)
if !~IsBuffer \{
defer func\(\) \{
~BufErr := templruntime\.ReleaseBuffer\(~Buffer\)
if ~Err == nil \{
~Err = ~BufErr
\}
\}\(\)
\}
ctx = templ\.InitializeContext\(ctx\)`

// joined is an expression that templ evaluates, joins with its errors and
// writes.
func joined(kind, join string) string {
	return `var ~Var\d+ ` + regexp.QuoteMeta(kind) + `
~Var\d+, ~Err = ` + regexp.QuoteMeta(join) + `\(((?s:.*?))\)
_, ~Err = ~Buffer\.WriteString\(templ\.EscapeString\(~Var\d+\)\)`
}

const prefix = "templ_7745c5c3_"

var patterns = func() (all []*regexp.Regexp) {
	for _, s := range shapes {
		all = append(all, regexp.MustCompile(strings.NewReplacer("~", prefix, "\n", `\n\s*`).Replace(s.was)))
	}
	return all
}()

var left = regexp.MustCompile(prefix + `(?:Err|CtxErr|BufErr|W|Input|IsBuffer)\b`)

// Source is the short form of a file that templ generated.
func Source(name string, generated []byte) ([]byte, error) {
	out := generated
	for i, s := range shapes {
		out = patterns[i].ReplaceAll(out, []byte(strings.NewReplacer("~", prefix, "$1", "${1}", "$2", "${2}").Replace(s.is)))
	}
	if at := left.FindIndex(out); at != nil {
		line := out[bytes.LastIndexByte(out[:at[0]], '\n')+1:]
		line, _, _ = bytes.Cut(line, []byte("\n"))
		return nil, fmt.Errorf("%s: this shape of templ's is not in package lean: %s", name, bytes.TrimSpace(line))
	}
	return out, nil
}
