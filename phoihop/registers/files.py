"""Who may open a file because it hangs on a record of the registers."""

from phoihop.base import clock
from phoihop.documents.access import shows_files
from phoihop.documents.models import File
from phoihop.orgs.models import Post
from phoihop.registers import rules
from phoihop.registers.models import Evidence


@shows_files
def shows(post: Post, file: File) -> bool:
    """Whoever sees the result or the model sees its evidence, withdrawn evidence too."""
    of = Evidence.objects.filter(file=file)
    return (
        of.filter(result__in=rules.visible_results(post)).exists()
        or of.filter(model__in=rules.visible_models(post, clock.today())).exists()
    )
