package e2e

import (
	"bufio"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"pleach/internal/testkit/canary"
)

// native is “pleach open” in a process of its own, with its data in a folder.
type native struct {
	*server        // where the browser finds it
	address string // works once
	relay   string // the server's origin
}

var onceOnly = regexp.MustCompile(`(http://(127\.0\.0\.1:\d+))/\S+`)

func openNatively(t *testing.T, relay string) *native {
	t.Helper()
	dir := t.TempDir()
	n := &native{server: &server{t: t, addr: freePort(t), data: filepath.Join(dir, "data"), log: filepath.Join(dir, "log")}, relay: relay}
	t.Cleanup(n.end)
	n.begin()
	return n
}

// begin runs the program and reads its address.
func (n *native) begin() {
	n.t.Helper()
	_, port, _ := net.SplitHostPort(n.addr)
	n.cmd = exec.Command(program, "open", "--no-browser", "--server", n.relay, "--data", n.data, "--port", port)
	out, err := n.cmd.StdoutPipe()
	if err == nil {
		err = n.cmd.Start()
	}
	if err != nil {
		n.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	found := onceOnly.FindStringSubmatch(line)
	if err != nil || found == nil || found[2] != n.addr {
		n.t.Fatalf("the program said %q (%v)", line, err)
	}
	n.address, n.origin = found[0], found[1]
}

// Ada does not trust the page that the server hands out, and uses the program
// that she has built. Noor uses the page. They meet, each sees without a click
// what the other gives, and they read each other's check-in.
func TestOneOfTheTwoOpensItNatively(t *testing.T) {
	s := serve(t)
	program := openNatively(t, s.origin)
	h := &household{server: s, ada: newPerson(t, "Ada", program.server), noor: newPerson(t, "Noor", s)}
	h.ada.must(h.ada.tab.Open(program.address))
	h.ada.waits(`location.pathname === "/"`)
	h.ada.finds("welcome.title")
	h.ada.signsUp()
	h.ada.isHome()
	link := h.ada.invites()
	h.noor.opensLink(link)
	h.noor.signsUp()
	pair(h.ada, h.noor, link)

	line := h.noor.secret("a pulse")
	h.ada.savesPulse(h.ada.secret("a pulse"))
	h.noor.savesPulse(line)
	h.noor.shows(h.ada, line)
	h.ada.sees(line)
	h.ada.preparesCheckin()
	h.ada.answers(h.ada.secret("what went well"), h.ada.secret("attention"))
	h.ada.posts()
	h.ada.finds("kept.title")
	h.noorWrites()
	h.readBoth()

	h.ada.leavesAndComesBack()
	h.ada.usesAnotherTab()
	h.ada.stopsAndStarts(program)
	h.ada.goesTo("/history")
	h.ada.finds("history.title")
	h.ada.holds(line)
	h.nobodyElseCanReadNatively(program)
}

// leavesAndComesBack: a page that is loaded anew asks for the password, and so
// does one that was left by the quick exit.
func (p *person) leavesAndComesBack() {
	p.t.Helper()
	p.reloads()
	p.unlocks()
	p.presses("exit.button")
	p.waits(`location.pathname === "/kitchen" && document.querySelector("h1")`)
	p.seesNothingOf("Pleach")
	p.opens("/history")
	p.unlocks()
	p.finds("history.title")
}

// usesAnotherTab: the second tab has the app, locked, and the first has not.
func (p *person) usesAnotherTab() {
	p.t.Helper()
	first, second := p.tab, p.newTab()
	p.tab = second
	p.opens("/")
	p.unlocks()
	p.isHome()
	p.tab = first
	p.waits(`document.querySelector("[data-use-here]") && !document.getElementById("today-open")`)
	p.must(p.tab.Run(`document.querySelector("[data-use-here]").click()`))
	p.unlocks()
	p.tab = second
	p.waits(`document.querySelector("[data-use-here]")`)
	second.Close()
	p.tab = first
}

// stopsAndStarts ends the program and starts it again. Its page says so, and
// the old address is none any more.
func (p *person) stopsAndStarts(n *native) {
	p.t.Helper()
	old := n.address
	n.end()
	p.waits(`document.querySelector("h1").textContent === "Pleach has stopped"`)
	n.begin()
	if n.address == old {
		p.t.Error("the address that works once is the same as before")
	}
	p.must(p.tab.Open(n.address))
	p.waits(`location.pathname === "/"`)
	p.unlocks()
	p.isHome()
}

// nobodyElseCanReadNatively looks into what lies around: the server's folder
// and log, Ada's folder, and what the browsers keep. Hers has no database of ours.
func (h *household) nobodyElseCanReadNatively(n *native) {
	t := h.ada.t
	h.server.dies()
	n.dies()
	places := canary.Places{"the server's log": []byte(h.server.said()), "what Noor's browser sent": h.noor.line.all()}
	h.ada.must(places.Read("the server's folder", h.server.data))
	before := len(places)
	h.ada.must(places.Read("Ada's folder", n.data))
	if len(places) < before+2 {
		t.Fatalf("Ada's folder has %d files", len(places)-before)
	}
	h.ada.readsProfile(places)
	h.noor.readsProfile(places)
	if _, err := os.Stat(h.ada.browser.Database()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Ada's browser keeps a database of ours: %v", err)
	}
	h.nothingIsIn(places)
}
