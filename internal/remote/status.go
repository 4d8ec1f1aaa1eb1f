package remote

import (
	"encoding/json"
	"fmt"

	"pleach/wire"
)

// StatusError is nil for a 2xx answer, the *wire.Problem that a relay refused
// with, or ErrNoAnswer when the body is not a problem: then it was not the
// relay who spoke. Transports use it for Stream.
func StatusError(r Response) error {
	if r.Status >= 200 && r.Status < 300 {
		return nil
	}
	var p wire.Problem
	if json.Unmarshal(r.Body, &p) != nil || p.Code == "" || p.Status != r.Status {
		return fmt.Errorf("%w: status %d without a problem", ErrNoAnswer, r.Status)
	}
	return &p
}
