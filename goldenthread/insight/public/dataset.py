"""The door of insight: the dataset."""

from goldenthread.insight.operations.dataset import DatasetBuilt, build_dataset
from goldenthread.insight.queries.dataset import Dataset, NoDataset, TableOnDisk, dataset, dataset_folder
from goldenthread.insight.queries.names import standard_tables

__all__ = [
    "Dataset",
    "DatasetBuilt",
    "NoDataset",
    "TableOnDisk",
    "build_dataset",
    "dataset",
    "dataset_folder",
    "standard_tables",
]
