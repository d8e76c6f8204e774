from django.http import Http404, HttpRequest, HttpResponse


def show(request: HttpRequest, unit_id: int = 0) -> HttpResponse:
    raise Http404
