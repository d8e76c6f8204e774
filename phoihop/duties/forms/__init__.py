"""The shape of what is typed on the pages of this room. Whether it may be is asked of the verbs."""

from phoihop.duties.forms.regulations import (
    ArticleForm,
    DueForm,
    DutyForm,
    PeriodsForm,
    RegulationForm,
    RewordForm,
    WaiveForm,
    day_field,
    place_of,
    reasons_of,
)

__all__ = [
    "ArticleForm",
    "DueForm",
    "DutyForm",
    "PeriodsForm",
    "RegulationForm",
    "RewordForm",
    "WaiveForm",
    "day_field",
    "place_of",
    "reasons_of",
]
