"""Who is told of what happens in the registers, and in which words."""

from phoihop.registers.notices import areas, matters, standards

__all__ = ["areas", "matters", "standards"]
