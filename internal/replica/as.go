package replica

import (
	"context"

	"pleach/seal"
	"pleach/wire"
)

// Newest is the newest commit, whether or not this person is in it; false when
// there is none.
func (r *Replica) Newest() (seal.Commit, bool) {
	es := r.currentEpochs()
	if len(es) == 0 {
		return seal.Commit{}, false
	}
	return es[len(es)-1].commit, true
}

// As goes on with other member keys of the same person, which a commit has
// brought or will bring (see Rotation). What they open is read anew from Local;
// what waits to be sent waits on.
func (r *Replica) As(ctx context.Context, m seal.Member) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case token := <-r.turn:
		defer func() { r.turn <- token }()
	}
	r.write.Lock()
	defer r.write.Unlock()
	cfg := r.cfg
	cfg.Member = m
	saved, err := cfg.Local.Load(ctx)
	if err != nil {
		return err
	}
	v, err := load(&cfg, saved)
	if err != nil {
		return err
	}
	out, err := loadOutbox(saved.Outbox, v.chains[cfg.device()].len())
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.cfg.Member = m
	r.mu.Unlock()
	r.publish(v, out)
	return nil
}

// Device names the chain that this device writes in the space.
func (r *Replica) Device() wire.ID { return r.cfg.device() }
