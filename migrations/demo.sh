#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compiles the sample projects for both databases, runs the SQLite scripts, and shows the result.
# Called by ./dev demo, with the program in RETORT.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
work=$here/../build/demo
retort() { "$RETORT" "$@"; }

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'
else
    bold='' dim='' plain=''
fi

title() {
    local rule='' width
    # Not cut from a longer rule: the C locale would cut a character in two.
    for ((width = ${#1}; width < 64; width++)); do rule+='━'; done
    printf '\n%s━━━ %s %s%s\n\n' "$bold" "$1" "$rule" "$plain"
}
typed() { printf '%s$ %s%s\n' "$bold" "$*" "$plain"; }
remark() { printf '%s%s%s\n' "$dim" "$*" "$plain"; }
indented() { sed 's/./    &/'; }

# The statements of one revision's script: what stands between its heading and the version's move,
# without the proofs that a SQLite script has after each statement.
body_of() {
    awk '/^-- revision / { on = 1 }
         on && /alembic_version|^DO \$retort_(version|piece)\$/ { exit }
         /^INSERT INTO temp.retort_guard/ { proof = 1 }
         on && !proof
         /;$/ { proof = 0 }' "$1" | cat -s |
        awk '{ lines[NR] = $0 } END { n = NR; while (n > 0 && lines[n] == "") n--;
               for (i = 1; i <= n; i++) print lines[i] }'
}

# show_revision ID: the same revision, as written, and for both databases.
show_revision() {
    local target file
    file=$(cd migrations && ls ./*"$1"_*.mig)
    remark "migrations/${file#./}"
    indented <"migrations/$file"
    printf '\n'
    for target in primary embedded; do
        file=$(cd build/sql/$target/revisions && ls ./*_"$1"_*.up.sql)
        remark "build/sql/$target/revisions/${file#./}, without guard and proofs"
        body_of "build/sql/$target/revisions/$file" | indented
        printf '\n'
    done
}

# run_script FILE: runs it on the project's SQLite database. A script's first statement makes the
# shell say how long it waits for a lock: "5000".
run_script() {
    local said
    typed "sqlite3 -bail $database < $1"
    said=$(sqlite3 -bail "$database" <"$1" 2>&1) || { printf '%s\n' "$said" >&2; exit 1; }
    printf '%s\n' "$said" | sed '/^5000$/d; /^$/d' | indented
}

tables() {
    sqlite3 "$1" "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
}

# demo PROJECT REVISION QUERY: the whole tour of one project.
demo() {
    local project=$1 revision=$2 query=$3 database=$1.db table
    title "$project"
    rm -rf "${work:?}/$project"
    mkdir -p "$work"
    cp -R "$here/$project" "$work/$project"
    rm -rf "$work/$project/build"
    cd "$work/$project"

    typed "retort history"
    retort history | indented
    printf '\n'
    typed "retort build"
    retort build | indented
    printf '\n'
    remark "One revision, two databases:"
    printf '\n'
    show_revision "$revision"

    run_script build/sql/embedded/upgrade.sql
    sqlite3 -box "$database" "$query" | indented
    printf '\n'
    run_script build/sql/embedded/downgrade.sql
    for table in $(tables "$database"); do
        printf '    left: table %s, %s rows\n' "$table" \
            "$(sqlite3 "$database" "select count(*) from \"$table\"")"
    done
}

# What is derived, what is refused: in the smallest project.
mistakes() {
    local database=heroes.db script said
    title "nobody wrote a downgrade"
    cd "$work/heroes"
    typed "retort -n primary downgrade fgh678:efg567"
    script=build/sql/primary/revisions/0006_fgh678_put_heroes_on_teams.down.sql
    remark "... without the guard:"
    body_of "$script" | indented

    title "a mistake is found here, not in the database"
    mkdir -p mistake/migrations
    cp retort.yaml mistake/
    cp migrations/* mistake/migrations/
    cd mistake
    cat >migrations/index_teams.mig <<'MIG'
revision zzz999 'Index teams';
revises  ghi789;

upgrade {
    create index ix_team_hq on team (headquaters);
    alter table hero drop column name;
}
MIG
    typed "cat migrations/index_teams.mig"
    indented <migrations/index_teams.mig
    printf '\n'
    typed "retort -n primary upgrade head"
    said=$(retort --color never -n primary upgrade head 2>&1) && exit 1
    printf '%s\n' "$said" | indented

    title "a script runs where it belongs, or not at all"
    cd "$work/heroes"
    typed "retort -n embedded upgrade cde345:head -o late.sql"
    retort -n embedded upgrade cde345:head -o late.sql
    typed "sqlite3 -bail $database < late.sql"
    remark "... but the database is at base:"
    said=$(sqlite3 -bail "$database" <late.sql 2>&1) && exit 1
    printf '%s\n' "$said" | sed '/^5000$/d' | indented
}

demo heroes fgh678 \
    "select hero_name, secret_name, power_level, team.name as team from hero join team on team.id = hero.team_id order by hero.id"
demo task_tracker c3e5a7 \
    "select task.title, project.name as project, status, priority, tags, is_archived from task join project on project.id = project_id order by task.id"
demo learning_platform pqr678 \
    "select full_name, status, user_type, email_verified, skills from users left join user_profiles on user_profiles.user_id = users.id order by email"
demo accounts ghi789 \
    "select id, email, full_name, phone, is_active from users order by id"

mistakes

title "and now"
cat <<TEXT
    The compiled projects are in build/demo: read build/demo/*/build/sql/*/upgrade.sql.
    Change a file under build/demo/heroes/migrations and run, in build/demo/heroes:

        ../../release/retort -n primary upgrade head
        ../../release/retort -n embedded downgrade -1
TEXT
