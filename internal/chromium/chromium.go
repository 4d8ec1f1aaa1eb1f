// Package chromium drives a Chromium for tests, pictures and measurements: a
// browser with a profile of its own, its tabs, and what it finds wrong with the
// pages that it is shown.
//
// It knows no page of Pleach, makes no judgement and needs no package testing;
// every step returns its error. Left out on purpose: any other browser.
package chromium

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/chromedp/chromedp"
)

// Find is the browser's program, or "" when there is none on this machine.
func Find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Options say how a browser starts. The zero value is good.
type Options struct {
	// Proxy is an address such as "127.0.0.1:4000" that gets every request of
	// the browser, those to this machine too. Default: none.
	Proxy string
	// Origin is the only one that pages may ask. Requests to others are faults.
	// Default: any.
	Origin string
}

// Browser is a running Chromium: a process and a profile of its own, which ends
// with it.
type Browser struct {
	Options
	ctx     context.Context
	stop    func()
	profile string

	mu     sync.Mutex
	faults []string
}

// Launch starts a browser with an empty profile.
func Launch(o Options) (*Browser, error) {
	path := Find()
	if path == "" {
		return nil, fmt.Errorf("chromium: there is none on this machine")
	}
	profile, err := os.MkdirTemp("", "pleach-chromium-")
	if err != nil {
		return nil, err
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), flags(path, profile, o)...)
	ctx, _ := chromedp.NewContext(allocator)
	b := &Browser{Options: o, ctx: ctx, stop: end, profile: profile}
	if err := chromedp.Do(ctx); err != nil {
		b.Close()
		return nil, fmt.Errorf("chromium: start: %w", err)
	}
	return b, nil
}

func flags(path, profile string, o Options) []chromedp.ExecAllocatorOption {
	all := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(profile),
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WSURLReadTimeout(time.Minute), chromedp.WindowSize(1280, 900),
	}
	for _, name := range []string{"quic", "background-networking", "component-update", "sync", "dev-shm-usage",
		"default-apps", "extensions", "client-side-phishing-detection", "background-timer-throttling",
		"backgrounding-occluded-windows", "renderer-backgrounding"} {
		all = append(all, chromedp.Flag("disable-"+name, true))
	}
	all = append(all, chromedp.Flag("disable-features", "OptimizationHints,AutofillServerCommunication,PasswordLeakDetection,NetworkTimeServiceQuerying,MediaRouter,Translate"))
	if o.Proxy != "" {
		all = append(all, chromedp.ProxyServer(o.Proxy), chromedp.Flag("proxy-bypass-list", "<-loopback>"))
	}
	return all
}

// closing is how long a browser may take to end by itself.
const closing = 10 * time.Second

// Close ends the browser and removes its profile.
func (b *Browser) Close() error {
	ended := make(chan struct{})
	go func() { _ = chromedp.Cancel(b.ctx); close(ended) }()
	select {
	case <-ended:
	case <-time.After(closing):
	}
	b.stop()
	return os.RemoveAll(b.profile)
}

// Database is the folder in which the browser keeps what pages put into
// IndexedDB.
func (b *Browser) Database() string { return filepath.Join(b.profile, "Default", "IndexedDB") }
