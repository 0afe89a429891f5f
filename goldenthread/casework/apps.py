from django.apps import AppConfig


class Casework(AppConfig):
    name = "goldenthread.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Says where words about a child are read, so that the family page can name whom they speak of."""
        from goldenthread.casework.pages.child_words import words_about
        from goldenthread.people.public import look_in

        look_in(words_about)
