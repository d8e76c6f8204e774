"""The files that prove what the registers say."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.documents.models import File

PROVED = ("result", "model", "matter", "area")
"""The records that evidence may hang on."""


def _on_one_record() -> Q:
    """Exactly one of the four is named."""
    found = Q()
    for name in PROVED:
        found |= Q(**{f"{other}__isnull": other != name for other in PROVED})
    return found


class Evidence(models.Model):
    """A file that proves a record; the day of the fact is not the day of the upload."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey(
        "StandardResult", null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    model = models.ForeignKey("Model", null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    matter = models.ForeignKey("Matter", null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    area = models.ForeignKey("KeyArea", null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    fact_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=_on_one_record(),
                name="registers_evidence_hangs_on_one_record",
                violation_error_message=_("Minh chứng gắn với đúng một mục trong sổ."),
            )
        ]
