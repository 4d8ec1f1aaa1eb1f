package bond

import (
	"slices"
	"strings"
	"testing"

	"pleach/wire"
)

// stays are the kinds that no file may carry into an account: they hold keys,
// name devices, end something, or stand in a shared space.
var stays = strings.Fields(`profile/1 device/1 kit-tested/1 kit-replaced/1 device-chain/1 device-removed/1
	space-made/1 invite/1 invite-approved/1 invite-revealed/1 invite-closed/1 invite-joined/1 space-joined/1 words/1
	member-renewed/1 sharing-ended/1 copy-kept/1 past-brought/1
	pulse-shown/1 answers/1 talk/1 talk-ended/1 moods/1 appreciation/1 wish/1 disclosure/1 taken-back/1
	aspiration/1 plan/1 experiment/1 looked-at/1 agreement/1 agreement-review/1 agreement-withdrawn/1`)

// TestEveryKindIsCarriedOrStays: whoever adds a kind says here whether it may be
// taken along into another account.
func TestEveryKindIsCarriedOrStays(t *testing.T) {
	for _, e := range everyEvent() {
		if e.Kind() == (Emptied{}).Kind() {
			continue // as what it stands for
		}
		payload, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := Carried(payload), !slices.Contains(stays, e.Kind()); got != want {
			t.Errorf("%s is carried: %v, want %v", e.Kind(), got, want)
		}
	}
	for _, kind := range stays {
		if kinds[kind] == nil {
			t.Errorf("%s stays, and is no kind", kind)
		}
	}
}

func TestWhatNobodyHereKnowsIsNotCarried(t *testing.T) {
	for _, payload := range []string{"", "pulse", "pulse/1 x", "secret-key/9 {}", `emptied/1 {"event":"space-made/1 {}"}`, `emptied/1 {"event":"x"}`} {
		if Carried([]byte(payload)) {
			t.Errorf("%q is carried", payload)
		}
	}
}

func TestAnErasureIsKnownByWhatItStandsFor(t *testing.T) {
	pulse := PulseTaken{Pulse{ID: wire.ID{1}, Note: "rain"}}
	_, empty, _ := Empty(pulse)
	payload, err := Encode(empty)
	if err != nil {
		t.Fatal(err)
	}
	stands, _ := Erased(Emptied{Event: string(payload)})
	if _, about := Erased(pulse); about == "" || about != stands {
		t.Errorf("the pulse is about %q, the erasure stands for %q", about, stands)
	}
	if stands, about := Erased(KitTested{}); stands != "" || about != "" {
		t.Errorf("%q %q", stands, about)
	}
}
