package remote

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxLine bounds a line of an event, in bytes.
const maxLine = 128 << 10

// ReadEvents reads server-sent events and calls on for each until r ends,
// which it returns as an error (io.EOF for a clean end, ErrNotARelay for one that
// is too long). Comments keep the
// connection alive and are left out; so are ids and retry hints.
func ReadEvents(r io.Reader, on func(event, data string)) error {
	lines := bufio.NewReaderSize(r, maxLine)
	var event, data string
	for {
		raw, err := lines.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) || len(data) > maxLine {
			return fmt.Errorf("%w: an event without end", ErrNotARelay)
		}
		if err != nil {
			return err
		}
		line := strings.TrimRight(string(raw), "\r\n")
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case line == "":
			if data != "" {
				on(event, data)
			}
			event, data = "", ""
		case name == "event":
			event = value
		case name == "data":
			data += value
		}
	}
}
