// Command screenshots takes a picture of every screen, at three widths, light
// and dark, as two people at a demo see them in a real Chromium:
//
//	go run ./internal/screenshots OUTDIR
//
// It needs the web client to be built. With -readme it also renews the three
// pictures of the README. It judges nothing: the pictures are there to be
// looked at.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"pleach/internal/chromium"
	"pleach/internal/demo"
	"pleach/internal/host"
	"pleach/internal/relay/mem"
)

func main() {
	readme := flag.Bool("readme", false, "renew docs/pictures too")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/screenshots [-readme] OUTDIR")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *readme); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run(out string, readme bool) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	d, err := startDemo(context.Background())
	if err != nil {
		return err
	}
	defer d.host.Close()
	browser, err := chromium.Launch(chromium.Options{})
	if err != nil {
		return err
	}
	defer browser.Close()
	c := &camera{out: out}
	for _, chapter := range []func(*camera, *chromium.Browser, *demoHost) error{beginnings, pairing, couple} {
		if err := chapter(c, browser, d); err != nil {
			return err
		}
	}
	fmt.Println(c.taken, "pictures in", out)
	if readme {
		return forReadme(out)
	}
	return nil
}

// demoHost is a demo and its addresses.
type demoHost struct {
	host      *host.Host
	ada, noor string // origins
	links     demo.Couple
}

func startDemo(ctx context.Context) (*demoHost, error) {
	var clock demo.Clock
	var page demo.Page
	h, err := host.Start(host.Config{
		Store: mem.New(), Listen: []string{"127.0.0.1:0", "127.0.0.1:0"}, Clock: clock.Now,
		Pages: map[string]http.Handler{"/demo": &page, "/demo.css": demo.Style()},
	})
	if err != nil {
		return nil, err
	}
	d := &demoHost{host: h, ada: h.Origins()[0], noor: h.Origins()[1]}
	d.links, err = demo.Make(ctx, demo.Config{Ada: d.ada, Noor: d.noor, Now: time.Now(), Clock: &clock, Seed: 1})
	clock.Release()
	page.Fill(d.links)
	return d, err
}

// forReadme copies the pictures that the README shows, as small as they get.
func forReadme(out string) error {
	for name, from := range map[string]string{"today": "today-1280-light", "reveal": "reveal-1280-light", "talk": "talk-topic-768-light"} {
		if err := shrink(filepath.Join(out, from+".png"), filepath.Join("docs", "pictures", name+".png")); err != nil {
			return err
		}
	}
	return nil
}

// readmeHeight is how much of a long page the README shows.
const readmeHeight = 1250

func top(picture image.Image) image.Image {
	part, ok := picture.(interface {
		SubImage(image.Rectangle) image.Image
	})
	if !ok {
		return picture
	}
	r := picture.Bounds()
	r.Max.Y = min(r.Max.Y, r.Min.Y+readmeHeight)
	return part.SubImage(r)
}

func shrink(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	picture, err := png.Decode(in)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	best := png.Encoder{CompressionLevel: png.BestCompression}
	if err := best.Encode(&b, top(picture)); err != nil {
		return err
	}
	return os.WriteFile(to, b.Bytes(), 0o644)
}
