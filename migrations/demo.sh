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

title() { printf '\n%s━━━ %s %s%s\n\n' "$bold" "$1" "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━" "$plain"; }
typed() { printf '%s$ %s%s\n' "$bold" "$*" "$plain"; }
remark() { printf '%s%s%s\n' "$dim" "$*" "$plain"; }
indented() { sed 's/^/    /'; }

# The body of one revision's script: what stands between its heading and the version's move.
body_of() {
    awk '/^-- revision / { on = 1 } /alembic_version/ { on = 0 } on' "$1" | sed '/./,$!d' |
        awk '{ lines[NR] = $0 } END { n = NR; while (n > 0 && lines[n] == "") n--;
               for (i = 1; i <= n; i++) print lines[i] }'
}

# show_revision ID: the same revision for both databases.
show_revision() {
    local target file
    for target in primary embedded; do
        file=$(cd build/sql/$target/revisions && ls ./*_"$1"_*.up.sql)
        remark "build/sql/$target/revisions/${file#./}:"
        body_of "build/sql/$target/revisions/$file" | indented
        printf '\n'
    done
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
    show_revision "$revision"

    typed "sqlite3 $database < build/sql/embedded/upgrade.sql"
    sqlite3 -bail "$database" <build/sql/embedded/upgrade.sql
    sqlite3 -box "$database" "$query" | indented
    printf '\n'
    typed "sqlite3 $database < build/sql/embedded/downgrade.sql"
    sqlite3 -bail "$database" <build/sql/embedded/downgrade.sql
    for table in $(tables "$database"); do
        printf '    left: table %s, %s rows\n' "$table" \
            "$(sqlite3 "$database" "select count(*) from \"$table\"")"
    done
}

demo heroes fgh678 \
    "select hero_name, secret_name, power_level, team.name as team from hero join team on team.id = hero.team_id order by hero.id"
demo task_tracker c3e5a7 \
    "select task.title, project.name as project, status, priority, tags, is_archived from task join project on project.id = project_id order by task.id"
demo learning_platform pqr678 \
    "select full_name, status, user_type, email_verified, skills from users left join user_profiles on user_profiles.user_id = users.id order by email"
demo accounts ghi789 \
    "select id, email, full_name, phone, is_active from users order by id"

title "and now"
cat <<TEXT
    The compiled projects are in build/demo: read build/demo/*/build/sql/*/upgrade.sql.
    Change a file under build/demo/heroes/migrations and run, in build/demo/heroes:

        ../../release/retort -n primary upgrade head
        ../../release/retort -n embedded downgrade -1
TEXT
