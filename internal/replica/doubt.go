package replica

import (
	"bytes"
	"context"
	"fmt"

	"pleach/wire"
)

// What a device does not take a relay's word for. In each case it asks for the
// whole stream again, since the next page shows no more of what was left out.

// shows reports whether the relay has shown this device's entries that it
// acknowledged. They come back in the stream, after everything seen before.
func (r *Replica) shows() bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.echo >= r.sent()
}

// pullAll asks for everything once.
func (r *Replica) pullAll(ctx context.Context) error {
	r.unshown = true
	defer func() { r.unshown = false }()
	return r.pull(ctx)
}

// doubts reports whether to ask for everything again: after trouble, after an
// acknowledgement without its entries, and once for each program start while an
// answer waits for its key. A key is not part of a chain, so that nothing else
// tells that it was left out.
func (r *Replica) doubts() bool {
	first := !r.looked
	r.looked = true
	return r.Trouble() != nil || r.unshown || first && r.current().waitsForKey(r.cfg.device())
}

func (v *view) waitsForKey(self wire.ID) bool {
	for _, g := range v.gates {
		for _, a := range g.in {
			if a.bare && a.wire.Device != self {
				return true
			}
		}
	}
	return false
}

// halfOpen names a gate that this person's answer is open in, and not all of the
// others, at the end of the stream: they enter it together. An answer that comes
// before this person's own is no trouble. It stays unread, and is there when the
// others come.
func (v *view) halfOpen(person wire.ID) error {
	for _, g := range v.gates {
		if own := g.by(person); own != nil && !v.complete(g) {
			return bad(ErrGap, own.wire.Device, 0, "an answer came without the others of its gate")
		}
	}
	return nil
}

// spare is how many items more than it holds a device lets a relay serve again
// in one walk: those of devices that were shut out, which it does not count.
const spare = 1000

// endless names a walk that has served more items again than there are.
func (w *walk) endless(v *view) error {
	held := spare
	for _, c := range v.chains {
		held += len(c.links)
	}
	for _, g := range v.gates {
		held += 2 * len(g.in)
	}
	if w.known > held {
		return fmt.Errorf("%w: it serves the same again and again", ErrOrder)
	}
	return nil
}

// otherKey reports whether a key is for this device's own answer and not the one
// that it holds back. Taking it would keep the right one from the others.
func (s *stage) otherKey(k wire.Key) bool {
	g := s.view.gates[k.Gate]
	return k.Device == s.cfg.device() && g != nil && g.own != nil && !bytes.Equal(g.own.wire.Wrap, k.Wrap)
}
