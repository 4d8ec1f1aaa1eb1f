package e2e

import (
	"strings"
	"testing"

	"pleach/internal/chromium"
)

// The inspection sees what it is for: here is a page with everything wrong.
func TestTheInspectionFindsWhatIsWrong(t *testing.T) {
	b, err := chromium.Launch(chromium.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	tab, err := b.Tab()
	if err != nil {
		t.Fatal(err)
	}
	if err := tab.Size(360, 740); err != nil {
		t.Fatal(err)
	}
	err = tab.Run(`document.body.innerHTML = '<h1>a</h1><h1 id="x">b</h1><input id="x"><button tabindex="3"></button>' +
		'<svg width="20" height="20"></svg><a href="/" aria-describedby="gone">a</a><p style="width: 500px">wide</p>'`)
	if err != nil {
		t.Fatal(err)
	}
	found, err := chromium.Value[string](tab, inspection)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 headings h1", "no language", "no title", "0 main parts", "the quick exit is not", "the skip link is not",
		"an order of its own", "no name: <input", "no name: <button", "a picture without words", "twice the same id: x", "points to nothing: gone", "scrolls sideways"} {
		if !strings.Contains(found, want) {
			t.Errorf("%q was not found in:\n%s", want, found)
		}
	}
}
