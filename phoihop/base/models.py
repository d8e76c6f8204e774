"""What kind of installation this database is."""

from django.db import models
from django.db.models import Q


class Instance(models.Model):
    """The one row that says whether the database is a demonstration, and on which day it stands.

    A demonstration is marked once, by loading it into an empty database, and never unmarked.
    """

    demonstration = models.BooleanField(default=False)
    stands_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="base_one_instance"),
            models.CheckConstraint(
                condition=Q(demonstration=True) | Q(stands_on__isnull=True),
                name="base_only_a_demonstration_stands_still",
            ),
        ]


class News(models.Model):
    """That something changed under a topic, for pages that are open; written with the change, trimmed after a day.

    It says nothing of what changed: whoever may see it asks for the page again.
    """

    topic = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)
