from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    name = "phoihop.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every room say in its `notices.py` what its verbs are called and who is told of them."""
        from phoihop.journal import sign_in  # noqa: F401, PLC0415 - the one allowed use of signals

        autodiscover_modules("notices")
