package sqlite_test

import (
	"bytes"
	"testing"
)

// TestAClosedAccountLeavesTheFiles looks for what only Ada could read, and for
// her sealed master key, in every byte of the data folder.
func TestAClosedAccountLeavesTheFiles(t *testing.T) {
	dir := t.TempDir()
	j := keepJournal(t, dir)
	wraps := j.ada.Account().Wraps
	count := func() (n int) {
		all := haystack(t, dir)
		for _, e := range j.entries {
			in, _ := found(all, e)
			n += in
		}
		for _, w := range [][]byte{wraps.Password, wraps.Words} {
			if bytes.Contains(all, w) {
				n++
			}
		}
		return n
	}
	if count() == 0 {
		t.Fatal("nothing is there before; the test looks in the wrong place")
	}
	if err := j.store.CloseAccount(t.Context(), j.ada.ID); err != nil {
		t.Fatal(err)
	}
	if err := j.store.Close(); err != nil {
		t.Fatal(err)
	}
	if n := count(); n > 0 {
		t.Errorf("%d pieces are still in the files", n)
	}
}
