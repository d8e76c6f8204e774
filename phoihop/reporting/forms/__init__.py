"""The shape of what comes in: the typed form, the uploaded table, the small forms of review and locks."""

from phoihop.reporting.forms.report import Sent, read_sent
from phoihop.reporting.forms.small import AttachForm, ExceptionForm, LoadForm, ReasonForm, RemarkForm
from phoihop.reporting.forms.template import template

__all__ = [
    "AttachForm",
    "ExceptionForm",
    "LoadForm",
    "ReasonForm",
    "RemarkForm",
    "Sent",
    "read_sent",
    "template",
]
