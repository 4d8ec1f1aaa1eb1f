package client_test

import (
	"sync"
	"testing"

	"pleach/internal/client"
)

// A new device asks for many things at once, and has no session yet. At the
// relay each session ends the one before it; still every call gets its answer.
func TestManyCallsAtOnceSignInOnce(t *testing.T) {
	ada := newWorld(t).device()
	ada.must(ada.SignUp(t.Context(), client.SignUp{Name: "Ada", Password: "two stems, one hedge", Device: "phone"}))
	for range 3 {
		ada.Person().ForgetSession()
		var calls sync.WaitGroup
		for range 8 {
			calls.Go(func() {
				if _, err := ada.Person().Devices(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
	}
}
