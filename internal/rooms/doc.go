// Package rooms is the app as an http.Handler: it reads a request, asks the
// client, fills a view and lets package screens draw it. A click goes through
// here once. The same handler answers in a browser's worker, natively, and in
// tests.
//
// Left out on purpose: HTML and words (packages screens and content), keys and
// the network (package client), and every cookie or session: whoever can reach
// this handler is the person at the device.
package rooms
