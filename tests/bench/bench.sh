#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Whole-process times: histories of 5,000, 50,000 and 100,000 revisions compiled for PostgreSQL, and
# Alembic on the first of them, in the same run. Then the phases in process.
set -euo pipefail

build=$1
work=$build/bench
mkdir -p "$work"

# history COUNT [alembic]: made once, kept for the next run.
history() {
    local directory=$work/$1${2:+-$2}
    if [ ! -e "$directory/complete" ]; then
        rm -rf "$directory"
        "$build/tests/bench/retort_bench_history" "$1" "$directory" ${2:+"$2"}
        touch "$directory/complete"
    fi
}

# measure TIMES OUTPUT COMMAND …: prints "milliseconds kibibytes".
measure() { "$build/tests/bench/retort_bench_run" "$@"; }

row() { awk -v name="$1" -v n="$2" -v ms="$3" -v kib="$4" -v bytes="$5" 'BEGIN {
    printf "%-26s %9d %10.3f s %10.1f µs %8.1f MiB %9.1f MB\n", name, n, ms / 1000, ms * 1000 / n, kib / 1024, bytes / 1e6 }'; }

printf '%-26s %9s %12s %13s %12s %12s\n' command revisions time 'a revision' 'peak memory' output
for count in 5000 50000 100000; do
    history "$count"
    times=5
    [ "$count" -gt 5000 ] && times=3
    read -r ms kib < <(measure $times "$work/$count.sql" "$build/retort" \
        -c "$work/$count/retort.yaml" -n primary upgrade head)
    row 'retort upgrade head' "$count" "$ms" "$kib" "$(stat -c %s "$work/$count.sql")"
    [ "$count" -eq 5000 ] && ours=$ms
done

if command -v alembic >/dev/null; then
    history 5000 alembic
    # One run before the clock starts writes Python's compiled files.
    run_alembic() { measure "$1" "$work/alembic.sql" alembic -c "$work/5000-alembic/alembic.ini" upgrade head --sql 2>"$work/alembic.log"; }
    run_alembic 1 >/dev/null
    read -r ms kib < <(run_alembic 3)
    row 'alembic upgrade head --sql' 5000 "$ms" "$kib" "$(stat -c %s "$work/alembic.sql")"
    awk -v a="$ms" -v b="$ours" 'BEGIN { printf "5,000 revisions: %.0f times faster than Alembic\n", a / b }'
fi

printf '\n'
"$build/tests/bench/retort_bench" --benchmark_color=false 2>/dev/null
