// Command validation writes docs/engine-validation.md: what the engine's intervals and
// tests are worth, by simulation. Every number comes with its Monte Carlo
// standard error, and every verdict is made from the numbers.
//
// Deliberately absent: any number written by hand. What a model misses, the
// report says.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	replicates := flag.Int("replicates", 500, "simulated studies a cell, where the cell is cheap enough")
	workers := flag.Int("workers", 0, "goroutines; zero is one a processor")
	only := flag.String("only", "", "run the one section whose name begins so")
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	err := report(out, &study{replicates: *replicates, workers: *workers, log: os.Stderr}, *only)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "validation:", err)
		os.Exit(1)
	}
}

// study is what all sections share.
type study struct {
	replicates, workers int
	log                 io.Writer
	uses                [][2]string // what the app uses, and the verdict
}

// use notes a number that the app stands on.
func (s *study) use(what, verdict string) { s.uses = append(s.uses, [2]string{what, verdict}) }

// section is one part of the report. It writes its tables and adds what the
// app's table should know.
type section struct {
	name, title string
	run         func(s *study, w io.Writer) error
}

func report(w io.Writer, s *study, only string) error {
	began := time.Now()
	preface(w, s)
	for _, part := range sections {
		if !begins(part.name, only) {
			continue
		}
		at := time.Now()
		fmt.Fprintf(w, "\n## %s\n\n", part.title)
		if err := part.run(s, w); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		fmt.Fprintf(s.log, "%-12s %6.1f s\n", part.name, time.Since(at).Seconds())
	}
	appUses(w, s)
	colophon(w, time.Since(began))
	return nil
}

func begins(name, with string) bool { return len(name) >= len(with) && name[:len(with)] == with }
