package pgtest

import (
	"os"
	"slices"
	"strings"
)

// required reports whether tests may not be skipped here.
func required() bool {
	return slices.Contains(strings.Split(os.Getenv("PLEACH_REQUIRE"), ","), "postgres")
}
