#!/usr/bin/env bash
# reproducible.sh builds everything twice and compares the bytes: here with what
# Go has kept from before, and in another folder with nothing kept, other times
# on the files and another time zone. Only tracked files are copied.
#
# Brotli is at its fastest (a test shows that it is deterministic at any
# quality), so these files are not those of `make build`.
set -eu
PLEACH_BROTLI_QUALITY=${PLEACH_BROTLI_QUALITY:-1}
export PLEACH_BROTLI_QUALITY

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir -p "$work/one" "$work/another/folder altogether"

copy() { # copy FOLDER
	git ls-files -z | while IFS= read -r -d '' f; do
		[ -f "$f" ] && printf '%s\0' "$f"
	done | tar --null -cf - -T - | tar -xf - -C "$1"
}

build() { # build FOLDER: its bytes in FOLDER.sums
	make --no-print-directory -C "$1" bin/pleach >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		exit 1
	}
	(cd "$1" && sha256sum bin/pleach && find internal/webclient/dist -type f -print0 | sort -z | xargs -0 sha256sum) >"$2"
}

copy "$work/one"
copy "$work/another/folder altogether"
find "$work/another" -type f -exec touch -d 2001-01-01 {} +

export XDG_CACHE_HOME="$work/cache1" # of brotli, so that nothing compressed is taken over
GOCACHE=$(go env GOCACHE) build "$work/one" "$work/sums1"
XDG_CACHE_HOME="$work/cache2"
GOCACHE="$work/gocache" TZ=Pacific/Auckland LC_ALL=C build "$work/another/folder altogether" "$work/sums2"

if ! diff "$work/sums1" "$work/sums2"; then
	echo "two builds of the same sources are not the same" >&2
	exit 1
fi
echo "two builds of the same sources, in two folders: $(wc -l <"$work/sums1") files, all the same, with $(go env GOVERSION)"
grep bin/pleach "$work/sums1"
