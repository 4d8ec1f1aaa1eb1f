package replica

import (
	"context"
	"errors"

	"pleach/wire"
)

// errUnsigned says that no signature among the items covers this one: it may be
// in the next page.
var errUnsigned = errors.New("replica: unsigned so far")

// unknownOwn reports whether an entry is served in this device's own chain that
// it does not hold.
func (s *stage) unknownOwn(h wire.Header, hash wire.Hash) bool {
	return !s.local && h.Device == s.cfg.device() && !s.holds(h, hash)
}

func (s *stage) holds(h wire.Header, hash wire.Hash) bool {
	c := s.view.chains[h.Device]
	return h.Seq <= c.len() && c.links[h.Seq-1].hash == hash
}

// setBack judges item i, an entry of this device's own that it does not hold.
// That the storage was set back is shown by this device's own signature alone,
// on this entry or a later one that it does not hold either: nobody else, not
// even the relay, can make a device doubt its memory.
func (s *stage) setBack(i int, h wire.Header) error {
	for _, it := range s.items[i:] {
		if it.Kind == wire.ItemEntry && s.signedAndForgotten(it.Data) {
			return bad(ErrOwnRollback, h.Device, h.Seq, "this device signed it and does not have it")
		}
	}
	return errUnsigned
}

func (s *stage) signedAndForgotten(data []byte) bool {
	e, err := wire.ParseEntry(data)
	if err != nil || len(e.Sig) == 0 || e.Header.Space != s.cfg.Space {
		return false
	}
	hash := e.Hash()
	return s.unknownOwn(e.Header, hash) && s.cfg.Device.Public().Verify(hash, e.Sig)
}

// refused judges a relay that will not take this device's entries because it
// has others there. If that is so it can show them, with this device's
// signature; until it does, it is only a claim.
func (r *Replica) refused(ctx context.Context, claim error) error {
	if err := r.pull(ctx); err != nil {
		return err
	}
	r.setTrouble(claim)
	return claim
}
