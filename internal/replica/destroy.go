package replica

import "context"

// Alone reports whether everybody else who was in the space has left it.
func (r *Replica) Alone() bool {
	es := r.currentEpochs()
	if len(es) == 0 || len(es[len(es)-1].members) != 1 || es[len(es)-1].members[0] != r.Self() {
		return false
	}
	for _, e := range es {
		if len(e.members) > 1 {
			return true
		}
	}
	return false
}

// Destroy takes the keys of every epoch off this device, and what waits to be
// sent: what Local still holds opens for nobody. The replica must not be used
// afterwards.
func (r *Replica) Destroy(ctx context.Context) error {
	r.write.Lock()
	defer r.write.Unlock()
	return r.cfg.Local.Save(ctx, Change{State: []byte{0}, Snapshot: []byte{0}, Dequeue: len(r.out)})
}
