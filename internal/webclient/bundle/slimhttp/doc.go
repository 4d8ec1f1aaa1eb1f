// Package http stands in for net/http when the client is compiled for a
// browser. There a request comes from the page as a message and the answer goes
// back as one, so the rooms need a handler's types and a mux, and nothing that
// speaks HTTP: the original brings package net, MIME, logging and files along.
// The build puts these files in its place (go build -overlay), for the browser
// alone.
//
// What is here does as the original does, which the tests compare. What is not
// here does not compile: clients, servers, cookies, multipart forms, and in
// patterns hosts, {rest...} and paths with a slash at the end.
package http
