package main

import (
	"path/filepath"
	"strconv"
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
