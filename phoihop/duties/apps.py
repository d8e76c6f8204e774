from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DutiesConfig(AppConfig):
    name = "phoihop.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every room say in its `sources.py` what work that comes from its records comes from."""
        autodiscover_modules("sources")
