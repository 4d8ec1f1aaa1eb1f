package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"
)

// quiet is how long a command may take before it says how far it is.
const quiet = 2 * time.Second

// progress says on a terminal how far a long command is, and how long it will
// take; nil where nobody watches.
func progress(what string) func(done, total int) {
	info, err := os.Stderr.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return progressOn(os.Stderr, what, time.Now)
}

func progressOn(w io.Writer, what string, now func() time.Time) func(done, total int) {
	start := now()
	last := start
	return func(done, total int) {
		at := now()
		if at.Sub(start) < quiet || done < total && at.Sub(last) < quiet/10 {
			return
		}
		last = at
		if done == total {
			fmt.Fprint(w, "\r\x1b[K")
			return
		}
		left := time.Duration(float64(at.Sub(start)) / float64(max(done, 1)) * float64(total-done))
		fmt.Fprintf(w, "\r\x1b[K%d of %d %s, about %s left (Ctrl-C ends it early)", done, total, what, left.Round(time.Second))
	}
}

var negative = regexp.MustCompile(`^-\.?[0-9]`)

// negatives joins a flag with a negative number behind it, so that --na -99 is
// read as it is meant.
func negatives(args []string) []string {
	var out []string
	for _, a := range args {
		if n := len(out); n > 0 && negative.MatchString(a) && strings.HasPrefix(out[n-1], "--") && !strings.Contains(out[n-1], "=") {
			out[n-1] += "=" + a
			continue
		}
		out = append(out, a)
	}
	return out
}
