package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestTheCommittedFilesAreWhatThisProgramWrites(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("other processors fuse multiplication and addition, and round the last digit otherwise")
	}
	for _, d := range datasets {
		want, err := os.ReadFile(filepath.Join("..", "..", "testdata", "reference", d.name))
		if err != nil {
			t.Fatal(err)
		}
		if d.sheet().String() != string(want) {
			t.Errorf("%s: go run ./dyad/internal/reference dyad/testdata/reference writes something else", d.name)
		}
	}
}
