"""Papers for tests: a PDF of two pages made by hand, and a conference with one paper."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from phoihop.conferences import actions
from phoihop.conferences.models import Conference, Paper
from tests.cast import DAY
from tests.conferences.world import World, at


def pdf_bytes(*pages: str) -> bytes:
    """A PDF with one line of words a page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, words in enumerate(pages):
        drawing = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode()
        parts += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            + f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * n} 0 R >>".encode(),
            f"<< /Length {len(drawing)} >>\nstream\n".encode() + drawing + b"\nendstream",
        ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + part + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(parts) + 1} /Root 1 0 R >>\n"
    return made + end.encode() + f"startxref\n{len(made)}\n%%EOF\n".encode()


def upload(data: bytes | None = None, name: str = "bao-cao.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes("Trang mot", "Trang hai") if data is None else data)


def commented(world: World) -> Paper:
    """A paper that takes comments until the next day's noon, whatever hour a demonstration's clock shows."""
    tomorrow = DAY + datetime.timedelta(days=1)
    Conference.objects.filter(pk=world.conference.pk).update(ends_at=at(17, day=tomorrow))
    return paper(world, until=at(12, day=tomorrow))


def paper(world: World, title: str = "Báo cáo kết quả năm 2021", until: datetime.datetime | None = None) -> Paper:
    """A paper of two pages, added by the secretary."""
    return actions.add_paper(
        by=world.cast.secretary, conference=world.fresh(), title=title, upload=upload(), comments_until=until
    )
