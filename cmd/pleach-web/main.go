//go:build js && wasm

// Command pleach-web is Pleach in the browser: the screens, compiled to
// WebAssembly, with the browser's storage and network put in. It runs in a Web
// Worker and holds no logic of its own.
package main

import (
	"context"
	"fmt"
	"net/http"

	"pleach/internal/browser"
)

func main() {
	ctx := context.Background()
	if _, err := browser.OpenStorage(ctx); err != nil {
		browser.Tell("failed")
		return
	}
	browser.Serve(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Pleach-Title", "Pleach")
		fmt.Fprint(w, `<main><h1 tabindex="-1">Pleach</h1></main>`)
	}))
}
