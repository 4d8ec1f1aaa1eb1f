package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"pleach/internal/webclient"
	"pleach/internal/webclient/manifest"
	"pleach/internal/webclient/verify"
)

type verifyCmd struct {
	URL      string `arg:"" help:"The server, such as https://pleach.example."`
	Manifest string `help:"Compare with this list of files, and not with the web client in this binary. A build leaves it as internal/webclient/dist/integrity.txt." type:"path" placeholder:"FILE"`
}

// pages are some of the addresses that all show the app, and so must all give
// the same bytes.
var pages = []string{"/checkin", "/join", "/open", "/settings", "/unlock"}

// errDiffers ends the command with code 1 after its report.
var errDiffers = errors.New("this is not the web client that was expected")

// Run compares, and says what was found.
func (c verifyCmd) Run(ctx context.Context, u ui) error {
	want, err := c.want()
	if err != nil {
		return err
	}
	report, err := verify.Check(ctx, verify.Config{URL: c.URL, Want: want, Pages: pages})
	if err != nil {
		return err
	}
	fmt.Fprint(u.out, report)
	if !report.OK() {
		return errDiffers
	}
	return nil
}

// want is the list that was named, or the one of this binary.
func (c verifyCmd) want() (manifest.Manifest, error) {
	if c.Manifest == "" {
		return webclient.Manifest()
	}
	text, err := os.ReadFile(c.Manifest)
	if err != nil {
		return manifest.Manifest{}, err
	}
	m, err := manifest.Parse(text)
	if err != nil {
		return m, fmt.Errorf("%s: %w", c.Manifest, err)
	}
	return m, nil
}
