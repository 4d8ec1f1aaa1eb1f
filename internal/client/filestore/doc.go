// Package filestore is a client.Storage in one SQLite file, for programs that
// run natively: what a browser keeps in IndexedDB is in a folder that belongs to
// its owner alone. What gets here is sealed already, as Storage says.
//
// A change is one transaction with synchronous=FULL, and is acknowledged after
// its COMMIT. One program at a time has the folder: SQLite's exclusive lock on
// the file is held until Close, and the system gives it back when the process
// ends, however it ends.
//
// Left out on purpose: encryption of its own (sealing is the client's), database/sql,
// several connections (one person writes), and a path for anything but the one file.
package filestore
