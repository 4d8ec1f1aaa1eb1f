package replica_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"pleach/internal/remote"
)

// TestCallsThatComeMeanwhileShareOneRun: while one Sync waits for the relay,
// nine more come. One more run serves them all.
func TestCallsThatComeMeanwhileShareOneRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newCouple(t, 50)
		ada, _ := w.both()
		runs, hold := 0, make(chan struct{})
		w.ada.Network.Before(func(r remote.Request) error {
			if strings.Contains(r.Path, "/commits?") {
				runs++
				<-hold
			}
			return nil
		})
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if err := ada.Sync(ctx); err != nil {
					t.Errorf("Sync: %v", err)
				}
			})
		}
		synctest.Wait()
		close(hold)
		all.Wait()
		if runs != 2 {
			t.Fatalf("%d runs for ten calls", runs)
		}
	})
}

func TestWhoNoLongerWaitsIsLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newCouple(t, 51)
		ada, _ := w.both()
		hold := make(chan struct{})
		w.ada.Network.Before(func(remote.Request) error { <-hold; return nil })
		var all sync.WaitGroup
		all.Go(func() {
			if err := ada.Sync(ctx); err != nil {
				t.Errorf("Sync: %v", err)
			}
		})
		synctest.Wait()
		impatient, leave := context.WithCancel(ctx)
		all.Go(func() {
			if err := ada.Sync(impatient); !errors.Is(err, context.Canceled) {
				t.Errorf("Sync after leaving: %v", err)
			}
		})
		synctest.Wait()
		leave()
		synctest.Wait()
		close(hold)
		all.Wait()
	})
}
