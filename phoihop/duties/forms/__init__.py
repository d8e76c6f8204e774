"""The shape of what is typed on the pages of this room. Whether it may be is asked of the verbs."""

from phoihop.base.forms import day_field, reasons_of
from phoihop.duties.forms.giving import AssignForm, DirectiveForm, ProgrammeForm, TermsForm
from phoihop.duties.forms.regulations import (
    ArticleForm,
    DueForm,
    DutyForm,
    PeriodsForm,
    RegulationForm,
    RewordForm,
    WaiveForm,
    mark,
    place_of,
)

__all__ = [
    "ArticleForm",
    "AssignForm",
    "DirectiveForm",
    "DueForm",
    "DutyForm",
    "PeriodsForm",
    "ProgrammeForm",
    "RegulationForm",
    "RewordForm",
    "TermsForm",
    "WaiveForm",
    "day_field",
    "mark",
    "place_of",
    "reasons_of",
]
