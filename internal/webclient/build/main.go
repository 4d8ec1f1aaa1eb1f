// Command build makes the web client's files in internal/webclient/dist, which
// are embedded into the binary. Run it from the module's folder:
//
//	go run ./internal/webclient/build
//
// It prints what it made and fails when that exceeds a budget. With
// PLEACH_BROTLI_QUALITY (0 to 11, default 11) it compresses faster and worse,
// and checks no compressed size.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"pleach/internal/screens"
	"pleach/internal/webclient/bundle"
)

const best = 11

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run() error {
	quality, err := quality()
	if err != nil {
		return err
	}
	pages, err := templates()
	if err != nil {
		return err
	}
	css, err := style()
	if err != nil {
		return err
	}
	report, err := bundle.Build(bundle.Options{
		Root: ".", Out: "internal/webclient/dist", Main: "./cmd/pleach-web",
		Quality: quality, Cache: cache(),
		Words: bundle.English, Templates: pages, Style: css, Icon: screens.Icon,
	})
	if err != nil {
		return err
	}
	fmt.Print(report)
	if quality < best {
		report.Client = 0
	}
	return report.Check()
}

func quality() (int, error) {
	s := os.Getenv("PLEACH_BROTLI_QUALITY")
	if s == "" {
		return best, nil
	}
	q, err := strconv.Atoi(s)
	if err != nil || q < 0 || q > best {
		return 0, fmt.Errorf("PLEACH_BROTLI_QUALITY is %q, and must be a number from 0 to %d", s, best)
	}
	return q, nil
}

// cache is where compressed files are kept between builds; none without a home.
func cache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "pleach", "brotli")
}
