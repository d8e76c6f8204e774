"""Who may open a file that hangs on a report: whoever sees the report."""

from phoihop.documents.access import shows_files
from phoihop.documents.models import File
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree
from phoihop.reporting.models import Attachment
from phoihop.reporting.rules import may_see


@shows_files
def on_a_report(post: Post, file: File) -> bool:
    """A post sees the files of its own unit's reports and of those in its branch."""
    attachments = Attachment.objects.filter(file=file).select_related("revision__report__period")
    return any(
        may_see(post, attachment.revision.report, tree(attachment.revision.report.period.ends_on))
        for attachment in attachments
    )
