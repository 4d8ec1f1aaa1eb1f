// Package client is the signed-in person on one device: it opens the vault,
// holds one replica a space, turns what a person does into events, and hands
// the folded journals to the screens.
//
// It draws nothing and knows no browser: Storage and remote.Transport are its
// two ports. It runs natively in tests and in the demo, and compiled to
// WebAssembly in a person's tab.
package client
