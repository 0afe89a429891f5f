from django.apps import AppConfig


class Insight(AppConfig):
    name = "goldenthread.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.insight.queries.for_improvement import MEASURES
        from goldenthread.quality.public.improvement import register_source

        register_source("measure", MEASURES)
