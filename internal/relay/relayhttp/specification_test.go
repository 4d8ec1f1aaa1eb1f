package relayhttp_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/relayhttp"
	"pleach/wire"
)

// TestTheSpecificationNamesEveryRoute: who writes another client reads the
// page, so it has all routes that there are, and none besides.
func TestTheSpecificationNamesEveryRoute(t *testing.T) {
	page, err := os.ReadFile("../../../docs/spec/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	var written, served []string
	row := regexp.MustCompile(`(?m)^\| (GET|PUT|POST|DELETE) (/[^ ]*) \|`)
	for _, m := range row.FindAllStringSubmatch(string(page), -1) {
		path, _, _ := strings.Cut(m[2], "?")
		written = append(written, m[1]+" "+path)
	}
	for _, r := range relayhttp.Routes() {
		served = append(served, r.Method+" "+r.Pattern)
	}
	slices.Sort(written)
	slices.Sort(served)
	if !slices.Equal(written, served) {
		t.Errorf("the page has\n%s\nand the relay\n%s", strings.Join(written, "\n"), strings.Join(served, "\n"))
	}
}

// TestTheSpecificationNamesEveryRefusal holds the page's codes and statuses
// against those of the relay, and against all that the contract of wire has.
func TestTheSpecificationNamesEveryRefusal(t *testing.T) {
	page, err := os.ReadFile("../../../docs/spec/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	contract, err := os.ReadFile("../../../wire/testdata/contract.txt")
	if err != nil {
		t.Fatal(err)
	}
	status := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| ([0-9]{3}) \\|").FindAllStringSubmatch(string(page), -1) {
		status[m[1]] = m[2]
	}
	codes := regexp.MustCompile(`(?m)^  Code[A-Za-z]+ = "([a-z_]+)"$`).FindAllStringSubmatch(string(contract), -1)
	for _, m := range codes {
		want := strconv.Itoa(relay.Refuse(wire.Code(m[1]), "").Status)
		if status[m[1]] != want {
			t.Errorf("%s is %s, and on the page %q", m[1], want, status[m[1]])
		}
	}
	if len(codes) == 0 || len(status) != len(codes) {
		t.Errorf("%d codes, and %d on the page", len(codes), len(status))
	}
}
