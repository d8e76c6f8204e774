"""What work that comes from a register is said to come from."""

from django.utils.translation import gettext as _

from phoihop.duties.sources import Source, says_source
from phoihop.orgs.models import Post
from phoihop.registers.models import Operation


@says_source(Operation)
def _operation(operation: Operation, post: Post) -> Source:
    to = ("registers:operations",) if post.can("register.read") else ()
    return Source(_("Chuyên án %(code)s") % {"code": operation.code}, to)
