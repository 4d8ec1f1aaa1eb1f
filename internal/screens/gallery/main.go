// Command gallery writes every page of Pleach with the sample couple's data as
// plain files, to be looked at:
//
//	go run ./internal/screens/gallery OUTDIR
package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/a-h/templ"

	"pleach/internal/content"
	"pleach/internal/screens"
	"pleach/internal/screens/screenstest"
)

func main() {
	if len(os.Args) != 2 || strings.HasPrefix(os.Args[1], "-") {
		fmt.Fprintln(os.Stderr, "gallery: give the folder to write to")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	if err := os.CopyFS(dir, css()); err != nil && !os.IsExist(err) {
		return err
	}
	lib := content.English()
	pages := screenstest.Pages(lib, nil)
	for _, p := range append(pages, shells(lib)...) {
		if err := file(dir, lib, p); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "icon.svg"), screens.Icon, 0o644)
}

func css() fs.FS {
	sub, err := fs.Sub(screens.Stylesheets, "static")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

// shells shows what the prebuilt first page shows.
func shells(lib *content.Library) []screenstest.Page {
	return []screenstest.Page{{Name: "shell-unlock", Component: screens.ShellUnlock(lib.Text)}}
}

func file(dir string, lib *content.Library, p screenstest.Page) error {
	f, err := os.Create(filepath.Join(dir, p.Name+".html"))
	if err != nil {
		return err
	}
	defer f.Close()
	head := screens.Head{Icon: "icon.svg"}
	for _, name := range screens.StylesheetOrder {
		head.Stylesheets = append(head.Stylesheets, "css/"+filepath.Base(name))
	}
	inner := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error { return p.Component.Render(ctx, w) })
	return screens.Document(lib.Text, head, p.Name).Render(templ.WithChildren(context.Background(), inner), f)
}
