package remote

import (
	"bufio"
	"io"
	"strings"
)

// ReadEvents reads server-sent events and calls on for each until r ends,
// which it returns as an error (io.EOF for a clean end). Comments keep the
// connection alive and are left out; so are ids and retry hints.
func ReadEvents(r io.Reader, on func(event, data string)) error {
	lines := bufio.NewReader(r)
	var event, data string
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return err
		}
		line = strings.TrimRight(line, "\r\n")
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
