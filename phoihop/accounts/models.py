"""People who can sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account. What its holder may do follows from posts held in `orgs`, never from flags here."""

    language = models.CharField(max_length=5, default="vi")
    must_change_password = models.BooleanField(default=False)
