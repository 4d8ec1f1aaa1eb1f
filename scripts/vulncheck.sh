#!/bin/sh
# vulncheck.sh looks for known vulnerabilities in what we call, where the
# database can be reached. A finding fails; an unreachable database does not,
# and is said.
set -u
out=$(go tool -modfile=tools/go.mod govulncheck ./... 2>&1)
status=$?
case "$out" in
*"govulncheck: fetching vulnerabilities"*)
	echo "not checked: the vulnerability database https://vuln.go.dev cannot be reached from here"
	exit 0
	;;
esac
echo "$out"
exit "$status"
