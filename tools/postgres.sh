#!/bin/sh
# A throw-away PostgreSQL for a test run, on a socket in a temporary folder, reachable by nobody else.
#   tools/postgres.sh start   prints two lines: PHOIHOP_DATABASE_URL=…  and  PHOIHOP_POSTGRES=… (give the latter to stop)
#   tools/postgres.sh stop FOLDER
set -eu
say() { printf '%s\n' "$*" >&2; }

binaries() {
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) "$(dirname "$(command -v initdb 2>/dev/null || echo /)")"; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && { echo "$folder"; return; }
    done
}
as_owner() { # the server refuses to run as root
    if [ "$(id -u)" = 0 ]; then setpriv --reuid "$owner" --regid "$owner" --clear-groups env HOME="$folder" "$@"; else "$@"; fi
}

case ${1:-} in
start)
    bin=$(binaries)
    if [ -z "$bin" ]; then
        install="apt-get install -y --no-install-recommends postgresql"
        if [ "$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as="sudo -n"; else
            say "PostgreSQL is missing. Run: sudo $install"; exit 1
        fi
        say "Installing postgresql"
        # No server of its own on this machine: the tests start and stop theirs.
        $as mkdir -p /etc/postgresql-common
        [ -e /etc/postgresql-common/createcluster.conf ] ||
            echo "create_main_cluster = false" | $as tee /etc/postgresql-common/createcluster.conf >/dev/null
        export DEBIAN_FRONTEND=noninteractive
        $as apt-get update -qq >/dev/null
        $as $install >/dev/null
        bin=$(binaries)
    fi
    folder=$(mktemp -d /tmp/phoihop-postgres.XXXXXX)
    owner=$(id -un)
    [ "$(id -u)" = 0 ] && { owner=nobody; id postgres >/dev/null 2>&1 && owner=postgres; owner=$(id -u "$owner"); chown "$owner" "$folder"; }
    as_owner "$bin/initdb" -D "$folder/data" -U phoihop -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log"
    as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w \
        -o "-k $folder -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >/dev/null
    as_owner "$bin/createdb" -h "$folder" -U phoihop phoihop
    chmod 755 "$folder"
    echo "PHOIHOP_DATABASE_URL=postgres://phoihop@$(printf %s "$folder" | sed 's|/|%2F|g')/phoihop"
    echo "PHOIHOP_POSTGRES=$folder"
    ;;
stop)
    folder=$2
    [ -f "$folder/data/postmaster.pid" ] || { say "no server in $folder"; exit 1; }
    pid=$(head -n 1 "$folder/data/postmaster.pid")
    kill -INT "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    rm -rf "$folder"
    ;;
*)
    say "usage: tools/postgres.sh start | stop FOLDER"
    exit 2
    ;;
esac
