"""People who can sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account. What its holder may do follows from posts held in `orgs`, never from flags here."""

    language = models.CharField(max_length=5, default="vi")
    must_change_password = models.BooleanField(default=False)


class FeedKey(models.Model):
    """The secret part of the address under which an account's calendar is read without signing in.

    Made when its holder asks for it. A new key ends the old address; without a row there is none.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="feed_key")
    key = models.CharField(max_length=64)
    made_at = models.DateTimeField()
