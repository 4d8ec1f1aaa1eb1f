package lies

import (
	"crypto/rand"
	"slices"

	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// authors are lies about who wrote something, and where.
var authors = []Attack{
	{Name: "an entry of her private space in the shared one", Scene: Writing, Want: replica.ErrSplice,
		Lie: entries(func(c *Call, e, _ *wire.Entry) {
			if other, ok := c.elsewhere(e.Header); ok {
				*e = other
			}
		})},
	{Name: "the reader's words under the other's name", Scene: Writing, Want: replica.ErrSplice,
		Lie: entries(func(c *Call, e, _ *wire.Entry) {
			own, _ := c.find(e.Header.Space, func(o wire.Entry, by string) bool { return by == c.Who && o.Header.Class == wire.ClassEvent })
			e.Wrap, e.Body, e.Header.Commitment = own.Wrap, own.Body, own.Header.Commitment
		})},
	{Name: "two entries change their words", Scene: Writing, Want: replica.ErrSplice,
		Lie: entries(func(_ *Call, a, b *wire.Entry) { a.Wrap, a.Body, b.Wrap, b.Body = b.Wrap, b.Body, a.Wrap, a.Body })},
	{Name: "an entry without its signature", Scene: Writing, Want: replica.ErrBadSignature,
		Lie: entries(func(_ *Call, _, last *wire.Entry) { last.Sig = nil })},
	{Name: "an entry with another signature", Scene: Writing, Want: replica.ErrBadSignature,
		Lie: entries(func(_ *Call, _, last *wire.Entry) { last.Sig = flipped(last.Sig) })},
	{Name: "an entry by nobody in the space", Scene: Writing, Want: replica.ErrNotMember,
		Lie: page(func(c *Call, items []wire.Item) []wire.Item { return c.intruder(items, false) })},
	{Name: "a device that somebody made up for the other", Scene: Writing, Want: replica.ErrBadSignature,
		Lie: page(func(c *Call, items []wire.Item) []wire.Item { return c.intruder(items, true) })},
}

// find looks for an entry that went through the server.
func (c *Call) find(space wire.ID, fits func(e wire.Entry, by string) bool) (found wire.Entry, ok bool) {
	c.Server.know(func(k *knowledge) {
		for _, it := range k.items(space) {
			e, err := wire.ParseEntry(it.Data)
			if it.Kind == wire.ItemEntry && err == nil && fits(e, k.device[e.Header.Device]) {
				found, ok = e, true
			}
		}
	})
	return found, ok
}

// elsewhere is an event in another space, by the author of this one.
func (c *Call) elsewhere(h wire.Header) (found wire.Entry, ok bool) {
	var author string
	var spaces []wire.ID
	c.Server.know(func(k *knowledge) {
		author = k.device[h.Device]
		for id := range k.stream {
			if id != h.Space {
				spaces = append(spaces, id)
			}
		}
	})
	for _, id := range spaces {
		e, fits := c.find(id, func(e wire.Entry, by string) bool { return by == author && e.Header.Class == wire.ClassEvent })
		if fits {
			return e, true
		}
	}
	return wire.Entry{}, false
}

// intruder adds the first entry of a device that a stranger has certified; under
// the other's name, where it is to look like theirs.
func (c *Call) intruder(items []wire.Item, posing bool) []wire.Item {
	space, _ := spaceOf(c.Request.Path)
	if len(c.foreign(items)) == 0 {
		return nil
	}
	stranger, device := newStranger()
	cert := seal.Certify(stranger, space, device.Public())
	if posing {
		theirs, _ := c.find(space, func(e wire.Entry, by string) bool { return by != c.Who && e.Header.Class == wire.ClassCert })
		cert = slices.Concat(cert[:49], theirs.Body[49:65], cert[65:])
	}
	newest, _ := c.find(space, func(wire.Entry, string) bool { return true })
	e := wire.Entry{Body: cert, Header: wire.Header{
		Class: wire.ClassCert, Space: space, Epoch: newest.Header.Epoch, Device: wire.ID(device.ID()), Seq: 1, Lamport: 1}}
	e.Sig = device.Sign(e.Hash())
	return append(items, wire.Item{Kind: wire.ItemEntry, Pos: items[len(items)-1].Pos + 1, Data: e.Append(nil)})
}

// newStranger is somebody with keys of their own.
func newStranger() (seal.Member, seal.Device) {
	m, err := seal.NewMember(rand.Reader)
	if err != nil {
		panic(err) // the machine has no randomness
	}
	d, err := seal.NewDevice(rand.Reader)
	if err != nil {
		panic(err)
	}
	return m, d
}
