#!/bin/sh
# gotest.sh ARGUMENTS... runs go test, with the race detector where there is a
# C compiler for it.
set -u
if command -v "$(go env CC)" >/dev/null 2>&1; then
	export CGO_ENABLED=1
	exec go test -race "$@"
fi
echo "no C compiler: without the race detector"
exec go test "$@"
