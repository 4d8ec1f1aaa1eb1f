package rooms_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
	"pleach/internal/replica"
	"pleach/wire"
)

// cramped is a storage that can be full.
type cramped struct {
	client.Storage
	full bool
}

func (c *cramped) Put(ctx context.Context, name string, value []byte) error {
	if c.full && value != nil {
		return client.ErrStorageFull
	}
	return c.Storage.Put(ctx, name, value)
}

func (c *cramped) Space(id wire.ID) replica.Local { return crampedSpace{c.Storage.Space(id), c} }

type crampedSpace struct {
	replica.Local
	storage *cramped
}

func (s crampedSpace) Save(ctx context.Context, change replica.Change) error {
	if s.storage.full {
		return client.ErrStorageFull
	}
	return s.Local.Save(ctx, change)
}

func TestAFullDeviceLeavesEveryWordInItsForm(t *testing.T) {
	w := newWorld(t)
	storage := &cramped{Storage: memstore.New()}
	ada, noor := w.browserWith(client.Config{Storage: storage}, content.English()).signUp("Ada"), w.browser().signUp("Noor")
	meet(ada, noor)
	full := text("problem.storage_full.title")
	storage.full = true
	ada.open("/").send("/pulse", "mood", "35", "with", "apart", "note", "rain on the roof").reads(full, "is not saved")
	ada.holds("mood", "35").holds("with", "apart").holds("note", "rain on the roof")
	ada.open("/appreciation").send("/appreciation", "do", "keep", "text", "the soup").reads(full).holds("text", "the soup")
	ada.open(week).send(week, "do", "post", "said-went-well", "the walk").reads(full).holds("said-went-well", "the walk")
	if p := ada.Person().Private(); len(p.Pulses)+len(p.Kept)+len(p.Rounds) > 0 {
		t.Errorf("something was kept all the same: %+v", p)
	}
	storage.full = false
	ada.send(week, "do", "post").reads("Your answers are kept", "the walk")
}

func TestAClockThatIsAYearOffIsSaid(t *testing.T) {
	ada := newWorld(t).browser()
	ada.now = time.Now().UTC().AddDate(-1, 0, 0)
	ada.signUp("Ada").open("/").reads("This device's clock says", "Entries keep the time of this device")
	ada.open("/").send("/pulse", "mood", "50").reads("Saved. Thank you").sync()
	if n := ada.Person().Pending(); n != 0 {
		t.Errorf("%d entries wait because of a clock", n)
	}
	right := newWorld(t).browser()
	right.now = time.Now().UTC()
	if right.signUp("Noor").open("/"); strings.Contains(right.page.words(), "clock says") {
		t.Error("a clock that is right is taken for wrong")
	}
}
