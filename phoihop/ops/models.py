"""The table of chores: what the program does by itself, when it last did and when it will again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chore(models.Model):
    """One periodic job, as the operator sees it. What it does stands in `ops.chores` under the same name."""

    class Outcome(models.TextChoices):
        NEVER = "never", _("chưa chạy")
        DONE = "done", _("xong")
        FAILED = "failed", _("hỏng")

    name = models.CharField(max_length=60, unique=True)
    next_run = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    last_run = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.NEVER)
    said = models.TextField(blank=True, help_text=_("Kết quả hoặc lỗi của lần chạy gần nhất."))

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
