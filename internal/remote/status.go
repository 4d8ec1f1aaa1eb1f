package remote

import (
	"encoding/json"
	"fmt"

	"pleach/wire"
)

// StatusError is nil for a 2xx answer, the *wire.Problem that a relay refused
// with, or ErrNotARelay when the body is no problem that this build knows: then
// it was not the relay who spoke, or a newer one. Transports use it for Stream.
func StatusError(r Response) error {
	if r.Status >= 200 && r.Status < 300 {
		return nil
	}
	var p wire.Problem
	if json.Unmarshal(r.Body, &p) != nil || !p.Code.Known() || p.Status != r.Status {
		return fmt.Errorf("%w: status %d without a problem", ErrNotARelay, r.Status)
	}
	return &p
}
