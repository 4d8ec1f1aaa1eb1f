package replica

import (
	"context"

	"pleach/seal"
)

// unseal opens what was sealed for a place in Local, with the key of now or one
// of those before.
func (c *Config) unseal(what string, box []byte) ([]byte, error) {
	plain, err := seal.OpenBox(c.SnapshotKey, c.aad(what), box)
	for _, k := range c.Formerly {
		if err == nil {
			break
		}
		plain, err = seal.OpenBox(k, c.aad(what), box)
	}
	return plain, err
}

// sealAgain seals what Local holds with SnapshotKey, in one step.
func (r *Replica) sealAgain(ctx context.Context) error {
	state, err := r.cfg.sealState(r.view)
	if err != nil {
		return err
	}
	snapshot, err := r.cfg.sealSnapshot(r.view)
	if err != nil {
		return err
	}
	return r.cfg.Local.Save(ctx, Change{State: state, Snapshot: snapshot})
}
