// Command measure prints how long the web client takes to be of use, in a real
// Chromium, from the files in internal/webclient/dist:
//
//	go run ./internal/webclient/build && go run ./internal/webclient/measure
//
// "First screen" is when the form of the shell is painted and can be filled in;
// "usable" is when the WebAssembly answers. Times are medians of five, in
// milliseconds from the start of the navigation. Nothing is asserted.
//
// Chromium slows the page down but not its worker, so the slow condition gives
// the first screen only.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"pleach/internal/webclient"
)

const rounds = 5

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run() error {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return fmt.Errorf("measuring needs Chromium: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	go http.Serve(listener, webclient.Handler(webclient.Config{}))
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	browser, quit := chromedp.NewContext(allocator)
	defer quit()
	if err := chromedp.Do(browser); err != nil {
		return err
	}
	for _, c := range conditions {
		if err := c.measure(browser, "http://"+listener.Addr().String()); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// condition is a network and a processor, and whether the client is kept.
type condition struct {
	name  string
	slow  bool // 1.6 Mbit/s, 150 ms, 4 times slower CPU
	again bool // the second visit, under the service worker
}

var conditions = []condition{
	{name: "cold"},
	{name: "again", again: true},
	{name: "cold, 1.6 Mbit/s, 150 ms, CPU/4", slow: true},
}

func (c condition) measure(browser context.Context, origin string) error {
	var first, usable []float64
	for range rounds {
		t, err := c.once(browser, origin)
		if err != nil {
			return err
		}
		first, usable = append(first, t.First), append(usable, t.Usable)
	}
	slices.Sort(first)
	slices.Sort(usable)
	fmt.Printf("%-34s first screen %5.0f ms", c.name, first[rounds/2])
	if !c.slow {
		fmt.Printf("   usable %5.0f ms", usable[rounds/2])
	}
	fmt.Println()
	return nil
}

// times are milliseconds since the navigation began.
type times struct{ First, Usable float64 }

// once takes a new profile, so that nothing is kept from the round before.
func (c condition) once(browser context.Context, origin string) (times, error) {
	tab, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	defer cancel()
	if c.again {
		if _, err := load(tab, origin); err != nil {
			return times{}, err
		}
		kept := chromedp.Evaluate[chromedp.Void]("navigator.serviceWorker.ready", chromedp.EvalAwaitPromise)
		if err := chromedp.Do(tab, kept, chromedp.Sleep(500*time.Millisecond)); err != nil {
			return times{}, err
		}
	}
	if c.slow {
		if err := slowDown(tab); err != nil {
			return times{}, err
		}
	}
	return load(tab, origin)
}

func slowDown(tab context.Context) error {
	if _, err := chromedp.Call(tab, network.Enable, network.EnableParams{}); err != nil {
		return err
	}
	rate := 1.6e6 / 8
	all := &network.Conditions{Latency: 150, DownloadThroughput: rate, UploadThroughput: rate}
	if _, err := chromedp.Call(tab, network.EmulateNetworkConditionsByRule,
		network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{all}}); err != nil {
		return err
	}
	_, err := chromedp.Call(tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
	return err
}

// load opens /safe, the one address that everybody may see, and waits for the
// shell and then for the answer of the worker.
func load(tab context.Context, origin string) (times, error) {
	if err := chromedp.Do(tab, chromedp.Navigate(origin+"/safe")); err != nil {
		return times{}, err
	}
	ctx, cancel := context.WithTimeout(tab, 60*time.Second)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[times](observe, chromedp.EvalAwaitPromise))
}

// observe reads the first paint that has content, and waits until the page of
// the worker has taken the shell's place.
const observe = `(async () => {
	const app = document.getElementById("app");
	while (app.dataset.shell || !app.querySelector("main h1")) await new Promise((r) => setTimeout(r, 5));
	const usable = performance.now();
	const paint = performance.getEntriesByName("first-contentful-paint")[0];
	return { First: paint ? paint.startTime : -1, Usable: usable };
})()`
