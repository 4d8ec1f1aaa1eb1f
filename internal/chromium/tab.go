package chromium

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Patience is how long Wait waits. It is long because machines are slow; what
// works does not take it.
const Patience = 30 * time.Second

// step is how long one answer of the browser may take.
const step = 20 * time.Second

// Tab is one tab of a browser.
type Tab struct {
	browser *Browser
	ctx     context.Context
	close   func()
}

// Tab opens a tab with an empty page.
func (b *Browser) Tab() (*Tab, error) {
	ctx, stop := chromedp.NewContext(b.ctx)
	t := &Tab{b, ctx, stop}
	if err := chromedp.Listen(ctx, b.watch); err != nil {
		return nil, err
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		return nil, err
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		return nil, err
	}
	return t, nil
}

// Close closes the tab.
func (t *Tab) Close() { t.close() }

func (t *Tab) limit() (context.Context, context.CancelFunc) { return context.WithTimeout(t.ctx, step) }

// Open loads an address, as if it were typed, and waits for its load event.
func (t *Tab) Open(address string) error {
	ctx, cancel := t.limit()
	defer cancel()
	err := chromedp.Do(ctx, chromedp.Navigate(address))
	for range 3 {
		if err == nil || !strings.Contains(err.Error(), "ERR_ABORTED") {
			break // a navigation that another one overtook is tried again
		}
		err = chromedp.Do(ctx, chromedp.Navigate(address))
	}
	return err
}

// Reload loads the page anew.
func (t *Tab) Reload() error {
	ctx, cancel := t.limit()
	defer cancel()
	return chromedp.Do(ctx, chromedp.Reload())
}

// Run runs a script and waits for the promise that it may be.
func (t *Tab) Run(script string) error {
	ctx, cancel := t.limit()
	defer cancel()
	return chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise))
}

// Value is what an expression is on the page now.
func Value[T any](t *Tab, expression string) (T, error) {
	ctx, cancel := t.limit()
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Wait returns when an expression is true on the page. An expression that
// throws is not true yet. The error shows the page.
func (t *Tab) Wait(expression string) error {
	script := "Boolean((() => { try { return " + expression + " } catch { return false } })())"
	end := time.Now().Add(Patience)
	for time.Now().Before(end) && t.ctx.Err() == nil {
		if ok, err := Value[bool](t, script); err == nil && ok {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("never true: %s\n%s", expression, t.Page())
}

// Page is the address and the words on view, to say what a step found instead.
func (t *Tab) Page() string {
	page, err := Value[string](t, `location.href + "\n" + document.body?.innerText.slice(0, 2000)`)
	if err != nil {
		return "(the page does not answer: " + err.Error() + ")"
	}
	return page
}

// Write puts text into the field that a selector finds, in place of what is
// there, as typing would. A page that moves the focus meanwhile, as one does
// that has just come on view, makes it begin again.
func (t *Tab) Write(selector, text string) error {
	field := "document.querySelector(" + Quote(selector) + ")"
	if err := t.Wait(field); err != nil {
		return err
	}
	end := time.Now().Add(Patience)
	for time.Now().Before(end) {
		if err := t.Run("{ const f = " + field + "; f.focus(); f.select(); }"); err != nil {
			return err
		}
		if err := t.insert(text); err != nil {
			return err
		}
		if took, err := Value[bool](t, field+"?.value === "+Quote(text)); took || err != nil {
			return err
		}
	}
	return fmt.Errorf("%s never took what was written\n%s", selector, t.Page())
}

func (t *Tab) insert(text string) error {
	ctx, cancel := t.limit()
	defer cancel()
	_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
	return err
}

// Keys presses keys, in the notation of chromedp's package kb.
func (t *Tab) Keys(keys string) error {
	ctx, cancel := t.limit()
	defer cancel()
	return chromedp.Do(ctx, chromedp.KeyEvent(keys))
}

// Size gives the page a viewport in CSS pixels.
func (t *Tab) Size(width, height int64) error {
	ctx, cancel := t.limit()
	defer cancel()
	_, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1,
		ScrollbarType: emulation.SetDeviceMetricsOverrideScrollbarTypeOverlay,
	})
	return err
}

// Prefer sets media features, such as "prefers-color-scheme" to "dark".
func (t *Tab) Prefer(features map[string]string) error {
	ctx, cancel := t.limit()
	defer cancel()
	var all []*emulation.MediaFeature
	for name, value := range features {
		all = append(all, &emulation.MediaFeature{Name: name, Value: value})
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: all})
	return err
}

// Picture is the whole page as a PNG, as wide as the viewport: from the top, in
// a viewport that is as high as the page, so that what sticks to its edges is
// at the page's. The viewport is as it was afterwards.
func (t *Tab) Picture() ([]byte, error) {
	was, err := Value[[2]int64](t, "[innerWidth, innerHeight]")
	if err != nil {
		return nil, err
	}
	whole, err := Value[int64](t, "Math.max(innerHeight, Math.ceil(document.documentElement.scrollHeight))")
	if err != nil {
		return nil, err
	}
	if err := errors.Join(t.Size(was[0], whole), t.settle()); err != nil {
		return nil, err
	}
	ctx, cancel := t.limit()
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	return png, errors.Join(err, t.Size(was[0], was[1]))
}

// settle goes to the top and lets the page be laid out and painted.
func (t *Tab) settle() error {
	return t.Run("scrollTo(0, 0); new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
}

// Quote writes a string as JavaScript.
func Quote(s string) string {
	b, _ := json.Marshal(s) // a string always can be
	return string(b)
}

// SaveTo lets the page save files, and puts them into a folder under the names
// that the page gives them.
func (t *Tab) SaveTo(dir string) error {
	ctx, cancel := t.limit()
	defer cancel()
	_, err := chromedp.Call(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir,
	})
	return err
}

// Choose chooses a file in a field, as somebody does in the system's dialogue.
func (t *Tab) Choose(selector, path string) error {
	ctx, cancel := t.limit()
	defer cancel()
	return chromedp.Do(ctx, chromedp.SetUploadFiles(selector, []string{path}))
}
