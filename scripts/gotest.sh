#!/bin/sh
# gotest.sh ARGUMENTS... runs go test, with the race detector where there is a
# C compiler for it.
set -u
if command -v "$(go env CC)" >/dev/null 2>&1 && [ "$(go env CGO_ENABLED)" = 1 ]; then
	exec go test -race "$@"
fi
echo "no C compiler, or cgo is switched off: without the race detector"
exec go test "$@"
