package remote

import (
	"context"
	"encoding/json"
	"fmt"

	"pleach/wire"
)

// Watch opens the stream of news and calls on with wire.EventAdvanced or
// wire.EventInvite and the id that moved, until the stream or ctx ends, which
// it returns as an error. It does not reconnect: the caller does, with patience.
// Events of other names are left out; a newer relay may have more.
func (c *Client) Watch(ctx context.Context, on func(event string, id wire.ID)) error {
	r := c.request("GET", "/v1/stream", "", nil)
	r.Header["Accept"] = "text/event-stream"
	return c.transport.Stream(ctx, r, func(event, data string) {
		id, err := wire.ParseID(data)
		if err == nil && (event == wire.EventAdvanced || event == wire.EventInvite) {
			on(event, id)
		}
	})
}

func parsePushed(r Response, path string) (uint64, error) {
	var out wire.Pushed
	if err := json.Unmarshal(r.Body, &out); err != nil {
		return 0, fmt.Errorf("%w: %s gave no position", ErrNotARelay, path)
	}
	return out.Pos, nil
}
