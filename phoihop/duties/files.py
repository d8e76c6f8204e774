"""Who may open a file because it hangs on a paper, a task or a campaign of this room."""

from phoihop.documents.access import shows_files
from phoihop.documents.models import File
from phoihop.duties import rules
from phoihop.duties.models import TaskEvidence
from phoihop.orgs.models import Post


@shows_files
def on_a_paper(post: Post, file: File) -> bool:
    """Whoever sees the programme or the directive opens its file."""
    programmes, directives = rules.visible_programmes(post), rules.visible_directives(post)
    return programmes.filter(file=file).exists() or directives.filter(file=file).exists()


@shows_files
def on_a_campaign(post: Post, file: File) -> bool:
    """Whoever sees the campaign opens its plan."""
    return rules.visible_campaigns(post).filter(file=file).exists()


@shows_files
def proves_a_share(post: Post, file: File) -> bool:
    """Whoever sees the share sees its evidence, withdrawn evidence too; that of a unit that ended, its heir."""
    seen = rules.visible_assignments(post)
    of = TaskEvidence.objects.filter(file=file)
    return of.filter(assignment__in=seen).exists() or of.filter(assignment__followed_by__in=seen).exists()
