package pgtest

import (
	"os"
	"syscall"
)

// attributes have the server run as its owner, and end when the tests do,
// however they end.
func attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Pdeathsig: syscall.SIGINT}
	if uid, gid, err := owner(); err == nil && os.Getuid() == 0 {
		a.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return a
}
