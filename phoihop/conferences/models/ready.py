"""Whether all is ready: each decision with who made it; the last one counts."""

from django.db import models
from django.db.models import Q

from phoihop.conferences.models.conferences import Conference
from phoihop.orgs.models import Post


class Readiness(models.Model):
    """Go or no-go, said before a conference. `faults` is how many sites had something to mend when it was said."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="readiness")
    is_ready = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    faults = models.PositiveSmallIntegerField(default=0)
    uplink_kbps = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=600)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_ready=True, faults=0) | ~Q(reason=""), name="conferences_ready_despite_faults_says_why"
            ),
        ]
