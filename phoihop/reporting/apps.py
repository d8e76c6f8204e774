from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ReportingConfig(AppConfig):
    name = "phoihop.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let upper rooms say in their `figures/beside.py` what stands beside a figure whose sources are shown."""
        autodiscover_modules("figures.beside")
