//go:build js && wasm

// Command pleach-web is Pleach in the browser: the rooms, compiled to
// WebAssembly, with the browser's storage and network put in. It runs in a Web
// Worker and holds no logic of its own.
package main

import (
	"context"
	"sync/atomic"

	"pleach/internal/browser"
	"pleach/internal/client"
	"pleach/internal/content"
	"pleach/internal/rooms"
)

func main() {
	ctx := context.Background()
	storage, err := browser.OpenStorage(ctx)
	if err != nil {
		browser.Tell("failed")
		return
	}
	var app atomic.Pointer[client.App]
	opened, err := client.Open(ctx, client.Config{
		Storage: storage, Transport: browser.Fetch{}, Origin: browser.Origin(), Live: true,
		Keeper:  browser.OpenKeeper(storage),
		Changed: func() { tell(app.Load()) },
	})
	if err != nil {
		browser.Tell("failed")
		return
	}
	app.Store(opened)
	browser.Serve(ctx, rooms.New(rooms.Config{App: opened, Library: content.English()}))
}

// tell says that something on view may have changed, or that the keys are gone.
func tell(app *client.App) {
	if app != nil && app.Person() == nil && app.HasAccount() {
		browser.Tell("locked")
		return
	}
	browser.Tell("changed")
}
