#!/bin/sh
# gofmt.sh fails with the names of the files that gofmt would change.
set -eu
files=$(gofmt -l .)
[ -z "$files" ] && exit 0
echo "not as gofmt writes it (gofmt -w mends it):"
echo "$files"
exit 1
