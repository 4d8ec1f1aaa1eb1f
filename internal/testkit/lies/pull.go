package lies

import (
	"slices"
	"strconv"
	"strings"

	"pleach/internal/remote"
	"pleach/wire"
)

// number reads the number that follows a name in an address.
func number(path, name string) uint64 {
	_, after, _ := strings.Cut(path, name)
	n, _ := strconv.ParseUint(after, 10, 64)
	return n
}

// isPull reports whether a request pulls the space that the two share.
func (c *Call) isPull() (shared bool) {
	space, ok := spaceOf(c.Request.Path)
	if !ok || c.Request.Method != "GET" || !strings.Contains(c.Request.Path, "/entries?") {
		return false
	}
	c.Server.know(func(k *knowledge) { shared = k.shared(space) })
	return shared
}

// answered lies in the answer to some calls; change says whether it has.
func answered(change func(*Call, *remote.Response) bool) func() Lie {
	return func() Lie {
		return func(c *Call) (remote.Response, bool, error) {
			resp, err := c.Ask(c.Request)
			told := err == nil && change(c, &resp)
			return resp, told, err
		}
	}
}

// page changes a page of the shared stream, where there is something in it.
// change returns nil to let it be.
func page(change func(*Call, []wire.Item) []wire.Item) func() Lie {
	return answered(func(c *Call, resp *remote.Response) bool {
		items, err := wire.ParseItems(slices.Clone(resp.Body))
		if !c.isPull() || resp.Status != 200 || err != nil || len(items) == 0 {
			return false
		}
		changed := change(c, items)
		if changed == nil {
			return false
		}
		put(resp, changed)
		return true
	})
}

// put serves items, and never a cursor before the last of them.
func put(resp *remote.Response, items []wire.Item) {
	resp.Body = nil
	next := number("next="+resp.Header[wire.HeaderNext], "next=")
	for _, it := range items {
		resp.Body = wire.AppendItem(resp.Body, it)
		next = max(next, it.Pos)
	}
	resp.Header[wire.HeaderNext] = strconv.FormatUint(next, 10)
}

// foreign are the places of the events on a page that somebody else than the
// caller wrote.
func (c *Call) foreign(items []wire.Item) (at []int) {
	c.Server.know(func(k *knowledge) {
		for i, it := range items {
			e, err := wire.ParseEntry(it.Data)
			if it.Kind == wire.ItemEntry && err == nil && e.Header.Class == wire.ClassEvent && k.device[e.Header.Device] != c.Who {
				at = append(at, i)
			}
		}
	})
	return at
}

// entries changes the two newest events of the other's on each page that has
// them: what is on its way while the server lies.
func entries(change func(c *Call, first, second *wire.Entry)) func() Lie {
	return page(func(c *Call, items []wire.Item) []wire.Item {
		at := c.foreign(items)
		if len(at) < 2 {
			return nil
		}
		at = at[len(at)-2:]
		var two [2]wire.Entry
		for i := range two {
			two[i], _ = wire.ParseEntry(items[at[i]].Data)
		}
		change(c, &two[0], &two[1])
		for i := range two {
			items[at[i]].Data = two[i].Append(nil)
		}
		return items
	})
}

// entry changes the first of those two.
func entry(change func(*wire.Entry)) func() Lie {
	return entries(func(_ *Call, e, _ *wire.Entry) { change(e) })
}

// bytesOf changes the bytes of the first of those two.
func bytesOf(change func([]byte) []byte) func() Lie {
	return page(func(c *Call, items []wire.Item) []wire.Item {
		at := c.foreign(items)
		if len(at) < 2 {
			return nil
		}
		it := &items[at[len(at)-2]]
		it.Data = change(slices.Clone(it.Data))
		return items
	})
}

// own changes the newest event of the caller's own, where it comes back.
func own(change func([]byte) []byte) func() Lie {
	return page(func(c *Call, items []wire.Item) []wire.Item {
		theirs := c.foreign(items)
		for i, it := range slices.Backward(items) {
			e, err := wire.ParseEntry(it.Data)
			if it.Kind == wire.ItemEntry && err == nil && e.Header.Class == wire.ClassEvent && !slices.Contains(theirs, i) {
				items[i].Data = change(slices.Clone(it.Data))
				return items
			}
		}
		return nil
	})
}

// flipped is a copy with one bit changed.
func flipped(b []byte) []byte {
	b = slices.Clone(b)
	b[len(b)/2] ^= 1
	return b
}
