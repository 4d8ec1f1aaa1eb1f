package rooms_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
)

// node is an element of a page, or a piece of text when tag is empty.
type node struct {
	tag    string
	attr   map[string]string
	text   string
	kids   []*node
	parent *node
}

// parsePage reads the HTML that our templates write: well nested, with void
// elements and attributes without values.
func parsePage(html string) (*node, error) {
	d := xml.NewDecoder(strings.NewReader(html))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &node{tag: "root"}
	at := root
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, fmt.Errorf("after %d bytes: %w", d.InputOffset(), err)
		}
		at = at.add(token)
	}
}

// add puts a token into the tree and returns where the next one goes.
func (n *node) add(token xml.Token) *node {
	switch token := token.(type) {
	case xml.StartElement:
		kid := &node{tag: token.Name.Local, attr: map[string]string{}, parent: n}
		for _, a := range token.Attr {
			kid.attr[a.Name.Local] = a.Value
		}
		n.kids = append(n.kids, kid)
		return kid
	case xml.EndElement:
		return n.parent
	case xml.CharData:
		n.kids = append(n.kids, &node{text: string(token), parent: n})
	}
	return n
}

// all yields the node and everything in it, in the order of the page.
func (n *node) all() iter.Seq[*node] {
	return func(yield func(*node) bool) { n.walk(yield) }
}

func (n *node) walk(yield func(*node) bool) bool {
	if !yield(n) {
		return false
	}
	for _, k := range n.kids {
		if !k.walk(yield) {
			return false
		}
	}
	return true
}

// find returns the elements with a tag, or with any tag for "".
func (n *node) find(tag string, match func(*node) bool) []*node {
	var found []*node
	for e := range n.all() {
		if e.tag != "" && (tag == "" || e.tag == tag) && (match == nil || match(e)) {
			found = append(found, e)
		}
	}
	return found
}

func (n *node) has(attr string) bool {
	_, ok := n.attr[attr]
	return ok
}

// inside reports whether an ancestor, or the node itself, matches.
func (n *node) inside(match func(*node) bool) bool {
	for at := n; at != nil; at = at.parent {
		if at.tag != "" && match(at) {
			return true
		}
	}
	return false
}

// words is all text of the node with single spaces.
func (n *node) words() string {
	var b strings.Builder
	for e := range n.all() {
		b.WriteString(e.text + " ")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// raw is all text of the node as it is.
func (n *node) raw() string {
	var b strings.Builder
	for e := range n.all() {
		b.WriteString(e.text)
	}
	return b.String()
}

// forms are the forms that go to an address.
func (n *node) forms(action string) []*node {
	return n.find("form", func(f *node) bool { return f.attr["action"] == action })
}

// fields are what a browser sends of a form that nobody has touched: a slider
// that nobody moved says nothing, as the shim has it.
func (n *node) fields() map[string]string {
	sent := map[string]string{}
	for _, e := range n.find("", isField) {
		name := e.attr["name"]
		switch {
		case e.has("data-unset"):
		case e.tag == "textarea":
			sent[name] = e.raw()
		case (e.attr["type"] == "radio" || e.attr["type"] == "checkbox") && !e.has("checked"):
		default:
			sent[name] = e.attr["value"]
		}
	}
	return sent
}

func isField(e *node) bool {
	return (e.tag == "input" || e.tag == "textarea") && e.has("name")
}

// offers reports whether a field with a name, or a button with that name and
// value, stands in the form.
func (n *node) offers(name, value string) bool {
	return slices.ContainsFunc(n.find("", func(e *node) bool { return e.attr["name"] == name }), func(e *node) bool {
		return e.tag != "button" && e.attr["type"] != "radio" || e.attr["value"] == value
	})
}
