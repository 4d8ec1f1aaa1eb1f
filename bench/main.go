// Command bench measures the server beside floors and peers, in one run on one
// machine: pushes that were acknowledged, pulls, idle streams, start-up. Every
// server is a process of its own, on loopback, with a fresh folder, and all are
// asked by the same clients; Pleach is the binary that people run, with
// accounts and tokens and its limits on how often one may ask.
//
// It compares no features, and it measures one machine with its clients on it.
// It is not part of the tests: no test asserts how long something took.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// plan is what to measure.
type plan struct {
	bin     string // folder with pleach and the programs of this module
	peers   string // folder with the peers that npm installed
	clients []int
	seconds time.Duration
	rounds  int
	entries int
	streams int
	parts   []string
	only    []string
	dir     string // for everybody's data, emptied as it goes
}

// Servers are told to end with the thread that started them, and that is this
// one, which lives as long as the program.
func init() { runtime.LockOSThread() }

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	p, out, err := flags()
	if err != nil {
		return err
	}
	if p.dir, err = os.MkdirTemp(p.dir, "bench"); err != nil {
		return err
	}
	defer os.RemoveAll(p.dir)
	r := report{began: time.Now(), plan: p}
	for _, part := range []struct {
		name string
		run  func(plan, *report) error
	}{{"push", pushes}, {"pull", pulls}, {"streams", streams}, {"startup", startUps}} {
		if slices.Contains(p.parts, part.name) {
			if err := part.run(p, &r); err != nil {
				return fmt.Errorf("%s: %w", part.name, err)
			}
		}
	}
	text := r.markdown()
	fmt.Println(text)
	if out == "" {
		return nil
	}
	return write(out, text)
}

func flags() (p plan, out string, err error) {
	clients, parts, only := "", "", ""
	flag.StringVar(&p.bin, "bin", "bin", "folder with pleach, floors, pocketbase and nats")
	flag.StringVar(&p.peers, "peers", "", "folder with the peers from npm; without it they are left out")
	flag.StringVar(&p.dir, "dir", os.TempDir(), "folder for everybody's data; on the disk that is to be measured")
	flag.StringVar(&clients, "clients", "1,16,64", "how many push at the same time")
	flag.DurationVar(&p.seconds, "time", 3*time.Second, "how long each measurement takes, after a third of that to warm up")
	flag.IntVar(&p.rounds, "rounds", 2, "how often everything is measured; the table has the best round of each")
	flag.IntVar(&p.entries, "entries", 10_000, "entries in the space that is pulled")
	flag.IntVar(&p.streams, "streams", 10_000, "streams that stay open and idle")
	flag.StringVar(&parts, "parts", "push,pull,streams,startup", "what to measure")
	flag.StringVar(&only, "only", "", "names of those to measure, such as pleach,group; everybody without it")
	flag.StringVar(&out, "write", "", "the document whose table to replace")
	flag.Parse()
	for _, n := range strings.Split(clients, ",") {
		k, err := strconv.Atoi(n)
		if err != nil || k < 1 {
			return p, "", fmt.Errorf("--clients wants whole numbers such as 1,16,64, not %q", n)
		}
		p.clients = append(p.clients, k)
	}
	p.parts = strings.Split(parts, ",")
	if only != "" {
		p.only = strings.Split(only, ",")
	}
	return p, out, nil
}

// folder makes an empty folder for a server's data, and gives the way to
// remove it.
func (p plan) folder() (string, func(), error) {
	dir, err := os.MkdirTemp(p.dir, "data")
	return dir, func() { _ = os.RemoveAll(dir) }, err
}

func (p plan) program(name string) string { return filepath.Join(p.bin, name) }

// missing says why a contender cannot take part, or nothing.
func missing(name string) string {
	if _, err := os.Stat(name); err != nil {
		return "not built here"
	}
	return ""
}
