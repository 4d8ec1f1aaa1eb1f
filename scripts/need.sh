#!/bin/sh
# need.sh makes sure that what the tests use besides Go, make and git is here:
# chromium, node and npm, which they cannot do without (npm brings axe-core),
# PostgreSQL, of which they run a server of their own, and a C compiler, which the race detector wants. It installs what is missing where it may (apt, as root or
# by sudo without a password), and otherwise names exactly what to install.
set -u

missing() { # missing COMMAND PACKAGES: prints the packages when COMMAND is not here
	command -v "$1" >/dev/null 2>&1 || echo "$2"
}

postgres() { # prints the package when there is no PostgreSQL server to run
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing initdb postgresql
}

asked=$(missing chromium "chromium fonts-liberation"; missing node nodejs; missing npm npm; postgres)
wished=$(missing gcc "gcc libc6-dev")
want=$(echo $asked $wished)
[ -n "$want" ] || exit 0

root=
if [ "$(id -u)" -ne 0 ]; then
	root="sudo -n"
	$root true 2>/dev/null || root=none
fi
if [ "$root" != none ] && command -v apt-get >/dev/null 2>&1; then
	echo "installing: $want"
	export DEBIAN_FRONTEND=noninteractive
	$root apt-get update -qq </dev/null
	# shellcheck disable=SC2086
	$root apt-get install -y -qq --no-install-recommends $want </dev/null
fi

asked=$(echo $(missing chromium "chromium fonts-liberation"; missing node nodejs; missing npm npm; postgres))
wished=$(echo $(missing gcc "gcc libc6-dev"))
if [ -n "$wished" ]; then
	echo "no C compiler: the tests run without the race detector. For it: apt-get install $wished"
fi
if [ -n "$asked" ]; then
	echo "missing, and not installed because this user may not: as root, apt-get install $asked" >&2
	exit 1
fi
