package chromium

import (
	"encoding/json"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// Stop is something on a page that takes the focus, as a screen reader says it.
type Stop struct{ Role, Name string }

// Stops are those of the page on view, in the order of Chromium's accessibility
// tree. The page as a whole is none.
func (t *Tab) Stops() ([]Stop, error) {
	ctx, cancel := t.limit()
	defer cancel()
	tree, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		return nil, err
	}
	var stops []Stop
	for _, n := range tree.Nodes {
		if s := (Stop{text(n.Role), text(n.Name)}); focusable(n) && s.Role != "RootWebArea" {
			stops = append(stops, s)
		}
	}
	return stops, nil
}

func focusable(n *accessibility.Node) bool {
	for _, p := range n.Properties {
		if string(p.Name) == "focusable" && !n.Ignored {
			return string(p.Value.Value) == "true"
		}
	}
	return false
}

// text is a value of the tree, or "" for one that is not there.
func text(v *accessibility.Value) string {
	var s string
	if v == nil || json.Unmarshal(v.Value, &s) != nil {
		return ""
	}
	return s
}
