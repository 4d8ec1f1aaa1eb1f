package lies

import (
	"pleach/internal/remote"
	"pleach/internal/replica"
)

// stores are two relays in place of one: an earlier copy of the same, or one that
// has gone another way since.
var stores = []Attack{
	{Name: "the store is set back to an earlier copy", Scene: SetBack, Want: replica.ErrRegression,
		Lie: func() Lie { return elsewhere }},
	{Name: "each is shown another relay", Scene: Parted, Lie: func() Lie { return elsewhere }},
}

// elsewhere answers from the other relay.
func elsewhere(c *Call) (remote.Response, bool, error) {
	resp, err := c.Elsewhere(c.Request)
	return resp, true, err
}
