"""Who may open a file because it hangs on a conference."""

from phoihop.conferences.models import Speech
from phoihop.conferences.rules import visible_conferences, visible_papers
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


@shows_files
def is_a_paper(post: Post, file: File) -> bool:
    """The people of the conference open its papers; one taken off, who prepares it."""
    return visible_papers(post).filter(file=file).exists()
