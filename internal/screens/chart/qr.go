package chart

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// ErrTooLong says that a text does not fit into a QR code.
var ErrTooLong = errors.New("chart: this text is too long for a QR code")

// longText is where a QR code begins to have many modules, in bytes.
const longText = 300

// QR draws a text as the modules of a QR code with medium error correction,
// or with low where it is long, so that its modules stay large enough to scan:
// path data in units of one module, and the number of modules a side. The
// quiet zone of four modules is left to the caller's viewBox.
func QR(text string) (d string, side int, err error) {
	level := qr.M
	if len(text) > longText {
		level = qr.L
	}
	code, err := qr.Encode(text, level)
	if err != nil {
		return "", 0, fmt.Errorf("%w (%d bytes)", ErrTooLong, len(text))
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for code.Black(x+run, y) && x+run < code.Size {
				run++
			}
			if run > 0 {
				b.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "h" + strconv.Itoa(run) + "v1h-" + strconv.Itoa(run) + "z")
				x += run
			}
		}
	}
	return b.String(), code.Size, nil
}
