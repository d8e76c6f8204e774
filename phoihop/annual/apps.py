from django.apps import AppConfig


class AnnualConfig(AppConfig):
    name = "phoihop.annual"
    label = "annual"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say beside a figure what the issued reports quote."""
        from phoihop.annual import beside  # noqa: F401, PLC0415 - models are loaded first
