// Package os stands in for os when the client is compiled for a browser, which
// has no files and no processes for it. What is compiled names os in fmt, for
// the standard streams, and in crypto, for a device that JavaScript has no use
// for. The build puts this file in the place of the original (go build
// -overlay), for the browser alone.
//
// The streams go to the browser's console. Whatever else somebody wants of os
// does not compile.
package os

import "syscall"

// File is one of the standard streams.
type File struct{ fd int }

// The standard streams.
var (
	Stdin  = &File{fd: 0}
	Stdout = &File{fd: 1}
	Stderr = &File{fd: 2}
)

// Open refuses: there is no file.
func Open(string) (*File, error) { return nil, syscall.ENOENT }

// Read implements io.Reader.
func (f *File) Read(b []byte) (int, error) { return syscall.Read(f.fd, b) }

// Write implements io.Writer.
func (f *File) Write(b []byte) (int, error) { return syscall.Write(f.fd, b) }
