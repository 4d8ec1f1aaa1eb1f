package chromium

import (
	"net/url"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// Faults are what must not happen on a page of ours and did: a request to
// another origin, a violated policy, an uncaught error, an error on the
// console. A request that failed is none: networks do that.
func (b *Browser) Faults() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.faults)
}

func (b *Browser) fault(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, s)
}

func (b *Browser) watch(ev any) {
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if b.alien(ev.Request.URL) {
			b.fault("a request left the origin: " + ev.Request.URL)
		}
	case *log.EventEntryAdded:
		b.entry(ev.Entry)
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError {
			b.fault("on the console: " + words(ev.Args))
		}
	case *runtime.EventExceptionThrown:
		text := ev.ExceptionDetails.Text
		if o := ev.ExceptionDetails.Exception; o != nil {
			text += " " + o.Description
		}
		b.fault("uncaught: " + text)
	}
}

func (b *Browser) entry(e *log.Entry) {
	policy := e.Source == log.EntrySourceSecurity || strings.Contains(e.Text, "Content Security Policy")
	if policy || e.Level == log.EntryLevelError && e.Source != log.EntrySourceNetwork {
		b.fault("logged: " + e.Text + " " + e.URL)
	}
}

// alien reports whether an address is outside of the only origin. What needs no
// network, such as a blob, never is.
func (b *Browser) alien(address string) bool {
	if b.Origin == "" {
		return false
	}
	u, err := url.Parse(address)
	if err != nil || !slices.Contains([]string{"http", "https", "ws", "wss"}, u.Scheme) {
		return err != nil
	}
	return u.Scheme+"://"+u.Host != b.Origin
}

func words(args []*runtime.RemoteObject) string {
	var all []string
	for _, a := range args {
		all = append(all, string(a.Value)+a.Description)
	}
	return strings.Join(all, " ")
}
