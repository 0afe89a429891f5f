from django.apps import AppConfig


class Quality(AppConfig):
    name = "goldenthread.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.casework.public.supervision import ask_for_work
        from goldenthread.quality.queries.asked import asked_by_quality

        ask_for_work(asked_by_quality)
