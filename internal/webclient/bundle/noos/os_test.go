package os

import (
	"errors"
	"io/fs"
	"testing"
)

func TestNoFileIsThere(t *testing.T) {
	if f, err := Open("/dev/urandom"); f != nil || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("opening a file gave %v and %v", f, err)
	}
}

func TestNothingIsWrittenToAStreamThatIsNone(t *testing.T) {
	if n, err := (&File{fd: -1}).Write([]byte("x")); n > 0 || err == nil {
		t.Errorf("writing gave %d and %v", n, err)
	}
}
