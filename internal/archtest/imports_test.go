package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// reserved says where an import from outside may be used, and why only there.
type reserved struct {
	imports []string // import paths; "x/..." with everything below
	only    []string // packages of ours
	why     string
}

var reservations = []reserved{
	{[]string{"syscall/js"}, []string{"internal/browser/...", "cmd/pleach-web"},
		"everything else runs natively too, where it is tested"},
	{[]string{"github.com/ncruces/go-sqlite3/..."}, []string{"internal/relay/sqlite/...", "internal/client/filestore", "internal/testkit/crashdisk"},
		"a database stays behind the relay's Store and the client's Storage"},
	{[]string{"github.com/jackc/pgx/v5/...", "github.com/lib/pq"}, []string{"internal/relay/postgres/..."},
		"a database stays behind the relay's Store"},
	{[]string{"database/sql/..."}, nil,
		"each adapter speaks its database's own language"},
	{[]string{"crypto/hpke", "crypto/mlkem", "crypto/hkdf", "golang.org/x/crypto/argon2", "golang.org/x/crypto/scrypt", "golang.org/x/crypto/chacha20poly1305", "golang.org/x/crypto/curve25519", "github.com/cloudflare/circl/...", "crypto/aes", "crypto/cipher"},
		[]string{"seal", "seal/agefile", "seal/internal/..."}, "all sealing is in one package, which can be reviewed alone"},
	{[]string{"filippo.io/age/..."}, []string{"internal/backup"},
		"age seals a server's backups; what people write is sealed before it gets there"},
	{[]string{"github.com/alecthomas/kong"}, []string{"cmd/..."},
		"flags belong to programs"},
	{[]string{"github.com/tdewolff/..."}, []string{"internal/webclient/bundle"},
		"what is small for the wire is made when the web client is built"},
	{[]string{"github.com/chromedp/..."}, []string{"internal/chromium", "internal/e2e", "internal/screenshots/...", "internal/webclient/measure", "internal/browser/browsertest"},
		"a browser is driven for tests, pictures and measurements alone"},
	{[]string{"pgregory.net/rapid", "github.com/rogpeppe/go-internal/...", "net/http/httptest"},
		[]string{"internal/testkit/...", "internal/relay/relaytest"}, "tools for tests do not ship"},
	{[]string{"math/rand/..."}, []string{"dyad/...", "internal/rooms", "internal/testkit/...", "internal/demo", "internal/relay/relaytest", "internal/replica/localtest", "internal/client/storagetest"},
		"randomness is handed in, or seeded where statistics need it; only which words of a kit are asked for, and what a test network or the sample couple does, may be drawn here"},
	{[]string{"unsafe", "plugin"}, nil, "none of it is needed here"},
}

func TestImportsFromOutsideStayWhereTheyBelong(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.imports {
			for _, r := range reservations {
				if underAny(imported, r.imports) && !underAny(p.path, r.only) {
					t.Errorf("%s may not import %s: %s", p.path, imported, r.why)
				}
			}
		}
	}
}

// pure are the packages without a machine around them: no files, no network,
// no environment, no clock of their own.
var pure = []string{"wire", "seal", "dyad", "internal/bond", "internal/takeout", "internal/content", "internal/replica", "internal/remote", "internal/client", "internal/screens", "internal/rooms"}

func TestPurePackagesTouchNoMachine(t *testing.T) {
	machine := []string{"os/...", "net", "syscall", "log", "log/slog", "net/http/pprof", "path/filepath"}
	for _, p := range packages(t) {
		if !slices.Contains(pure, p.path) {
			continue
		}
		for _, imported := range p.imports {
			if underAny(imported, machine) {
				t.Errorf("%s may not import %s: it is pure, and gets what it needs handed in", p.path, imported)
			}
		}
	}
}

// TestPurePackagesReadNoClock lets them name time.Now as the clock that a zero
// Config means, and not call it.
func TestPurePackagesReadNoClock(t *testing.T) {
	for _, p := range packages(t) {
		if !slices.Contains(pure, p.path) {
			continue
		}
		for _, use := range uses(t, p, "time", "Now()", "Since()", "Until()") {
			t.Errorf("%s: time comes from the caller here, so that tests choose it", use)
		}
	}
}

func TestTheWebClientLinksOnlyWhatABrowserNeeds(t *testing.T) {
	if !exists(t, "cmd/pleach-web") {
		t.Skip("there is no web client yet")
	}
	heavy := []string{"testing/...", "html/template", "text/template", "encoding/gob", "net/http/pprof", "net/http/httptest",
		"database/sql/...", "expvar", "os/exec", "os/signal", "github.com/ncruces/go-sqlite3/...", "github.com/jackc/pgx/v5/...",
		"github.com/alecthomas/kong", "github.com/chromedp/...", "pgregory.net/rapid", "github.com/andybalholm/brotli"}
	native := []string{"internal/relay/...", "internal/testkit/...", "internal/remote/nethttp", "internal/webclient/..."}
	for _, dep := range deps(t, "./cmd/pleach-web", "GOOS=js", "GOARCH=wasm") {
		path, own := ours(dep)
		if underAny(dep, heavy) || own && underAny(path, native) {
			t.Errorf("the web client links %s: everyone downloads it, and no browser needs it", dep)
		}
	}
}

// TestTheWebClientUsesFetch keeps out net/http's client and server, which the
// linker leaves away only when nothing names them.
func TestTheWebClientUsesFetch(t *testing.T) {
	for _, p := range packages(t) {
		if p.name == "main" || !slices.Contains(append(pure, "internal/browser"), p.path) {
			continue
		}
		for _, use := range uses(t, p, "net/http", "Client", "DefaultClient", "Get", "Post", "PostForm", "Head", "Transport", "DefaultTransport", "Server", "ListenAndServe", "Serve") {
			t.Errorf("%s: in the browser fetch carries requests, and a megabyte stays away", use)
		}
	}
}

func TestShippedPackagesDoNotImportTesting(t *testing.T) {
	for _, p := range packages(t) {
		if isSuite(p.path) {
			continue
		}
		for _, imported := range p.imports {
			if under(imported, "testing/...") {
				t.Errorf("%s imports %s: only packages whose name ends in test may", p.path, imported)
			}
		}
	}
}

// isSuite reports whether a package is a conformance suite: its last element
// ends in "test".
func isSuite(path string) bool { return strings.HasSuffix(path, "test") }

// uses finds where a package's files name one of a standard package's exports,
// or call it when the name ends in "()".
func uses(t *testing.T, p pkg, importPath string, names ...string) []string {
	t.Helper()
	var found []string
	for _, name := range p.files {
		fset, f := parse(t, name)
		for _, pos := range usesIn(f, importPath, names) {
			found = append(found, fset.Position(pos).String()+" uses package "+importPath)
		}
	}
	return found
}

func usesIn(f *ast.File, importPath string, names []string) []token.Pos {
	local := localName(f, importPath)
	var found []token.Pos
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && slices.Contains(names, selected(call.Fun, local)+"()") {
			found = append(found, n.Pos())
		}
		if e, ok := n.(ast.Expr); ok && slices.Contains(names, selected(e, local)) {
			found = append(found, n.Pos())
		}
		return local != ""
	})
	return found
}

// selected is the name that an expression selects from a package, or "".
func selected(e ast.Expr, local string) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok && x.Name == local {
			return s.Sel.Name
		}
	}
	return ""
}

// localName is what a file calls an import, or "" when it does not import it.
func localName(f *ast.File, importPath string) string {
	for _, spec := range f.Imports {
		if strings.Trim(spec.Path.Value, `"`) != importPath {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return importPath[strings.LastIndex(importPath, "/")+1:]
	}
	return ""
}
