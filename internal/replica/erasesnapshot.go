package replica

import (
	"maps"
	"slices"

	"pleach/wire"
)

// append writes what a snapshot keeps of erasures: the entries without words,
// then each erased one with the entry that says so.
func (e erasures) append(b []byte, index map[wire.ID]uint64) []byte {
	bare := slices.SortedFunc(maps.Keys(e.bare), compareRefs)
	b = appendUints(b, uint64(len(bare)))
	for _, r := range bare {
		b = appendUints(b, index[r.Device], r.Seq)
	}
	erased := slices.SortedFunc(maps.Keys(e.erased), compareRefs)
	b = appendUints(b, uint64(len(erased)))
	for _, r := range erased {
		by := e.erased[r]
		b = appendUints(b, index[r.Device], r.Seq, index[by.Device], by.Seq)
	}
	return b
}

func (d *decoder) erasures(v *view, ids []wire.ID) {
	for range d.count(2) {
		v.bare[d.ref(ids)] = true
	}
	for range d.count(4) {
		target := d.ref(ids)
		v.erased[target] = d.ref(ids)
	}
}

func (d *decoder) ref(ids []wire.ID) Ref {
	i, seq := d.uint(), d.uint()
	if i >= uint64(len(ids)) {
		d.short = true
		return Ref{}
	}
	return Ref{ids[i], seq}
}
