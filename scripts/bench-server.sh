#!/bin/sh
# bench-server.sh measures the server beside floors and peers in one run, and
# writes docs/performance.md. It needs bin/pleach (make build), Go, and for the
# peers from npm also node and npm; a peer that cannot be had is left out by name.
#
#   BENCH="..."   flags for the run, such as "-time 1s -rounds 1 -parts push"
#   UPDATE=0      print the table, and leave the document as it is
set -eu
bin=$(pwd)/bin/bench
mkdir -p "$bin"
ln -sf ../pleach "$bin/pleach"
for what in . ./floors ./peers/nats ./peers/pocketbase; do
	[ -d "bench/$what" ] || continue
	(cd bench && CGO_ENABLED=0 go build -trimpath -o "$bin/" "$what") || echo "bench-server: $what does not build here" >&2
done
for what in actual; do
	[ -f "bench/peers/$what/package.json" ] || continue
	mkdir -p "$bin/$what"
	cp "bench/peers/$what/"* "$bin/$what/"
	[ -d "$bin/$what/node_modules" ] || (cd "$bin/$what" && npm install --no-audit --no-fund --loglevel=error) ||
		echo "bench-server: $what could not be installed from npm" >&2
done
write="-write docs/performance.md"
[ "${UPDATE:-1}" = 0 ] && write=
# shellcheck disable=SC2086
exec "$bin/bench" -bin "$bin" -peers "$bin" -dir "$bin" $write ${BENCH:-}
