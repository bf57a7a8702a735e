#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Whole-process times: histories of 5,000, 50,000 and 100,000 revisions compiled for PostgreSQL, and
# Alembic on the first of them, in the same run. Then other shapes, each at a size and at twice that
# size: what grows with its square takes four times as long. Then the differences of two schemas of
# many tables. Then the phases in process.
set -euo pipefail

build=$1
work=$build/bench
mkdir -p "$work"

# history SHAPE COUNT [alembic]: made once, kept for the next run.
history() {
    local directory=$work/$1-$2${3:+-$3}
    if [ ! -e "$directory/complete" ]; then
        rm -rf "$directory"
        "$build/tests/bench/retort_bench_history" "$1" "$2" "$directory" ${3:+"$3"} >"$work/last"
        mv "$work/last" "$directory/complete"
    fi
}

# measure TIMES OUTPUT COMMAND …: prints "milliseconds kibibytes".
measure() { "$build/tests/bench/retort_bench_run" "$@"; }

row() { awk -v name="$1" -v n="$2" -v ms="$3" -v kib="$4" -v bytes="$5" -v growth="${6:-}" 'BEGIN {
    printf "%-34s %9d %10.3f s %10.1f µs %8.1f MiB %9.1f MB %8s\n", name, n, ms / 1000, ms * 1000 / n, kib / 1024, bytes / 1e6, growth }'; }

printf '%-34s %9s %12s %13s %12s %12s\n' command revisions time 'a revision' 'peak memory' output
for count in 5000 50000 100000; do
    history line "$count"
    times=5
    [ "$count" -gt 5000 ] && times=3
    read -r ms kib < <(measure $times "$work/$count.sql" "$build/retort" \
        -c "$work/line-$count/retort.yaml" -n primary upgrade head)
    row 'retort upgrade head' "$count" "$ms" "$kib" "$(stat -c %s "$work/$count.sql")"
    [ "$count" -eq 5000 ] && ours=$ms
done

if command -v alembic >/dev/null; then
    history line 5000 alembic
    ini=$work/line-5000-alembic/alembic.ini
    # One run before the clock starts writes Python's compiled files.
    run_alembic() {
        local times=$1
        shift
        measure "$times" "$work/alembic.out" alembic -c "$ini" "$@" 2>"$work/alembic.log"
    }
    run_alembic 1 heads >/dev/null
    read -r ms kib < <(run_alembic 3 upgrade head --sql)
    row 'alembic upgrade head --sql' 5000 "$ms" "$kib" "$(stat -c %s "$work/alembic.out")"
    cp "$work/alembic.out" "$work/alembic.sql"
    run_alembic 1 downgrade head:base --sql >/dev/null
    cp "$work/alembic.out" "$work/alembic.down.sql"
    run_alembic 1 history --verbose >/dev/null
    cp "$work/alembic.out" "$work/alembic.txt"
    mkdir -p "$work/import"
    printf 'targets: { t: { dialect: postgresql } }\n' >"$work/import/retort.yaml"
    # shellcheck disable=SC2016 # a new directory for each of its runs
    read -r import_ms kib < <(measure 3 "$work/import.log" bash -c \
        'exec "$0" -c "$1/import/retort.yaml" import alembic "$1"/alembic.{sql,down.sql,txt} -o "$(mktemp -d -p "$1/import")"' \
        "$build/retort" "$work")
    row 'retort import alembic' 5000 "$import_ms" "$kib" "$(stat -c %s "$work/alembic.sql")"
    rm -rf "$work/import"
    awk -v a="$ms" -v b="$ours" 'BEGIN { printf "5,000 revisions: %.0f times faster than Alembic\n", a / b }'
    for command in heads history; do
        read -r ms kib < <(run_alembic 3 $command)
        row "alembic $command" 5000 "$ms" "$kib" "$(stat -c %s "$work/alembic.out")"
        read -r ms kib < <(measure 3 "$work/out" "$build/retort" -c "$work/line-5000/retort.yaml" $command)
        row "retort $command" 5000 "$ms" "$kib" "$(stat -c %s "$work/out")"
    done
fi

# shape NAME SIZE: its commands at that size and at twice that size.
shape() {
    local name=$1 size below last command line ms kib revisions before
    printf '\n%-34s %9s %12s %13s %12s %12s %8s\n' "$name" revisions time 'a revision' 'peak memory' output growth
    for command in heads history branches last-primary last-embedded all-primary all-embedded down; do
        before=
        for size in "$2" $(($2 * 2)); do
            history "$name" "$size"
            read -r below last <"$work/$name-$size/complete"
            case $command in
                heads) line="heads" ;;
                history) line="history -r $below:$last" ;;
                branches) line="branches" ;;
                last-*) line="-n ${command#*-} upgrade $below:$last" ;;
                all-*) line="-n ${command#*-} upgrade heads" ;;
                down) line="-n primary downgrade base" ;;
            esac
            [ "$name $command" = "line history" ] && line="history -r -5:"
            # The words of a line hold no blanks.
            read -r ms kib < <(measure 3 "$work/out" "$build/retort" -c "$work/$name-$size/retort.yaml" $line)
            revisions=$(find "$work/$name-$size/migrations" -name '*.mig' | wc -l)
            row "${line//"$below:$last"/the last step}" "$revisions" "$ms" "$kib" "$(stat -c %s "$work/out")" \
                "${before:+$(awk -v a="$ms" -v b="$before" 'BEGIN { printf "%.1f", a / b }')}"
            before=$ms
        done
    done
}

shape line 50000
shape heads 5000
shape labels 5000
shape diamonds 3200
shape pairs 1600

# difference NAME BEFORE AFTER: of two schemas of 5,000 tables, and of twice as many.
difference() {
    local name=$1 count before_ms= ms kib directory
    for count in 5000 10000; do
        directory=$work/tables-$count
        if [ ! -e "$directory/complete" ]; then
            rm -rf "$directory"
            mkdir -p "$directory/migrations"
            printf 'targets: { t: { dialect: postgresql } }\n' >"$directory/retort.yaml"
            "$build/tests/bench/retort_bench_tables" few before "$count" >"$directory/before.mig"
            "$build/tests/bench/retort_bench_tables" few after "$count" >"$directory/few.mig"
            "$build/tests/bench/retort_bench_tables" all after "$count" >"$directory/all.mig"
            "$build/tests/bench/retort_bench_tables" few dump "$count" >"$directory/before.sql"
            touch "$directory/complete"
        fi
        read -r ms kib < <(cd "$directory" && measure 5 "$work/out" "$build/retort" diff "$2" "$3")
        row "$name" "$count" "$ms" "$kib" "$(stat -c %s "$work/out")" \
            "${before_ms:+$(awk -v a="$ms" -v b="$before_ms" 'BEGIN { printf "%.1f", a / b }')}"
        before_ms=$ms
    done
}

printf '\n%-34s %9s %12s %13s %12s %12s %8s\n' 'retort diff' tables time 'a table' 'peak memory' output growth
difference 'a column in one table of 100' before.mig few.mig
difference 'a change in every table' before.mig all.mig
difference 'the same against a dump' before.sql all.mig

printf '\n'
"$build/tests/bench/retort_bench" --benchmark_color=false 2>/dev/null
