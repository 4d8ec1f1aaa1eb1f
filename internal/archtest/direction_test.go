package archtest

import "testing"

// layer says which packages of ours a package may import, and why no others.
// "x/..." stands for x and everything below it.
type layer struct {
	pkg string
	may []string
	why string
}

// layers is the direction of dependencies, pure to impure. Siblings are
// strangers; only programs wire. The first line that fits a package counts.
var layers = []layer{
	{"wire", nil, "what travels is the same for client and relay, and knows neither"},
	{"seal", []string{"seal/internal/..."}, "cryptography stands alone, so that it can be reviewed alone"},
	{"seal/agefile", nil, "a file format by itself, which needs nothing of the protocol"},
	{"seal/internal/...", nil, "a part of cryptography, reviewed with it"},
	{"dyad", []string{"dyad/internal/..."}, "statistics are for anyone, with or without the rest of Pleach"},
	{"dyad/internal/...", []string{"dyad", "dyad/internal/..."}, "the engine's own mathematics and references import nothing of the rest"},

	{"internal/table", nil, "a file is columns, whatever they mean"},
	{"internal/study/report", nil, "a page draws what it is given"},
	{"internal/study", []string{"dyad", "internal/study/report", "internal/table"}, "researchers' commands know files and statistics, and nothing of the app"},

	{"internal/bond", []string{"dyad", "wire"}, "the domain is plaintext and pure: no keys, no storage, no network"},
	{"internal/takeout", []string{"internal/bond", "wire"}, "a format of lines is plaintext and pure: it knows events, and no keys, device or server"},
	{"internal/bond/bondtest", []string{"internal/bond", "wire"}, "what a partner may write, as data: only tests import it"},
	{"internal/content", nil, "texts and sessions are data, and know no code"},

	{"internal/replica/localtest", []string{"internal/replica", "wire"}, "a suite tests the port, not what stands around it"},
	{"internal/replica", []string{"seal", "wire"}, "sync carries payloads and must not know what they mean"},
	{"internal/remote/nethttp", []string{"internal/remote", "wire"}, "a transport carries bytes"},
	{"internal/remote", []string{"internal/replica", "wire"}, "typed calls decide nothing"},

	{"internal/client/...", []string{"internal/bond", "internal/content", "internal/remote", "internal/replica/...", "internal/client/...", "internal/takeout", "seal", "seal/agefile", "wire"}, "the signed-in person stands under every screen and above every store"},
	{"internal/screens/gallery", []string{"internal/content", "internal/screens/..."}, "a program that draws every screen with sample views"},
	{"internal/screens/...", []string{"internal/content", "internal/screens/..."}, "a screen draws the view that it is given, and knows neither client nor keys"},
	{"internal/rooms", []string{"internal/bond", "internal/client", "internal/content", "internal/replica", "internal/screens", "internal/screens/chart", "seal", "wire"}, "a room reads a request, asks the client and fills a view; of seal and replica it knows the names of what can be wrong, and holds no keys"},

	{"internal/relay", []string{"wire"}, blind},
	{"internal/relay/...", []string{"internal/relay/...", "wire"}, blind},

	{"internal/browser/...", []string{"internal/browser/...", "internal/client/...", "internal/remote", "internal/replica/...", "wire"}, "the browser's adapters fill ports; they know no screen and no key"},
	{"internal/webclient/...", []string{"internal/content", "internal/screens/...", "internal/webclient/..."}, "files for a browser are made from screens, and from nothing that a person wrote"},

	{"internal/native", []string{"internal/client", "internal/content", "internal/remote", "internal/rooms", "internal/webclient", "internal/webclient/headers"}, "a page on this machine is answered by the rooms; what it is stored in and sent over is handed in"},

	{"internal/demo", []string{"internal/...", "seal", "wire"}, "the sample couple's history is written through the real client, relay and all"},
	{"internal/host", []string{"internal/metrics", "internal/relay", "internal/relay/relayhttp", "internal/webclient", "internal/webclient/headers", "internal/webclient/manifest", "wire"}, "the server chooses no database and opens nothing"},
	{"internal/backup", nil, "a copy is bytes, whatever they are a copy of"},
	{"internal/doctor", nil, "a folder, a disk and an address are looked at from outside; the store is asked by the program"},
	{"internal/metrics", nil, "numbers know nothing of what they count"},
	{"internal/testkit/...", []string{"internal/...", "seal", "wire"}, "a whole world in one process wires everything but the programs"},
	{"internal/model", nil, "a model knows no code, or it would have the code's mistakes; only its tests replay it with real clients"},
	{"internal/secondreader", nil, "only tests: a reader that follows the specification, and would learn nothing from our code"},
	{"internal/chromium", nil, "a browser is driven by what is on its pages, and by nothing that we know"},
	{"internal/access", nil, "only tests: pages in a browser, without the product around them"},
	{"internal/e2e", []string{"internal/...", "wire"}, "the whole product is tried from outside: its programs and a browser"},
	{"internal/screenshots/...", []string{"internal/...", "seal", "wire"}, "a program that wires, for pictures only"},
	{"cmd/pleach-web", []string{"internal/browser", "internal/client", "internal/content", "internal/remote", "internal/rooms", "internal/screens", "wire"}, "the web client wires what a browser needs; what it links, everyone downloads"},
	{"cmd/...", []string{"internal/...", "seal", "wire", "dyad"}, "only programs wire, and they import no other program"},

	{"internal/archtest", nil, "rules about code import none of it"},
}

const blind = "the relay is blind: what it cannot import it cannot read"

// planned are packages of the table that are not written yet. A line goes away
// when its package comes; the list only gets shorter.
var planned = []string{}

func layerOf(path string) (layer, bool) {
	for _, l := range layers {
		if under(path, l.pkg) {
			return l, true
		}
	}
	return layer{}, false
}

func TestDependenciesPointFromImpureToPure(t *testing.T) {
	for _, p := range packages(t) {
		l, ok := layerOf(p.path)
		if !ok {
			t.Errorf("%s is in no layer: give it a line in the table of this test", p.path)
			continue
		}
		for _, imported := range p.imports {
			if dep, ok := ours(imported); ok && !underAny(dep, l.may) {
				t.Errorf("%s may not import %s: %s", p.path, dep, l.why)
			}
		}
	}
}

func TestTheTableNamesPackagesThatExist(t *testing.T) {
	for _, l := range layers {
		here := exists(t, l.pkg)
		waits := underAny(l.pkg, planned)
		switch {
		case !here && !waits:
			t.Errorf("%s is in the table and not in the repository: mend the table", l.pkg)
		case here && waits:
			t.Errorf("%s is here now: take it off the list of planned packages", l.pkg)
		}
	}
}

// TestTheRelayIsBlind asks the linker's own list, and the tests' imports too:
// a relay whose tests need keys would be a relay that knows of them.
func TestTheRelayIsBlind(t *testing.T) {
	if !exists(t, "internal/relay/...") {
		t.Skip("there is no relay yet")
	}
	secret := []string{"seal", "dyad", "internal/bond", "internal/content", "internal/client", "internal/replica"}
	for _, dep := range deps(t, "./internal/relay/...") {
		if path, ok := ours(dep); ok && underAny(path, secret) {
			t.Errorf("the relay links %s: %s", path, blind)
		}
	}
	for _, p := range packages(t) {
		if !under(p.path, "internal/relay/...") {
			continue
		}
		for _, imported := range p.tests {
			if path, ok := ours(imported); ok && underAny(path, secret) {
				t.Errorf("the tests of %s import %s: %s", p.path, path, blind)
			}
		}
	}
}

func TestNobodyImportsWhatIsOnlyForTests(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.imports {
			path, ok := ours(imported)
			if ok && isSuite(path) && !isSuite(p.path) && p.name != "main" {
				t.Errorf("%s imports %s, a suite for tests: what ships must not carry it", p.path, path)
			}
		}
	}
}
