package e2e

import (
	"bufio"
	"html"
	"io"
	"net"
	"net/http"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"pleach/internal/demo"
)

// The sample couple chose on their first evening to share their moods. Twelve
// weeks later both open the map and read the same. Ada stops: her picture is
// gone, and on Noor's side nothing is different. When she changes her mind it
// begins anew, and a day later.
func TestTheMapOfTwoPeopleAndOneWhoStops(t *testing.T) {
	ada, noor := theSampleCouple(t)
	for _, p := range []*person{ada, noor} {
		p.goesTo("/map")
		p.finds("map.title")
		p.reads("map.rhythm.field")
		p.reads("ours.together")
		p.reads("ours.caution")
		p.presses("ours.table")
		p.sees("Week of")
	}
	if hers, his := ada.saysOfUs(), noor.saysOfUs(); hers != his {
		t.Errorf("Ada reads\n%s\nNoor reads\n%s", hers, his)
	}
	before := noor.page("/map")
	ada.presses("ours.change")
	ada.finds("share.title.on")
	ada.presses("share.off.on")
	ada.finds("map.title")
	ada.reads("ours.go.off")
	ada.seesNothingOf(say("ours.together"))
	noor.goesTo("/")
	if after := noor.page("/map"); after != before {
		t.Errorf("Noor can tell that Ada has stopped. Before:\n%s\nafter:\n%s", before, after)
	}
	ada.presses("ours.go.off")
	ada.finds("share.title.off")
	ada.presses("share.on")
	ada.reads("ours.go.waits")
	ada.visits("/settings settings.title")
	ada.sees(say("ledger.what.moods"))
}

// saysOfUs is what the map says about the two, in words.
func (p *person) saysOfUs() string {
	p.t.Helper()
	return flat(p.value(`[...document.querySelectorAll("#ours > p, #ours .range")].map((e) => e.innerText).join(" ")`))
}

var demoLink = regexp.MustCompile(`href="(http://([^/"]+)/#[^"]+)"`)

// theSampleCouple runs the demo and opens each one's door in a browser.
func theSampleCouple(t *testing.T) (ada, noor *person) {
	t.Helper()
	address := startDemo(t)
	answer, err := http.Get(address + "/demo")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	links := demoLink.FindAllStringSubmatch(html.UnescapeString(string(page)), -1)
	if err != nil || len(links) != 2 {
		t.Fatalf("the demo's page has %d links (%v)", len(links), err)
	}
	people := make([]*person, 2)
	for i, name := range []string{"Ada", "Noor"} {
		people[i] = newPerson(t, name, &server{t: t, addr: links[i][2], origin: "http://" + links[i][2]})
		people[i].password = demo.Password
		people[i].must(people[i].tab.Open(links[i][1]))
		people[i].isHome()
	}
	return people[0], people[1]
}

// startDemo returns the address of a demo once its couple is ready.
func startDemo(t *testing.T) string {
	t.Helper()
	address, _ := startDemoAt(t, twoFreePorts(t))
	return address
}

// startDemoAt is the same at a port of one's own, and how to stop it.
func startDemoAt(t *testing.T, listen string) (address string, stop func()) {
	t.Helper()
	cmd := exec.Command(program, "demo", "--listen", listen)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
	})
	t.Cleanup(stop)
	line, err := bufio.NewReader(out).ReadString('\n')
	_, address, ok := strings.Cut(strings.TrimSpace(line), " at ")
	if err != nil || !ok {
		t.Fatalf("the demo said %q (%v)", line, err)
	}
	return strings.TrimSuffix(address, "/demo"), stop
}

// twoFreePorts is an address whose port and the one after it are free.
func twoFreePorts(t *testing.T) string {
	t.Helper()
	for range 50 {
		addr := freePort(t)
		host, port, _ := net.SplitHostPort(addr)
		n, _ := strconv.Atoi(port)
		if l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(n+1))); err == nil {
			l.Close()
			return addr
		}
	}
	t.Fatal("no two free ports")
	return ""
}
