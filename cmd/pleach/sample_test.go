package main

import (
	"syscall"

	"pleach/internal/bond"
)

const terminate = syscall.SIGTERM

var somePulse = bond.Pulse{Mood: 50, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: "canary in the hedge"}
