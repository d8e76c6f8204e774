"""How far the programme of a year is from its target. Whole numbers only: no share is rounded on the way."""

from dataclasses import dataclass

from phoihop.registers.formulas.shares import needed, reaches


@dataclass(frozen=True, slots=True)
class Goal:
    """Of `chosen` areas at least `least_percent` are to be converted; `converted` are."""

    chosen: int
    converted: int
    least_percent: int

    @property
    def needed(self) -> int:
        """How many have to be converted in all: 4 of 6 for 60 %."""
        return needed(self.chosen, self.least_percent)

    @property
    def short(self) -> int:
        """How many are still missing; 0 once the target is reached."""
        return max(0, self.needed - self.converted)

    @property
    def reached(self) -> bool:
        """Nothing chosen reaches nothing."""
        return reaches(self.converted, self.chosen, self.least_percent)
