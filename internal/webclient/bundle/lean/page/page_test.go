package page

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

func rendered(c templ.Component) (string, error) {
	var out strings.Builder
	err := c.Render(context.Background(), &out)
	return out.String(), err
}

// card is a component with a place for others, and note one without.
func card(title string) templ.Component {
	return Template(func(ctx Context, w *Writer, children templ.Component) {
		w.HTML("<b>")
		w.Text(title)
		w.HTML("</b>")
		w.Part(ctx, children)
	})
}

func note(text string) templ.Component {
	return Template(func(_ Context, w *Writer, _ templ.Component) { w.Text(text) })
}

func TestComponentsStandInsideOneAnother(t *testing.T) {
	all := Template(func(ctx Context, w *Writer, _ templ.Component) {
		inside := Children(func(ctx Context, w *Writer) {
			w.Part(ctx, note("Ada & Noor"))
			w.Part(ctx, card("no children here"))
		})
		w.Part(templ.WithChildren(ctx, inside), card("1 < 2"))
		w.Part(ctx, card("nor here"))
	})
	got, err := rendered(all)
	want := "<b>1 &lt; 2</b>Ada &amp; Noor<b>no children here</b><b>nor here</b>"
	if err != nil || got != want {
		t.Errorf("got %q and %v, want %q", got, err, want)
	}
}

func TestAnAddressThatRunsSomethingIsNotWritten(t *testing.T) {
	got, err := rendered(Template(func(_ Context, w *Writer, _ templ.Component) {
		w.URL(templ.JoinURLErrs("javascript:alert(1)"))
		w.HTML(" ")
		w.URL(templ.JoinURLErrs("/day?a=1&b=2"))
	}))
	if err != nil || strings.Contains(got, "javascript") || !strings.HasSuffix(got, " /day?a=1&amp;b=2") {
		t.Errorf("got %q and %v", got, err)
	}
}

func TestTheFirstErrorEndsAPage(t *testing.T) {
	first, second := errors.New("first"), errors.New("second")
	broken := func(err error) templ.Component {
		return templ.ComponentFunc(func(context.Context, io.Writer) error { return err })
	}
	got, err := rendered(Template(func(ctx Context, w *Writer, _ templ.Component) {
		w.HTML("half a page")
		w.Part(ctx, broken(first))
		w.Part(ctx, broken(second))
	}))
	if err != first || got != "" {
		t.Errorf("got %q and %v, want nothing and the first error", got, err)
	}
}

func TestNothingIsRenderedForAVisitThatIsOver(t *testing.T) {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	var out strings.Builder
	if err := note("too late").Render(over, &out); !errors.Is(err, context.Canceled) || out.Len() > 0 {
		t.Errorf("got %q and %v", out.String(), err)
	}
}
