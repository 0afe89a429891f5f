from django.apps import AppConfig


class Casework(AppConfig):
    name = "goldenthread.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
