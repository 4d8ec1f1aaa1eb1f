#!/bin/sh
# fuzz.sh TIME runs every fuzz target of the module for TIME, one after another.
set -eu
grep -rl --include='*_test.go' '^func Fuzz' . | sort | while read -r file; do
	dir=$(dirname "$file")
	sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$file" | while read -r target; do
		echo "== $dir $target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" "$dir" </dev/null
	done
done
