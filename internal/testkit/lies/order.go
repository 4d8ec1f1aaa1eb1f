package lies

import (
	"slices"
	"strings"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/wire"
)

// order are lies about what there is, in which order, and how much of it.
var order = []Attack{
	{Name: "an entry is left out", Scene: Writing, Want: replica.ErrGap,
		Lie: page(func(c *Call, items []wire.Item) []wire.Item {
			at := c.foreign(items)
			if len(at) < 2 {
				return nil
			}
			i := at[len(at)-2]
			return slices.Delete(items, i, i+1)
		})},
	{Name: "a device's stream is held back", Scene: Writing,
		Lie: page(func(c *Call, items []wire.Item) []wire.Item {
			if len(c.foreign(items)) == 0 {
				return nil
			}
			return slices.DeleteFunc(items, func(it wire.Item) bool {
				return len(c.foreign([]wire.Item{it})) > 0
			})
		})},
	{Name: "two entries change places", Scene: Writing, Want: replica.ErrGap,
		Lie: entries(func(_ *Call, a, b *wire.Entry) { *a, *b = *b, *a })},
	{Name: "everything comes twice", Scene: Writing, Want: replica.ErrOrder,
		Lie: page(func(_ *Call, items []wire.Item) []wire.Item { return append(items, items...) })},
	{Name: "old entries are played again", Scene: Writing,
		Lie: page(func(c *Call, items []wire.Item) []wire.Item {
			return append(items, c.replayed(items[len(items)-1].Pos)...)
		})},
	{Name: "the stream goes back in time", Scene: Writing, Want: replica.ErrRegression, Lie: answered(setBack)},
	{Name: "what is sent is acknowledged and not kept", Scene: Writing, Want: replica.ErrRegression,
		Lie: func() Lie { return swallow }},
}

// setBack knows half of what there was.
func setBack(c *Call, resp *remote.Response) bool {
	if !c.isPull() {
		return false
	}
	space, _ := spaceOf(c.Request.Path)
	var half []wire.Item
	c.Server.know(func(k *knowledge) { half = k.items(space) })
	half = half[:len(half)/2]
	last := half[len(half)-1].Pos
	after := number(c.Request.Path, "after=")
	if after > last {
		*resp = refusal(wire.CodeStaleCursor, 409)
		return true
	}
	resp.Header[wire.HeaderNext] = "0"
	put(resp, slices.DeleteFunc(half, func(it wire.Item) bool { return it.Pos <= after }))
	return true
}

// swallow says that it has what is sent, and throws it away.
func swallow(c *Call) (remote.Response, bool, error) {
	if c.Request.Method != "POST" || !strings.HasSuffix(c.Request.Path, "/entries") {
		resp, err := c.Ask(c.Request)
		return resp, false, err
	}
	return remote.Response{Status: 200, Header: map[string]string{}, Body: encode(wire.Pushed{Pos: 1})}, true, nil
}
