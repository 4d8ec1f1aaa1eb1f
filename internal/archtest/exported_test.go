package archtest

import (
	"go/ast"
	"testing"
)

func TestExportedNamesAreDocumented(t *testing.T) {
	for _, p := range packages(t) {
		if p.name == "main" {
			continue
		}
		for _, name := range p.files {
			if generated(source(t, name)) {
				continue
			}
			fset, f := parse(t, name)
			for _, id := range undocumented(f) {
				t.Errorf("%s: %s has no comment: say what a caller may rely on", fset.Position(id.Pos()), id.Name)
			}
		}
	}
}

// undocumented lists a file's exported names that have no comment, neither of
// their own nor for their group.
func undocumented(f *ast.File) []*ast.Ident {
	var found []*ast.Ident
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Doc == nil && d.Name.IsExported() && d.Name.Name != "Error" && exportedReceiver(d) {
				found = append(found, d.Name)
			}
		case *ast.GenDecl:
			if d.Doc == nil {
				found = append(found, undocumentedSpecs(d)...)
			}
		}
	}
	return found
}

func undocumentedSpecs(d *ast.GenDecl) []*ast.Ident {
	var found []*ast.Ident
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Doc == nil && s.Comment == nil && s.Name.IsExported() {
				found = append(found, s.Name)
			}
		case *ast.ValueSpec:
			if s.Doc == nil && s.Comment == nil && s.Names[0].IsExported() {
				found = append(found, s.Names[0])
			}
		}
	}
	return found
}

// exportedReceiver reports whether a function can be seen from outside: it has
// no receiver, or one of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	id, ok := t.(*ast.Ident)
	return ok && id.IsExported()
}
