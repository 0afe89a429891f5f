"""The door of insight: the dataset."""

from goldenthread.insight.operations.dataset import build_dataset
from goldenthread.insight.queries.dataset import Dataset, NoDataset, dataset
from goldenthread.insight.queries.names import STAND, person_field, standard_tables

__all__ = [
    "STAND",
    "Dataset",
    "NoDataset",
    "build_dataset",
    "dataset",
    "person_field",
    "standard_tables",
]
