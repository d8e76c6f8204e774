from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "phoihop.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"
