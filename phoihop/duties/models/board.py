"""When units that stand side by side may see how each of them does."""

from django.db import models
from django.db.models import F, Q

from phoihop.orgs.models import Post, Unit


class BoardSwitch(models.Model):
    """From one day to another the units directly below `unit` see the same table of all of them, numbers only."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="board_switches")
    opened_on = models.DateField()
    opened_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    journal_subject: str
    """The unit's name, set by whoever records a verb about this switch."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(closed_at=None), name="duties_one_open_board_a_unit"),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_at=None) | Q(closed_on__gte=F("opened_on"), closed_at__isnull=False),
                name="duties_board_closed_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"board {self.pk}"
