"""The door of practice observation: begun, sent, answered and followed up; who was not observed; counts."""

from goldenthread.quality.operations.observation import (
    ObservationSaid,
    StepSaid,
    answer_observation,
    begin_observation,
    drop_observation,
    finish_observation_step,
    follow_up_observation,
    keep_observation,
    learn_from_observation,
    send_observation,
)
from goldenthread.quality.queries.observation import (
    ObservationRow,
    ObservationShown,
    Watched,
    children_to_observe,
    find_observable,
    observation_of_step,
    observations_of,
    owners_of_steps,
    show_observation,
    watched,
)
from goldenthread.quality.queries.observation_results import InSupervision, PartCount, by_part, in_supervision

__all__ = [
    "InSupervision",
    "ObservationRow",
    "ObservationSaid",
    "ObservationShown",
    "PartCount",
    "StepSaid",
    "Watched",
    "answer_observation",
    "begin_observation",
    "by_part",
    "children_to_observe",
    "drop_observation",
    "find_observable",
    "finish_observation_step",
    "follow_up_observation",
    "in_supervision",
    "keep_observation",
    "learn_from_observation",
    "observation_of_step",
    "observations_of",
    "owners_of_steps",
    "send_observation",
    "show_observation",
    "watched",
]
