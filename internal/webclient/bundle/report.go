package bundle

import (
	"fmt"
	"strings"
)

// The budgets, in bytes.
const (
	BudgetShell  = 60_000    // shell, stylesheet and shim, uncompressed
	BudgetStyle  = 30_000    // the stylesheet, uncompressed
	BudgetClient = 2_000_000 // everything that runs, after brotli
)

// Size is one file's.
type Size struct {
	Name          string
	Plain, Brotli int
}

// Report says how large everything is, in bytes.
type Report struct {
	Sizes  []Size
	Shell  int    // what the first paint needs, uncompressed
	Style  int    // the stylesheet's part of it
	Client int    // shell and app together, after brotli
	Hash   string // of the list of all files (package manifest), in hex
}

func (r *Report) add(f file, brotli int) {
	r.Sizes = append(r.Sizes, Size{Name: f.name, Plain: len(f.data), Brotli: brotli})
	if f.role == roleShell {
		r.Shell += len(f.data)
	}
	if strings.HasSuffix(f.name, ".css") && f.role == roleShell {
		r.Style += len(f.data)
	}
	if f.role != roleOther {
		r.Client += brotli
	}
}

// Check returns an error that names each budget that is exceeded.
func (r Report) Check() error {
	var over []string
	if r.Shell > BudgetShell {
		over = append(over, fmt.Sprintf("the first paint needs %d bytes, the budget is %d", r.Shell, BudgetShell))
	}
	if r.Style > BudgetStyle {
		over = append(over, fmt.Sprintf("the stylesheet is %d bytes, the budget is %d", r.Style, BudgetStyle))
	}
	if r.Client > BudgetClient {
		over = append(over, fmt.Sprintf("the client is %d bytes in brotli, the budget is %d", r.Client, BudgetClient))
	}
	if len(over) == 0 {
		return nil
	}
	return fmt.Errorf("web client: %s", strings.Join(over, "; "))
}

// String is a table for people.
func (r Report) String() string {
	var b strings.Builder
	for _, s := range r.Sizes {
		fmt.Fprintf(&b, "%-40s %9d %9d br\n", s.Name, s.Plain, s.Brotli)
	}
	fmt.Fprintf(&b, "%-40s %9d of %d\n", "first paint, plain", r.Shell, BudgetShell)
	fmt.Fprintf(&b, "%-40s %9d of %d\n", "stylesheet, plain", r.Style, BudgetStyle)
	fmt.Fprintf(&b, "%-40s %9s %9d br of %d\n", "client", "", r.Client, BudgetClient)
	fmt.Fprintf(&b, "list of files %s\n", r.Hash)
	return b.String()
}
