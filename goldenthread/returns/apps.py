from django.apps import AppConfig


class Returns(AppConfig):
    name = "goldenthread.returns"
    label = "returns"
    default_auto_field = "django.db.models.BigAutoField"
