package lies

import (
	"bytes"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/wire"
)

// encodings are bytes that nobody wrote.
var encodings = []Attack{
	{Name: "a record cut short", Scene: Writing, Want: replica.ErrMalformed,
		Lie: bytesOf(func(b []byte) []byte { return b[:len(b)-1] })},
	{Name: "a record of another version", Scene: Writing, Want: replica.ErrVersion,
		Lie: bytesOf(func(b []byte) []byte { b[2] = 9; return b })},
	{Name: "garbage in place of a record", Scene: Writing, Want: replica.ErrMalformed,
		Lie: bytesOf(func(b []byte) []byte { return bytes.Repeat([]byte{0xFF}, len(b)) })},
	{Name: "garbage in place of frames", Scene: Writing, Want: replica.ErrMalformed,
		Lie: answered(func(c *Call, resp *remote.Response) bool {
			if !c.isPull() {
				return false
			}
			resp.Body = bytes.Repeat([]byte{0xFF}, 5)
			return true
		})},
	{Name: "a record of a kind that nobody knows", Scene: Writing, Want: replica.ErrVersion,
		Lie: page(func(_ *Call, items []wire.Item) []wire.Item {
			items[0].Kind = 9
			return items
		})},
}
