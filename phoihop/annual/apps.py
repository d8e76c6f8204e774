from django.apps import AppConfig


class AnnualConfig(AppConfig):
    name = "phoihop.annual"
    label = "annual"
    default_auto_field = "django.db.models.BigAutoField"
