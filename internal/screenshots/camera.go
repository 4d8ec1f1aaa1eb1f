package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"pleach/internal/chromium"
)

var widths = []int64{360, 768, 1280}

// camera takes pictures of what a tab shows.
type camera struct {
	out   string
	taken int
}

// take pictures what is on view, at every width and in both schemes. A page
// that is wider than its window is an error.
func (c *camera) take(tab *chromium.Tab, name string) error {
	for _, scheme := range []string{"light", "dark"} {
		if err := tab.Prefer(map[string]string{"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}); err != nil {
			return err
		}
		for _, width := range widths {
			if err := c.one(tab, name, scheme, width); err != nil {
				return fmt.Errorf("%s at %d, %s: %w", name, width, scheme, err)
			}
		}
	}
	return nil
}

func (c *camera) one(tab *chromium.Tab, name, scheme string, width int64) error {
	if err := tab.Size(width, 800); err != nil {
		return err
	}
	wide, err := chromium.Value[bool](tab, "document.documentElement.scrollWidth > innerWidth")
	if err != nil {
		return err
	}
	if wide {
		return errors.New("the page is wider than its window")
	}
	picture, err := tab.Picture()
	if err != nil {
		return err
	}
	c.taken++
	return os.WriteFile(filepath.Join(c.out, fmt.Sprintf("%s-%d-%s.png", name, width, scheme)), picture, 0o644)
}

// visitor is somebody at a tab.
type visitor struct{ *chromium.Tab }

func visit(b *chromium.Browser, address string) (visitor, error) {
	tab, err := b.Tab()
	if err != nil {
		return visitor{}, err
	}
	v := visitor{tab}
	return v, errors.Join(v.Prefer(map[string]string{"prefers-reduced-motion": "reduce"}), v.Open(address))
}

// goes follows a link to a path, as if the page had it.
func (v visitor) goes(path string) error {
	q := chromium.Quote(path)
	err := v.Run("{ const a = document.createElement('a'); a.href = " + q + "; document.getElementById('app').append(a); a.click(); }")
	if err != nil {
		return err
	}
	return v.Wait("location.pathname + location.search === " + q + " && !document.getElementById('app').dataset.shell")
}

// sends presses a button of the form that goes to action; value is the
// button's, or "" for its first one.
func (v visitor) sends(action, value string) error {
	button := "form[action=" + chromium.Quote(action) + "] button"
	if value != "" {
		button += "[value=" + chromium.Quote(value) + "]"
	} else {
		button += ":not([type=button])"
	}
	find := "document.querySelector(" + chromium.Quote(button) + ")"
	return errors.Join(v.Wait(find), v.Run(find+".click()"))
}

// at waits until the page's heading is there and the address begins so.
func (v visitor) at(path string) error {
	return v.Wait("location.pathname.startsWith(" + chromium.Quote(path) + ") && document.querySelector('#app h1')")
}

// heads waits for a page by the words of its heading.
func (v visitor) heads(words string) error {
	return v.Wait("document.querySelector('#app h1').textContent.includes(" + chromium.Quote(words) + ")")
}

// all runs steps until one fails.
func all(steps ...func() error) error {
	for i, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return nil
}

func wordsOf(list string) []string { return strings.Fields(list) }
