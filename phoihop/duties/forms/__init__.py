"""The shape of what is typed on the pages of this room. Whether it may be is asked of the verbs."""

from phoihop.base.forms import day_field, reasons_of
from phoihop.duties.forms.bulk import DropForm, MoveForm, WithdrawForm
from phoihop.duties.forms.campaigns import (
    FIELD,
    CampaignForm,
    WorkForm,
    read_fields,
    read_numbers,
    read_slots,
    written_fields,
    written_slots,
)
from phoihop.duties.forms.giving import AssignForm, DirectiveForm, ProgrammeForm, TermsForm
from phoihop.duties.forms.loading import template
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
    "FIELD",
    "ArticleForm",
    "AssignForm",
    "CampaignForm",
    "DirectiveForm",
    "DropForm",
    "DueForm",
    "DutyForm",
    "MoveForm",
    "PeriodsForm",
    "ProgrammeForm",
    "RegulationForm",
    "RewordForm",
    "TermsForm",
    "WaiveForm",
    "WithdrawForm",
    "WorkForm",
    "day_field",
    "mark",
    "place_of",
    "read_fields",
    "read_numbers",
    "read_slots",
    "reasons_of",
    "template",
    "written_fields",
    "written_slots",
]
