"""Who may open the file of an issued annual report."""

from phoihop.annual import rules
from phoihop.documents.access import shows_files
from phoihop.documents.models import File
from phoihop.orgs.models import Post


@shows_files
def shows(post: Post, file: File) -> bool:
    """Whoever sees the edition sees its paper."""
    return rules.visible_to(post).filter(issued__file=file).exists()
