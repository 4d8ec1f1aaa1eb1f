package lean

import (
	"strings"
	"testing"
)

// generated is a template as templ v0.3.977 writes it, with one expression.
const generated = `package screens

import "github.com/a-h/templ"
import templruntime "github.com/a-h/templ/runtime"

func Hello(name string) templ.Component {
	return templruntime.GeneratedTemplate(func(templ_7745c5c3_Input templruntime.GeneratedComponentInput) (templ_7745c5c3_Err error) {
		templ_7745c5c3_W, ctx := templ_7745c5c3_Input.Writer, templ_7745c5c3_Input.Context
		if templ_7745c5c3_CtxErr := ctx.Err(); templ_7745c5c3_CtxErr != nil {
			return templ_7745c5c3_CtxErr
		}
		templ_7745c5c3_Buffer, templ_7745c5c3_IsBuffer := templruntime.GetBuffer(templ_7745c5c3_W)
		if !templ_7745c5c3_IsBuffer {
			defer func() {
				templ_7745c5c3_BufErr := templruntime.ReleaseBuffer(templ_7745c5c3_Buffer)
				if templ_7745c5c3_Err == nil {
					templ_7745c5c3_Err = templ_7745c5c3_BufErr
				}
			}()
		}
		ctx = templ.InitializeContext(ctx)
		templ_7745c5c3_Var1 := templ.GetChildren(ctx)
		if templ_7745c5c3_Var1 == nil {
			templ_7745c5c3_Var1 = templ.NopComponent
		}
		ctx = templ.ClearChildren(ctx)
		templ_7745c5c3_Err = templruntime.WriteString(templ_7745c5c3_Buffer, 1, "<p title=\"a (b)\">")
		if templ_7745c5c3_Err != nil {
			return templ_7745c5c3_Err
		}
		var templ_7745c5c3_Var2 string
		templ_7745c5c3_Var2, templ_7745c5c3_Err = templ.JoinStringErrs(said(name))
		if templ_7745c5c3_Err != nil {
			return templ.Error{Err: templ_7745c5c3_Err, FileName: ` + "`hello.templ`" + `, Line: 4, Col: 9}
		}
		_, templ_7745c5c3_Err = templ_7745c5c3_Buffer.WriteString(templ.EscapeString(templ_7745c5c3_Var2))
		if templ_7745c5c3_Err != nil {
			return templ_7745c5c3_Err
		}
		return nil
	})
}

var _ = templruntime.GeneratedTemplate
`

const short = `package screens

import "github.com/a-h/templ"
import templruntime "pleach/internal/webclient/bundle/lean/page"

func Hello(name string) templ.Component {
	return templruntime.Template(func(ctx templruntime.Context, templ_7745c5c3_Buffer *templruntime.Writer, templ_7745c5c3_Var1 templ.Component) {
		templ_7745c5c3_Buffer.HTML("<p title=\"a (b)\">")
		templ_7745c5c3_Buffer.Text(said(name))
	})
}

var _ = templruntime.Template
`

func TestATemplateWithoutItsChecks(t *testing.T) {
	got, err := Source("hello_templ.go", []byte(generated))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != short {
		t.Errorf("got\n%s\nwant\n%s", got, short)
	}
}

func TestAnUnknownShapeIsNamed(t *testing.T) {
	newer := strings.Replace(generated, "templruntime.WriteString(", "templruntime.WriteBytes(", 1)
	_, err := Source("hello_templ.go", []byte(newer))
	if err == nil || !strings.Contains(err.Error(), "hello_templ.go") || !strings.Contains(err.Error(), "WriteBytes(") {
		t.Errorf("error %v, and it should show the file and the line that is not known", err)
	}
}
