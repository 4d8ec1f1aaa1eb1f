package client

import (
	"errors"
	"testing"

	"pleach/seal"
)

// TestKeysThatAreInUseOutliveTheLock: what began before the app was locked goes
// on with whole keys, and what begins afterwards gets none; nothing is ever made
// from keys that were wiped.
func TestKeysThatAreInUseOutliveTheLock(t *testing.T) {
	p := &Person{box: &box{}, done: make(chan struct{}), line: line{masters: []seal.Key{{1}, {2}}}}
	before, err := p.lineage()
	if err != nil {
		t.Fatal(err)
	}
	p.close()
	if before.masters[0] != (seal.Key{1}) || before.masters[1] != (seal.Key{2}) {
		t.Error("keys in use were wiped")
	}
	if p.line.masters[0] != (seal.Key{}) {
		t.Error("the person's keys were not wiped")
	}
	if _, err := p.lineage(); !errors.Is(err, ErrLocked) {
		t.Errorf("keys after the lock: %v", err)
	}
}
