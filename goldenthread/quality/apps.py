from django.apps import AppConfig


class Quality(AppConfig):
    name = "goldenthread.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.casework.public.supervision import ask_for_work
        from goldenthread.quality.queries.allegations import allegation_work
        from goldenthread.quality.queries.complaints import complaint_work
        from goldenthread.quality.queries.feedback import asked_by_feedback
        from goldenthread.quality.queries.observation_results import asked_by_observations
        from goldenthread.quality.queries.supervision_facts import asked_of

        ask_for_work(asked_of)
        ask_for_work(asked_by_observations)
        ask_for_work(asked_by_feedback)
        ask_for_work(complaint_work)
        ask_for_work(allegation_work)
