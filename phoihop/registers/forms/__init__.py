"""The shape of what is typed into the registers. What is allowed is said by the rules."""

from phoihop.registers.forms.areas import (
    CheckForm,
    ConversionForm,
    DecisionForm,
    PutInForm,
    read_kept,
)
from phoihop.registers.forms.matters import (
    DueForm,
    NewMatterForm,
    RaiseForm,
    ReopenMatterForm,
    ResolveForm,
    StepForm,
)
from phoihop.registers.forms.records import (
    CloseForm,
    EndModelForm,
    EvidenceForm,
    NewModelForm,
    NewOperationForm,
    RemarkForm,
    ReopenForm,
    RulingForm,
    SiteForm,
    TaskOperationForm,
    read_answers,
)

__all__ = [
    "CheckForm",
    "CloseForm",
    "ConversionForm",
    "DecisionForm",
    "DueForm",
    "EndModelForm",
    "EvidenceForm",
    "NewMatterForm",
    "NewModelForm",
    "NewOperationForm",
    "PutInForm",
    "RaiseForm",
    "RemarkForm",
    "ReopenForm",
    "ReopenMatterForm",
    "ResolveForm",
    "RulingForm",
    "SiteForm",
    "StepForm",
    "TaskOperationForm",
    "read_answers",
    "read_kept",
]
