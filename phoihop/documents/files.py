"""Who may open a file because it is a letter, or goes with one."""

from django.db.models import Q

from phoihop.documents import rules
from phoihop.documents.access import shows_files
from phoihop.documents.models import File
from phoihop.orgs.models import Post


@shows_files
def of_a_letter(post: Post, file: File) -> bool:
    """The sender's body, and a body it was sent to, once that body has opened the letter; nobody above or beside."""
    opened = Q(addressees__body_id=post.body_id, addressees__opened_at__isnull=False)
    mine = rules.visible_letters(post).filter(Q(body_id=post.body_id) | opened)
    return mine.filter(Q(issued__file=file) | Q(enclosures__file=file)).exists()
