from django.apps import AppConfig


class Ui(AppConfig):
    name = "goldenthread.ui"
    label = "ui"
