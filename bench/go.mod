// The server's benchmark, apart from the program's own go.mod, so that the
// servers that it is compared with never come near what ships. `make
// bench-server` builds and runs it.
module pleach/bench

go 1.26.0

require (
	github.com/ncruces/go-sqlite3 v0.37.0
	pleach v0.0.0
)

require (
	github.com/anishathalye/porcupine v1.3.1 // indirect
	github.com/ncruces/go-sqlite3-wasm/v6 v6.5.35401 // indirect
	github.com/ncruces/julianday v1.0.0 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/time v0.16.0 // indirect
	pgregory.net/rapid v1.3.0 // indirect
)

replace pleach => ../
