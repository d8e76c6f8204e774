#!/bin/sh
# Make or refresh .venv: `sh tools/setup.sh runtime` or `sh tools/setup.sh dev`. Locked dependencies, checked by hash.
set -eu
kind=${1:-runtime}
cd "$(dirname "$0")/.."
say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

good() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
find_python() {
    for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
        command -v "$candidate" >/dev/null 2>&1 && good "$candidate" && { echo "$candidate"; return; }
    done
    die "Python 3.11 or newer is missing. On Debian: apt-get install python3 python3-venv. Elsewhere set PYTHON=/path/to/python3.11."
}

# The development lock holds the runtime lock too: an environment made for development is never shrunk again.
stamp=.venv/.phoihop-lock
wanted() { cat "requirements/$1.txt" pyproject.toml tools/setup.sh | sha256sum | cut -d ' ' -f 1; }
if [ -x .venv/bin/phoihop ] && [ -f "$stamp" ]; then
    have=$(cat "$stamp")
    [ "$have" = "dev $(wanted dev)" ] && fresh=yes
    [ "$have" = "$kind $(wanted "$kind")" ] && fresh=yes
    case $have in dev*) kind=dev ;; esac
fi
if [ "${fresh:-no}" = no ]; then
    if [ ! -x .venv/bin/python ] || ! good .venv/bin/python; then
        python=$(find_python)
        say "Making .venv with $("$python" --version)"
        rm -rf .venv
        "$python" -m venv .venv 2>/dev/null || {
            rm -rf .venv
            version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
            die "This Python cannot make an environment. On Debian: apt-get install python$version-venv"
        }
    fi
    say "Installing locked dependencies ($kind)"
    pip=".venv/bin/python -m pip --quiet --quiet --disable-pip-version-check --no-input"
    $pip install --require-hashes -r "requirements/$kind.txt"
    $pip install --no-deps --no-build-isolation -e .
    echo "$kind $(wanted "$kind")" >"$stamp"
fi
# Catalogues are compiled here, not kept in the tree.
for catalogue in phoihop/locale/*/LC_MESSAGES/django.po; do
    [ -e "$catalogue" ] || continue
    compiled="${catalogue%.po}.mo"
    [ "$compiled" -nt "$catalogue" ] || .venv/bin/pybabel --quiet compile -i "$catalogue" -o "$compiled"
done
