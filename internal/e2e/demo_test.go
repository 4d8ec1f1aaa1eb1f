package e2e

import (
	"strings"
	"testing"

	"pleach/internal/demo"
)

// TestTheSampleCoupleIsMetAgain: somebody stops the demo, starts it again another
// day, and opens the same address in the same browser.
func TestTheSampleCoupleIsMetAgain(t *testing.T) {
	listen := twoFreePorts(t)
	var visitor *person
	for range 2 {
		address, stop := startDemoAt(t, listen)
		if visitor == nil {
			visitor = newPerson(t, "Ada", &server{t: t, addr: listen, origin: address})
			visitor.password = demo.Password
		}
		for range 2 { // the second time this browser keeps the app for offline use
			visitor.must(visitor.tab.Open(address + "/demo"))
			visitor.waits(`document.querySelector("h1")?.innerText === "Meet Ada and Noor"`)
		}
		link := visitor.value(`document.querySelector("a.ada").href`)
		if !strings.HasPrefix(link, address+"/#demo.") {
			t.Fatalf("the link to Ada is %q", link)
		}
		visitor.must(visitor.tab.Open("about:blank"))
		visitor.must(visitor.tab.Open(link))
		visitor.isHome()
		stop()
	}
}
