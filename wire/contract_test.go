package wire_test

import (
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pleach/wire"
)

// The contract is what clients and relays of one version agree on: the shape of
// every JSON body, every constant, and the bytes of one sample of every frame.
// It is derived from the Go types and compared with testdata/contract.txt. A
// change that is meant, of a version that nobody uses yet or together with a new
// wire.Version, is written by UPDATE=1 go test -run Contract
func TestContract(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "Pleach wire contract, version %d\n", wire.Version)
	for _, v := range []any{
		wire.Info{}, wire.NewAccount{}, wire.ChallengeRequest{}, wire.Challenge{}, wire.Login{}, wire.Session{}, wire.Account{},
		wire.NewKeys{}, wire.CloseAccount{}, wire.Notice{}, wire.Device{}, wire.NewSpace{}, wire.Commits{}, wire.PutCommit{}, wire.Leave{}, wire.Pushed{}, wire.NewInvite{}, wire.Invite{},
		wire.Sealed{}, wire.Approve{}, wire.Problem{},
	} {
		fmt.Fprintf(&b, "\n%s\n", reflect.TypeOf(v).Name())
		shape(&b, reflect.TypeOf(v), "  ")
	}
	b.WriteString("\nConstants\n")
	for _, line := range constants(t) {
		fmt.Fprintln(&b, "  "+line)
	}
	fmt.Fprintf(&b, "\nDefault limits\n  %+v\n", wire.DefaultLimits())
	b.WriteString("\nFrames\n")
	frames(&b)

	const golden = "testdata/contract.txt"
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the wire contract has changed; if that is meant, see TestContract. It is now:\n%s", b.String())
	}
}

// shape writes the JSON fields of a struct, with those of structs within.
func shape(b *strings.Builder, typ reflect.Type, indent string) {
	for f := range typ.Fields() {
		name := f.Tag.Get("json")
		if name == "" {
			name = f.Name + " (without a tag)"
		}
		fmt.Fprintf(b, "%s%s: %s\n", indent, name, f.Type)
		if f.Type.Kind() == reflect.Struct && strings.HasPrefix(f.Type.String(), "wire.") {
			shape(b, f.Type, indent+"  ")
		}
	}
}

// constants lists the package's exported constants with their source values.
func constants(t *testing.T) (out []string) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no source here: ", err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name.Name == "wire" {
			ast.Inspect(f, func(n ast.Node) bool {
				if v, ok := n.(*ast.ValueSpec); ok {
					out = append(out, literal(v)...)
				}
				return true
			})
		}
	}
	slices.Sort(out)
	return out
}

// literal is the line of an exported name with a literal value.
func literal(v *ast.ValueSpec) []string {
	if len(v.Values) != 1 || !v.Names[0].IsExported() {
		return nil
	}
	if lit, ok := v.Values[0].(*ast.BasicLit); ok {
		return []string{v.Names[0].Name + " = " + lit.Value}
	}
	return nil
}

func frames(b *strings.Builder) {
	entry, batch, a, k := samples()
	l := wire.Login{Account: wire.ID{1}, Device: wire.ID{2}, Nonce: []byte{3}, Rescue: true}
	n := wire.NewAccount{Account: wire.ID{1}, KDF: 1, Login: []byte{2}, Rescue: []byte{3}}
	for _, f := range []struct {
		name string
		data []byte
	}{
		{"header", batch[1].Header.Bytes()}, {"entry", batch[1].Append(nil)}, {"batch", wire.AppendBatch(nil, batch)},
		{"erased entry", batch[1].Erase().Append(nil)}, {"erasing entry", erasing(batch[1]).Append(nil)},
		{"answer", a.Append(nil)}, {"key", k.Append(nil)},
		{"item", wire.AppendItem(nil, wire.Item{Pos: 5, Kind: wire.ItemEntry, Data: entry.Append(nil)})},
		{"login message", wire.LoginMessage("https://pleach.example", l)},
		{"sign-up message", wire.SignupMessage("https://pleach.example", n)},
	} {
		fmt.Fprintf(b, "  %s\n    %s\n", f.name, hex.EncodeToString(f.data))
	}
	entryHash, answerHash := batch[1].Hash(), a.Hash()
	fmt.Fprintf(b, "  entry hash\n    %x\n  answer hash\n    %x\n", entryHash[:], answerHash[:])
}
