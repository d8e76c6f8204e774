"""The demonstration's annual report as .docx with annexes of 204 units, beside the same tables by python-docx."""

import io
import os
import subprocess
import sys
from pathlib import Path

import docx

from bench.measure import Row, alternately, median, p95

LIMIT = 3.0
YEAR = 2021
HERE = "bench.paper"


def rows() -> list[Row]:
    """Measured in a process of its own, on the demonstration's database."""
    folder = Path(os.environ["PHOIHOP_VAR"]) / "demonstration"
    environment = {**os.environ, "PHOIHOP_VAR": str(folder)}
    program = "import sys; sys.argv[0] = 'phoihop'; from phoihop.config.command import main; main()"
    subprocess.run([sys.executable, "-c", program, "load_demo"], env=environment, check=True)
    done = subprocess.run([sys.executable, "-m", HERE], env=environment, check=True, capture_output=True, text=True)
    ours, theirs, size, tables, lines = done.stdout.split()
    note = f"{int(size) // 1024} KB, {tables} tables, {lines} lines"
    beside = "the same tables cell by cell by python-docx"
    return [Row("annual report of 12 districts as .docx", float(ours), beside, float(theirs), LIMIT, note)]


def main() -> None:
    """Print ours, theirs (seconds), size, number of tables and of their lines."""
    import django

    django.setup()
    from phoihop.annual.models import Edition
    from phoihop.annual.papers import draft, written

    edition = Edition.objects.get(period__label=str(YEAR))

    def ours() -> bytes:
        paper, book = draft(edition, None)
        return written(paper, edition, book)

    made = docx.Document(io.BytesIO(ours()))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]

    def theirs() -> None:
        document = docx.Document()
        for lines in tables:
            table = document.add_table(len(lines), len(lines[0]))
            for row, line in zip(table.rows, lines, strict=True):
                for cell, text in zip(row.cells, line, strict=True):
                    cell.text = text
        document.save(io.BytesIO())

    mine, other = alternately(ours, theirs, 5)
    print(p95(mine), median(other), len(ours()), len(tables), sum(map(len, tables)))


if __name__ == "__main__":
    main()
