#!/bin/sh
# bench.sh times the engine and its peers side by side, in one run, on the same
# simulated data, and checks that they come to the same optimum, or who came to
# a better one. R and its packages are installed from apt where that is allowed.
#
#   FULL=1    peers also on 5,000 couples (many minutes each)
#   LIMIT=60  seconds that one peer's process may take; more with FULL=1
#   UPDATE=1  write the table into docs/engine-benchmark.md
set -u
LIMIT=${LIMIT:-60}
[ "${FULL:-}" = 1 ] && LIMIT=${FULL_LIMIT:-3600}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ---- what is needed ---------------------------------------------------------
wanted="r-base-core r-cran-nlme r-cran-lme4 r-cran-glmmtmb r-cran-openmx python3-statsmodels time"
missing=""
for p in $wanted; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
if [ -n "$missing" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
	echo "installing:$missing" >&2
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq </dev/null >&2
	# one by one: what a release lacks must not keep the others out
	for p in $missing; do apt-get install -y -qq --no-install-recommends "$p" </dev/null >/dev/null 2>&1; done
fi
python=/usr/bin/python3 # apt's own, which sees apt's statsmodels
R() { Rscript -e "cat(tryCatch(as.character(packageVersion('$1')), error = function(e) ''))" 2>/dev/null; }

# ---- ours and the data -------------------------------------------------------
go build -o "$work/pleach" ./cmd/pleach || exit 1
go run ./dyad/internal/reference -large "$work" || exit 1

rows="$work/rows" # job, who, seconds, log-likelihood, remark; tab-separated
: >"$rows"
row() { printf '%s\t%s\t%s\t%s\t%s\n' "$@" | tee -a "$rows" >&2; }

# field NAME takes a number or text out of the command's JSON.
field() { sed -n "s/^ *\"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" | head -n 1; }

ours() { # ours JOB REPEAT ARGUMENTS...
	job=$1 repeat=$2
	shift 2
	out=$("$work/pleach" study "$@" --json --repeat "$repeat") || { row "$job" pleach - - "failed"; return; }
	us=$(echo "$out" | field fit_us)
	row "$job" pleach "$(awk "BEGIN{print $us/1e6}")" "$(echo "$out" | field loglik)" "$(echo "$out" | field status)"
}

peer() { # peer JOB WHO PACKAGE COMMAND...
	job=$1 who=$2 package=$3
	shift 3
	if [ "$who" != statsmodels ] && [ "$package" != base ] && [ -z "$(R "$package")" ]; then
		row "$job" "$who" - - "not here"
		return
	fi
	out=$(timeout "$LIMIT" "$@" 2>"$work/error")
	case $? in
	0) row "$job" "$who" "$(echo "$out" | tail -n 1 | cut -f 1)" "$(echo "$out" | tail -n 1 | cut -f 2)" "$(echo "$out" | tail -n 1 | cut -f 3)" ;;
	124) row "$job" "$who" ">$LIMIT" - "stopped after $LIMIT s" ;;
	*) row "$job" "$who" - - "$(grep -i error "$work/error" | head -n 1 | cut -c 1-80)" ;;
	esac
}
rpeer() { # rpeer JOB WHO PACKAGE KIND FILE
	peer "$1" "$2" "$3" Rscript "$here/peers.R" "$4" "$2" "$work/$5"
}

# ---- the jobs -----------------------------------------------------------------
job="VAR(1), T=200, 20 % missing, exact ML"
ours "$job" 200 fit var "$work/var200.csv" --time t --a y1 --b y2
rpeer "$job" openmx OpenMx var var200.csv
peer "$job" statsmodels statsmodels "$python" "$here/statsmodels_var.py" "$work/var200.csv"

job="OU with noise, T=200, irregular, missing, all starts"
ours "$job" 20 fit ou "$work/ou200.csv" --time t --a y1 --b y2 --noise free --prior none
rpeer "$job" openmx OpenMx ou ou200.csv

for size in "50 70" "500 100" "5000 100"; do
	n=${size% *} t=${size#* }
	job="L-APIM, random slopes, N=$n, T=$t"
	ours "$job" "$([ "$n" = 5000 ] && echo 3 || echo 20)" fit lapim "$work/lapim$n.csv" --couple couple --time day --a w --b m --random slopes
	if [ "$n" = 5000 ] && [ "${FULL:-}" != 1 ]; then
		for who in nlme lme4 glmmTMB; do row "$job" "$who" - - "not tried: many minutes; FULL=1 does"; done
		continue
	fi
	for who in nlme lme4 glmmTMB; do rpeer "$job" "$who" "$who" lapim "lapim$n.csv"; done
done

job="10,000 circular-shift surrogates, T=1,000"
ours "$job" 50 synchrony "$work/pair1000.csv" --time t --a y1 --b y2 --raw --surrogates 10000
rpeer "$job" R base surrogates pair1000.csv

# ---- the table ------------------------------------------------------------------
whole=$({ /usr/bin/time -f '%e s, %M kB' "$work/pleach" study fit lapim "$work/lapim5000.csv" --couple couple --time day --a w --b m --random slopes --json >/dev/null; } 2>&1 | tail -n 1)
table() {
	echo "| job | who | seconds | times ours | log-likelihood | remark |"
	echo "|---|---|---:|---:|---:|---|"
	awk -F '\t' '
		function number(x) { return x ~ /^[-+0-9.]+(e[-+]?[0-9]+)?$/ && x != "-" }
		function shown(s) { return s < 0.01 ? sprintf("%.5f", s) : s < 10 ? sprintf("%.3f", s) : sprintf("%.0f", s) }
		{
			if ($2 == "pleach") { ours = $3; best = $4 }
			seconds = number($3) ? shown($3) : $3
			ratio = number($3) && $2 != "pleach" && ours > 0 ? sprintf("%.0f", $3 / ours) : ""
			loglik = number($4) ? sprintf("%.4f", $4) : ""
			remark = $5
			if (number($4) && number(best) && $2 != "pleach") {
				d = $4 - best
				remark = remark (remark == "" ? "" : "; ") (d > 0.001 ? sprintf("higher by %.4f", d) : d < -0.001 ? sprintf("lower by %.4f", -d) : "the same optimum")
			}
			printf "| %s | %s | %s | %s | %s | %s |\n", $1 == job ? "" : $1, $2, seconds, ratio, loglik, remark
			job = $1
		}' "$rows"
	echo
	echo "The whole command for 5,000 couples, reading the file too: $whole."
	echo
	echo "$(nproc) processors ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)), $(go env GOVERSION), R $(R base): nlme $(R nlme), lme4 $(R lme4), glmmTMB $(R glmmTMB), OpenMx $(R OpenMx). Load when it ended: $(cut -d ' ' -f 1 /proc/loadavg)."
}
echo
table | tee "$work/table"
doc="docs/engine-benchmark.md"
if [ "${UPDATE:-}" = 1 ]; then
	awk -v table="$work/table" '
		/<!-- table -->/ { print; while ((getline line < table) > 0) print line; skip = 1; next }
		/<!-- end -->/ { skip = 0 }
		!skip' "$doc" >"$work/doc" && cat "$work/doc" >"$doc"
	echo "written into $doc" >&2
fi
