package lies

import (
	"strconv"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/wire"
)

// places are lies about positions, which are the server's own.
var places = []Attack{
	{Name: "positions fall", Scene: Writing, Want: replica.ErrOrder,
		Lie: page(func(c *Call, items []wire.Item) []wire.Item {
			if len(items) < 2 {
				return nil
			}
			first, last := &items[0], &items[len(items)-1]
			first.Pos, last.Pos = last.Pos, first.Pos
			return items
		})},
	{Name: "positions that were given before", Scene: Writing,
		Lie: page(func(_ *Call, items []wire.Item) []wire.Item {
			items[0].Pos = 1
			return items
		})},
	{Name: "positions leap ahead", Scene: Writing,
		Lie: page(func(_ *Call, items []wire.Item) []wire.Item {
			for i := range items {
				items[i].Pos += 1000
			}
			return items
		})},
	{Name: "more without end, at one place", Scene: Writing, Want: replica.ErrOrder,
		Lie: more(func(after uint64) uint64 { return after })},
	{Name: "more without end, and nothing in it", Scene: Writing, Want: replica.ErrOrder,
		Lie: more(func(after uint64) uint64 { return after + 1 })},
	{Name: "more without end, at the last place there is", Scene: Writing, Want: replica.ErrOrder,
		Lie: more(func(uint64) uint64 { return 1<<64 - 1 })},
	{Name: "the same without end", Scene: Writing, Want: replica.ErrOrder, Lie: func() Lie { return sameAgain }},
}

// more serves empty pages that are not the last.
func more(next func(after uint64) uint64) func() Lie {
	return answered(func(c *Call, resp *remote.Response) bool {
		if !c.isPull() {
			return false
		}
		resp.Body = nil
		resp.Header[wire.HeaderMore] = "1"
		resp.Header[wire.HeaderNext] = strconv.FormatUint(next(number(c.Request.Path, "after=")), 10)
		return true
	})
}

// sameAgain serves all that there was, at places that go on and on.
func sameAgain(c *Call) (remote.Response, bool, error) {
	if !c.isPull() {
		resp, err := c.Ask(c.Request)
		return resp, false, err
	}
	resp := remote.Response{Status: 200, Header: map[string]string{wire.HeaderMore: "1"}}
	put(&resp, c.replayed(number(c.Request.Path, "after=")))
	return resp, true, nil
}

// replayed is all that there was in the space that the call is about, at the
// places after one.
func (c *Call) replayed(after uint64) (items []wire.Item) {
	space, _ := spaceOf(c.Request.Path)
	c.Server.know(func(k *knowledge) { items = k.items(space) })
	for i := range items {
		after++
		items[i].Pos = after
	}
	return items
}
