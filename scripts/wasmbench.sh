#!/bin/sh
# wasmbench.sh runs the benchmarks that count in the browser as WebAssembly too,
# under node, with the same Go code.
set -eu
if ! command -v node >/dev/null 2>&1; then
	echo "no node: the WebAssembly benchmarks are left out"
	exit 0
fi
# js/wasm has little room for the environment, so node gets a small one.
exec="env -i PATH=$PATH $(go env GOROOT)/lib/wasm/go_js_wasm_exec"
for pkg in ${PACKAGES:-seal internal/bond internal/replica internal/client internal/screens internal/rooms}; do
	[ -d "$pkg" ] || continue
	echo "== $pkg, WebAssembly under node"
	(cd "$pkg" && GOOS=js GOARCH=wasm go test -run '^$' -bench . -benchtime "${BENCHTIME:-1s}" -exec "$exec" .)
done
