from django.apps import AppConfig


class Quality(AppConfig):
    name = "goldenthread.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"
