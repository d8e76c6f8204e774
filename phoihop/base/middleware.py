"""Two guards around every request: what a page may load, and that reading never writes."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

from phoihop.base import reading

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), display-capture=()"
Next = Callable[[HttpRequest], HttpResponse]


def content_policy(get_response: Next) -> Next:
    """Nothing from another server, no inline script, no camera, on every response whose view says no more."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return respond


def reads_do_not_write(get_response: Next) -> Next:
    """A GET cannot write: the database itself is switched to read-only around the view.

    It stands innermost, so that the session and the journal of sign-in may still be kept by the layers outside.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return get_response(request)
        _switch(read_only=True)
        try:
            with reading.keeping():
                return get_response(request)
        finally:
            _switch(read_only=False)

    return respond


def _switch(*, read_only: bool) -> None:
    connection.ensure_connection()
    raw = connection.connection  # past Django's cursor: this is no statement of the page
    if connection.vendor == "sqlite":
        raw.execute(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")
    else:
        if connection.in_atomic_block and not read_only:
            raw.execute("ROLLBACK TO SAVEPOINT reading")  # first: it also heals a transaction that a view broke
        raw.execute(f"SET default_transaction_read_only = {'on' if read_only else 'off'}")
        if connection.in_atomic_block and read_only:
            # Tests run inside a transaction, where only the transaction's own mode counts.
            raw.execute("SAVEPOINT reading; SET TRANSACTION READ ONLY")
