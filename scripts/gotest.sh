#!/bin/sh
# gotest.sh runs all tests of the module, with the race detector where there is a
# C compiler for it.
#
# Two kinds of tests run without it. Those that drive Chromium start a program of
# their own, into which it cannot see; what they test is not in their packages, so
# their results are never taken from before. And the engine is pure but for one
# place that hands out work (dyad/each.go): the detector watches the tests that
# vary the number of workers, and the rest, which is arithmetic, runs ten times
# faster without it.
set -u
browser='pleach/internal/(access|chromium|e2e)'
engine='pleach/dyad(/.*)?'
others=$(go list ./... | grep -Evx "$browser|$engine") || exit 1

if command -v "$(go env CC)" >/dev/null 2>&1 && [ "$(go env CGO_ENABLED)" = 1 ]; then
	race=-race
else
	race=
	echo "no C compiler, or cgo is switched off: without the race detector"
fi
failed=0
# shellcheck disable=SC2086
go test $race $others || failed=1
go test ./dyad/... || failed=1
[ -z "$race" ] || go test -race -run Workers ./dyad || failed=1
go test -count=1 $(go list ./... | grep -Ex "$browser") || failed=1
exit $failed
