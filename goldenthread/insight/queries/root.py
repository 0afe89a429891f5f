"""The datasets of several authorities under one root: a folder, or an address of object storage.

Each authority's manifest names its files. A manifest was written elsewhere, so it is believed in nothing but its
numbers: a file that it names lies in the folder of that table and that authority, or is not read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from pyarrow import fs

from goldenthread.insight.queries.dataset import (
    Dataset,
    NoDataset,
    TableOnDisk,
    authority_name,
    dataset,
    dataset_folder,
)
from goldenthread.kernel.refusal import Refused

LARGEST = 4_000_000  # bytes of a manifest, or of a list of agreements
MOST_AUTHORITIES = 400
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")


class NoRegion(Refused):
    """No root is set, or it cannot be read."""


@dataclass(frozen=True, slots=True)
class Elsewhere(Dataset):
    """A dataset under an address of object storage, which Spark alone reads."""

    address: str = ""

    @property
    def key(self) -> str:
        """Changes when the dataset does."""
        return f"{self.address}:{self.authority}:{self.built_at.isoformat()}"


def own_authority() -> str:
    """The name of this authority in paths."""
    return authority_name()


def root() -> str:
    """Where the region's datasets lie. Raises `NoRegion` where none is set."""
    if not settings.REGION_ROOT:
        raise NoRegion("No region is set. An administrator names its folder in GOLDENTHREAD_REGION.")
    return str(settings.REGION_ROOT).rstrip("/")


def authorities() -> tuple[str, ...]:
    """The authorities whose datasets lie under the root, by name, and this one.

    Raises:
        NoRegion: no root is set, it cannot be read, or it holds more than a country has.
    """
    storage, base = _opened(root())
    try:
        found = storage.get_file_info(fs.FileSelector(base, recursive=False))
    except (OSError, pa.ArrowException):
        raise NoRegion("The region's folder cannot be read.") from None
    names = {
        match[1]
        for one in found
        if one.type == fs.FileType.File and (match := re.fullmatch(r"manifest-(.+)\.json", one.base_name))
    }
    named = sorted({name for name in names if NAME.fullmatch(name)} | {own_authority()})
    if len(named) > MOST_AUTHORITIES:
        raise NoRegion(
            f"The region's folder holds {len(named)} authorities: more than {MOST_AUTHORITIES} are not read."
        )
    return tuple(named)


def dataset_of(authority: str) -> Dataset:
    """The dataset of an authority: this one's from its own folder, any other's from the root.

    Raises:
        NoRegion, NoDataset: in words for people.
    """
    if authority == own_authority():
        return dataset(dataset_folder())
    if not NAME.fullmatch(authority):
        raise NoDataset(f"There is no authority called “{authority[:60]}” in the region.")
    told = told_by(authority, "manifest")
    if told is None:
        raise NoDataset(f"There is no authority called “{authority[:60]}” in the region.")
    try:
        tables = {name: TableOnDisk(name, **one) for name, one in told["tables"].items()}
        built_at = datetime.fromisoformat(told["built_at"])
        people = told["parameters"]["children_in_area"]
        source = str(told["parameters"]["children_in_area_source"])
        if told["authority"] != authority or built_at.tzinfo is None or not (people is None or _is_count(people)):
            raise ValueError
        if not all(TABLE.fullmatch(name) and _is_count(one.rows) for name, one in tables.items()):
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NoDataset(f"The list of what the dataset of {authority} holds cannot be read.") from None
    where = root()
    if not all(_is_its_own(one, authority, where) for one in tables.values()):
        raise NoDataset(f"The list of what the dataset of {authority} holds names a file that is not its own.")
    if "://" in where:
        return Elsewhere(Path("/"), authority, built_at, people, source, tables, where)
    return Dataset(Path(where), authority, built_at, people, source, tables)


def _is_count(told: Any) -> bool:
    return type(told) is int and told >= 0


def _is_its_own(one: TableOnDisk, authority: str, where: str) -> bool:
    """Whether a file that a manifest names is the table's and the authority's own. In a folder it lies there itself,
    and is no link to somewhere else."""
    folder = f"{one.name}/authority={authority}"
    if not isinstance(one.path, str) or not re.fullmatch(rf"{folder}/[\w-]+\.parquet", one.path):
        return False
    return "://" in where or Path(where, one.path).resolve() == Path(where).resolve() / one.path


def told_by(authority: str, what: str) -> dict[str, Any] | None:
    """What an authority's `manifest` or `agreements` under the root say, None where it has none.

    Raises:
        NoRegion: it cannot be read, or is no such list.
    """
    storage, base = _opened(root())
    path = f"{base}/{what}-{authority}.json"
    try:
        if storage.get_file_info(path).type != fs.FileType.File:
            return None
        with storage.open_input_stream(path) as file:
            words = file.read(LARGEST + 1)
        if len(words) > LARGEST:
            raise ValueError
        read = json.loads(words)
    except (OSError, ValueError, RecursionError, pa.ArrowException):
        raise NoRegion(f"The list of {what} of {authority} cannot be read.") from None
    if not isinstance(read, dict):
        raise NoRegion(f"The list of {what} of {authority} cannot be read.")
    return read


def _opened(where: str) -> tuple[fs.FileSystem, str]:
    """The storage behind a root, and the root's place in it."""
    try:
        # Spark and PyArrow call the same storage by two names.
        address = re.sub(r"^s3[an]://", "s3://", where) if "://" in where else Path(where).absolute().as_uri()
        storage, base = fs.FileSystem.from_uri(address)
    except (OSError, ValueError, pa.ArrowException):
        raise NoRegion("The region's folder is at an address that cannot be read.") from None
    return storage, base.rstrip("/")
