"""Who may open a stored file: the rooms whose records a file hangs on say so here; without one that agrees, nobody."""

from collections.abc import Callable

from phoihop.documents.models import File
from phoihop.orgs.models import Post

Shows = Callable[[Post, File], bool]

_shows: dict[str, Shows] = {}


def shows_files(shows: Shows) -> Shows:
    """Register a room's answer to "may this post open this file because of one of my records?" (a decorator).

    It stands in the room's `files.py`, which is imported when the program starts. Twice registered counts once.
    """
    _shows[f"{shows.__module__}.{shows.__qualname__}"] = shows
    return shows


def may_open(post: Post, file: File) -> bool:
    """Whether any room shows the file to the post. Closed by default."""
    return any(shows(post, file) for shows in _shows.values())
