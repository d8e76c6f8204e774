"""Build the measuring province when it is missing, run every row, print the table."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("PHOIHOP_VAR", str(ROOT / "build" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")


def main() -> int:
    from phoihop.base import ensure
    from phoihop.config import wsgi  # noqa: F401 - the program as it is served, memory settled

    ensure.database()
    from bench import conference, loading, paper, province, rollup, tasks, units
    from bench.measure import Row, table

    province.build(say=lambda text: print(text, file=sys.stderr))
    rows: list[Row] = []
    for part in (rollup, units, loading, tasks, paper, conference):
        if len(sys.argv) > 1 and part.__name__.removeprefix("bench.") not in sys.argv[1:]:
            continue
        print(f"{part.__name__.removeprefix('bench.')} …", file=sys.stderr)
        rows += part.rows()
    print(table(rows))
    return 1 if any(row.missed for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
