package lies

import (
	"slices"

	"pleach/internal/replica"
	"pleach/wire"
)

// erased are lies about what somebody has taken back.
var erased = []Attack{
	{Name: "what was taken back is served again", Scene: TakenBack,
		Lie: page(func(c *Call, items []wire.Item) []wire.Item {
			return append(items, c.replayed(items[len(items)-1].Pos)...)
		})},
	{Name: "that something was taken back is left out", Scene: TakenBack, Want: replica.ErrBadSignature,
		Lie: page(func(c *Call, items []wire.Item) []wire.Item {
			n := len(items)
			items = slices.DeleteFunc(items, func(it wire.Item) bool {
				e, err := wire.ParseEntry(it.Data)
				return it.Kind == wire.ItemEntry && err == nil && e.Header.Class == wire.ClassErase
			})
			if len(items) == n {
				return nil
			}
			return items
		})},
}
