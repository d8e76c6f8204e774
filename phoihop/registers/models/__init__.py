"""Dated records of a unit with evidence. Each offers countable sets; none names a private person."""

from phoihop.registers.models.areas import AreaCheck, AreaDecision, KeyArea, KeyAreaType
from phoihop.registers.models.evidence import PROVED, Evidence
from phoihop.registers.models.matters import Matter, MatterRaise, MatterStep
from phoihop.registers.models.records import Model, ModelSite, Operation, OperationBody
from phoihop.registers.models.standards import (
    ASSESSED_LEVEL,
    Answer,
    CriteriaSet,
    Criterion,
    Ruling,
    StandardResult,
)

__all__ = [
    "ASSESSED_LEVEL",
    "PROVED",
    "Answer",
    "AreaCheck",
    "AreaDecision",
    "CriteriaSet",
    "Criterion",
    "Evidence",
    "KeyArea",
    "KeyAreaType",
    "Matter",
    "MatterRaise",
    "MatterStep",
    "Model",
    "ModelSite",
    "Operation",
    "OperationBody",
    "Ruling",
    "StandardResult",
]
