"""Stored files, number series and issued papers."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.orgs.models import Body, Post


class File(models.Model):
    """A file kept under its own SHA-256; the same bytes are stored once, each upload is a row."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, help_text=_("pdf, docx, xlsx, png, jpg, csv, txt"))
    uploaded_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """A run of numbers without gaps: Party papers per type and committee term, State papers per year."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="series")
    type_symbol = models.CharField(max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(fields=["body", "type_symbol", "starts_on"], name="documents_one_series")
        ]


class Issued(models.Model):
    """An issued paper: its file, number and signer. It never changes."""

    layout = models.CharField(max_length=24)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="issued")
    number = models.PositiveIntegerField()
    symbol = models.CharField(max_length=60, help_text=_("Như in trên giấy, ví dụ Số 12-BC/ĐUCA."))
    subject = models.CharField(max_length=300)
    place = models.CharField(max_length=60)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    signer_label = models.CharField(max_length=600)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    about_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.PROTECT)
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("about_type", "about_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="documents_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="documents_numbers_from_one"),
        ]
