package main

import (
	"bytes"
	"os"
	"path/filepath"
)

// templates are the two pages that the shell holds.
func templates() []byte {
	return []byte(`<template id="shell-unlock">
<button type="button" class="quick-exit" data-quick-exit>Quick exit</button>
<main id="main"><h1 tabindex="-1">Pleach</h1>
<form method="post" action="/unlock" data-busy="Opening. This takes a second or two, on purpose.">
<label>Password <input type="password" name="password" autocomplete="current-password" required data-autofocus></label>
<button>Unlock</button></form>
<form method="post" action="/pulse" data-draft="pulse">
<label>Mood <input type="range" name="mood" min="0" max="100"></label>
<button>Save</button></form></main></template>
<template id="shell-welcome">
<button type="button" class="quick-exit" data-quick-exit>Quick exit</button>
<main id="main"><h1 tabindex="-1">Pleach</h1>
<p><a href="/signup">Set up</a></p><p><a href="/kit">I have a kit</a></p></main></template>`)
}

// style joins the stylesheets.
func style() []byte {
	paths, _ := filepath.Glob("internal/screens/static/css/*.css")
	var all bytes.Buffer
	for _, p := range paths {
		data, _ := os.ReadFile(p)
		all.Write(data)
	}
	return all.Bytes()
}
