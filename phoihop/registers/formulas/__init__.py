"""Arithmetic of the registers without a database: shares, what drags, how far a year's target is."""

from phoihop.registers.formulas.areas import Goal
from phoihop.registers.formulas.matters import Drag, Pace, rises, usual_due, why_drags
from phoihop.registers.formulas.shares import Given, needed, reaches, share

__all__ = ["Drag", "Given", "Goal", "Pace", "needed", "reaches", "rises", "share", "usual_due", "why_drags"]
