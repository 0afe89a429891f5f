"""The door of the workforce: posts, registration, training, vacancies and the usual ratios."""

from goldenthread.quality.operations.workforce import (
    WorkerSaid,
    end_vacancy,
    record_training,
    record_vacancy,
    record_worker,
)
from goldenthread.quality.queries.workforce import (
    FLAGS,
    Post,
    Ratio,
    Vacant,
    WorkerShown,
    Workforce,
    may_see_worker,
    worker_shown,
    workforce,
)

__all__ = [
    "FLAGS",
    "Post",
    "Ratio",
    "Vacant",
    "WorkerSaid",
    "WorkerShown",
    "Workforce",
    "end_vacancy",
    "may_see_worker",
    "record_training",
    "record_vacancy",
    "record_worker",
    "worker_shown",
    "workforce",
]
