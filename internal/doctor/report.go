package doctor

import (
	"context"
	"fmt"
	"io"
)

// State is how something is.
type State int

// The states, from good to bad.
const (
	Well  State = iota // as it should be
	Watch              // works, and wants attention
	Ill                // does not work, or loses something
)

// String is a word for the state, in capitals when something is ill.
func (s State) String() string { return [...]string{"well", "watch", "ILL"}[s] }

// Finding is what was found out about one thing: a sentence about it, and what
// to do where something is to be done.
type Finding struct {
	About string
	State State
	Says  string
	Do    string
}

// Probe looks at one thing.
type Probe struct {
	About string
	Look  func(context.Context) Finding
}

// Examine looks at everything, in order.
func Examine(ctx context.Context, probes []Probe) (all Findings) {
	for _, p := range probes {
		f := p.Look(ctx)
		f.About = p.About
		all = append(all, f)
	}
	return all
}

// Findings are what an examination found.
type Findings []Finding

// Worst is the state of the whole.
func (all Findings) Worst() (worst State) {
	for _, f := range all {
		worst = max(worst, f.State)
	}
	return worst
}

// Write writes a line for each, and one more for what to do.
func (all Findings) Write(w io.Writer) error {
	for _, f := range all {
		if _, err := fmt.Fprintf(w, "%-6s %-13s %s\n", f.State, f.About, f.Says); err != nil {
			return err
		}
		if f.Do == "" {
			continue
		}
		if _, err := fmt.Fprintf(w, "%20s → %s\n", "", f.Do); err != nil {
			return err
		}
	}
	return nil
}
