package crashdisk

import "math/rand/v2"

// sector is what a disk writes whole or not at all, in bytes.
const sector = 512

// image is one file: what is on the disk for sure, and what may be.
type image struct {
	durable []byte
	pending []change
}

// change is a write, or a cut to a size where data is nil.
type change struct {
	at   int64
	data []byte
}

func (c change) apply(b []byte) []byte {
	end := c.at + int64(len(c.data))
	if c.data == nil {
		b = b[:min(int64(len(b)), end)]
	}
	if short := end - int64(len(b)); short > 0 {
		b = append(b, make([]byte, short)...)
	}
	copy(b[c.at:], c.data)
	return b
}

// sync makes everything durable.
func (f *image) sync() {
	for _, c := range f.pending {
		f.durable = c.apply(f.durable)
	}
	f.pending = nil
}

// survive decides what becomes of each change that was not synced.
func (f *image) survive(r *rand.Rand) {
	for _, c := range f.pending {
		switch r.IntN(3) {
		case 0:
			f.durable = c.apply(f.durable)
		case 1:
			for _, part := range c.torn(r) {
				f.durable = part.apply(f.durable)
			}
		}
	}
	f.pending = nil
}

// torn is some of the sectors of a write.
func (c change) torn(r *rand.Rand) (parts []change) {
	for from := int64(0); from < int64(len(c.data)); {
		to := min(int64(len(c.data)), from+sector-(c.at+from)%sector)
		if r.IntN(2) == 0 {
			parts = append(parts, change{c.at + from, c.data[from:to]})
		}
		from = to
	}
	return parts
}
