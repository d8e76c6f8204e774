#!/bin/sh
# Style, strict types, the order of rooms and of files in a room, migrations, translations.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
var=$(mktemp -d)
trap 'rm -rf "$var"' EXIT
PHOIHOP_VAR=$var
export PHOIHOP_VAR
echo "ruff check"; ruff check --quiet .
echo "ruff format"; ruff format --quiet --check .
echo "mypy"; mypy --no-error-summary
echo "import order"; lint-imports --verbose >"$var/imports" 2>&1 || { cat "$var/imports"; exit 1; }
echo "migrations"; phoihop makemigrations --check --dry-run >"$var/migrations" || { cat "$var/migrations"; exit 1; }
echo "translations"; python tools/translations.py check
