package bond_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pleach/internal/bond"
	"pleach/internal/bond/bondtest"
	"pleach/wire"
)

// TestWhatAPartnerWritesChangesNoWordOfTheOthers puts each attack of Noor's at
// every place of the log: she may say when she wrote it. Whatever it is, all that
// stands under Ada's name is what stood there without it.
func TestWhatAPartnerWritesChangesNoWordOfTheOthers(t *testing.T) {
	s := bondtest.NewScene(wire.ID{0xAD}, wire.ID{0x40}, wire.ID{0x5A}, time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC))
	var log []bond.Entry
	for _, e := range s.Written() {
		log = append(log, bond.Entry{Author: s.Ada, Event: e})
	}
	want := bondtest.Words(bond.FoldShared(log), s.Ada)
	if len(want) != 10 {
		t.Fatalf("Ada has %d things before anything happens: %q", len(want), want)
	}
	for _, a := range bondtest.Attacks() {
		t.Run(a.Name, func(t *testing.T) {
			var attack []bond.Entry
			for _, payload := range a.Payloads(s) {
				e, err := bond.Decode(payload)
				if err != nil {
					e = bond.Unknown{}
				}
				attack = append(attack, bond.Entry{Author: s.Noor, Event: e})
			}
			if len(attack) == 0 {
				t.Fatal("the attack says nothing")
			}
			for at := range len(log) + 1 {
				got := bondtest.Words(bond.FoldShared(slices.Insert(slices.Clone(log), at, attack...)), s.Ada)
				if !slices.Equal(got, want) {
					t.Fatalf("with the attack at place %d: %s", at, changed(got, want))
				}
			}
		})
	}
}

// changed names what is there and should not be, and what is missing.
func changed(got, want []string) string {
	in := func(list []string) func(string) bool { return func(s string) bool { return slices.Contains(list, s) } }
	return fmt.Sprintf("under Ada's name there is %q besides, and %q is missing; %d things, not %d",
		slices.DeleteFunc(slices.Clone(got), in(want)), slices.DeleteFunc(slices.Clone(want), in(got)), len(got), len(want))
}
