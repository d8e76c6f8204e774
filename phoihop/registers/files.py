"""Who may open a file because it hangs on a record of the registers."""

from phoihop.base import clock
from phoihop.documents.access import shows_files
from phoihop.documents.models import File
from phoihop.orgs.models import Post
from phoihop.registers import rules
from phoihop.registers.models import AreaDecision, Evidence


@shows_files
def shows(post: Post, file: File) -> bool:
    """Whoever sees the record sees its evidence, withdrawn evidence too; whoever sees an area, its decisions."""
    of, today = Evidence.objects.filter(file=file), clock.today()
    if (
        of.filter(result__in=rules.visible_results(post)).exists()
        or of.filter(model__in=rules.visible_models(post, today)).exists()
        or of.filter(matter__in=rules.visible_matters(post, today)).exists()
    ):
        return True
    areas = rules.visible_areas(post, today)
    decided = AreaDecision.objects.filter(file=file)
    return (
        of.filter(area__in=areas).exists()
        or decided.filter(areas_put_in__in=areas).exists()
        or decided.filter(areas_taken_out__in=areas).exists()
    )
