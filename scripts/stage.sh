#!/bin/sh
# stage.sh NAME COMMAND... runs one stage of a longer job: its name and command
# before, its seconds after. Where PLEACH_STAGES names a file, the seconds are
# added to it too, so that a caller can print them together at the end.
set -u
name=$1
shift
echo "== $name: $*"
start=$(date +%s)
"$@"
status=$?
seconds=$(($(date +%s) - start))
[ "$status" -eq 0 ] && said=ok || said="FAILED with status $status"
if [ "$status" -ne 0 ] || [ "${STAGE_QUIET:-}" = "" ]; then
	echo "== $name: $said, $seconds s"
fi
if [ -n "${PLEACH_STAGES:-}" ]; then
	printf '%6s s  %s (%s)\n' "$seconds" "$name" "$said" >>"$PLEACH_STAGES"
fi
exit "$status"
