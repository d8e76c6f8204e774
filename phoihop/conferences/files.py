"""Who may open a file because it hangs on a conference."""

from phoihop.conferences.models import Speech
from phoihop.conferences.rules import visible_conferences
from phoihop.documents.access import shows_files
from phoihop.documents.models import File
from phoihop.orgs.models import Post


@shows_files
def on_an_invitation(post: Post, file: File) -> bool:
    """Whoever sees the conference opens its invitation."""
    return visible_conferences(post).filter(invitation__file=file).exists()


@shows_files
def of_a_speech(post: Post, file: File) -> bool:
    """Whoever sees the conference reads the speeches registered for it."""
    return Speech.objects.filter(file=file, item__conference__in=visible_conferences(post)).exists()
