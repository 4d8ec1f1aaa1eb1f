package main

import (
	"net"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// backedUp waits until a folder has so many backups.
func backedUp(ts *testscript.TestScript, _ bool, args []string) {
	n := 0
	for range 600 {
		files, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "pleach-*.db.age"))
		ts.Check(err)
		if n = len(files); strconv.Itoa(n) == args[1] {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%s has %d backups, want %s", args[0], n, args[1])
}

// freeAddress is an address that nobody listened on a moment ago.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
