"""The one door through which a stored file leaves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from phoihop.documents import access, kinds, store
from phoihop.documents.models import File
from phoihop.orgs.access import acting


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """A stored file as an attachment, for a post to which some room shows it; 404 for everyone else.

    The bytes are checked against their SHA-256 on the way out. It never opens inside the browser under our address.
    """
    file = get_object_or_404(File, pk=pk)
    if not access.may_open(acting(request), file):
        raise Http404
    response = HttpResponse(store.read(file), content_type=kinds.MEDIA.get(file.kind, "application/octet-stream"))
    response.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["ETag"] = f'"{file.sha256}"'
    return response
