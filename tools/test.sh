#!/bin/sh
# Run every test, after installing Debian's browser and office when they are missing and may be installed.
set -eu
cd "$(dirname "$0")/.."
say() { printf '%s\n' "$*" >&2; }

missing=
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need chromium chromium
need soffice libreoffice-writer-nogui
need pdftoppm poppler-utils
need janus janus
need janus-pp-rec janus-tools
need ip iproute2
fc-list 2>/dev/null | grep -qi 'tinos\|liberation serif\|times' || missing="$missing fonts-croscore"

if [ -n "$missing" ]; then
    install="apt-get install -y --no-install-recommends$missing"
    if ! command -v apt-get >/dev/null 2>&1; then
        say "The tests need:$missing. Install them with this system's package manager, then run make test again."
        exit 1
    elif [ "$(id -u)" = 0 ]; then
        as=
    elif sudo -n true 2>/dev/null; then
        as="sudo -n"
    else
        say "The tests need:$missing. Run: sudo $install"
        exit 1
    fi
    say "Installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    $as apt-get update -qq >/dev/null
    $as $install >/dev/null
fi

var=$(mktemp -d)
trap 'rm -rf "$var"' EXIT
workers=$(nproc 2>/dev/null || echo 2)
[ "$workers" -gt 4 ] && workers=4
PHOIHOP_VAR="$var" .venv/bin/python -m pytest -n "$workers" --dist loadfile "$@"
