"""Where the dataset lies and what it holds.

A folder for each table, within it a folder for each authority, within that one Parquet file named for its content. The
manifest of an authority names the files that belong together; a file that no manifest names is on its way out.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from goldenthread.kernel.refusal import Refused


class NoDataset(Refused):
    """The dataset has not been built yet, or a file of it is missing."""


@dataclass(frozen=True, slots=True)
class TableOnDisk:
    """One table of one authority. `rows` counted, `hash` of the file (SHA-256), `mark` of what it was written from."""

    name: str
    path: str
    rows: int
    bytes: int
    hash: str
    mark: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """What one authority's manifest says. `children_in_area`: children from 0 to 17 who live there, None if unknown."""

    folder: Path
    authority: str
    built_at: datetime
    children_in_area: int | None
    children_in_area_source: str
    tables: dict[str, TableOnDisk] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Changes when the dataset does."""
        return f"{self.folder}:{self.authority}:{self.built_at.isoformat()}"


def dataset_folder() -> Path:
    """Where the dataset of this installation lies."""
    return Path(settings.HOME) / "dataset"


def authority_name(council: str | None = None) -> str:
    """The name of the authority as it stands in paths: Thornshire Council is `thornshire`."""
    words = (council or settings.COUNCIL).casefold()
    for title in ("council", "metropolitan", "borough", "city", "county", "london", "of", "royal"):
        words = re.sub(rf"\b{title}\b", " ", words)
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") or "authority"


def manifest_path(folder: Path, authority: str) -> Path:
    """The manifest of an authority."""
    return folder / f"manifest-{authority}.json"


def dataset(folder: Path | None = None, authority: str | None = None) -> Dataset:
    """The dataset as it was last built.

    Raises:
        NoDataset: it never was, or what its manifest names is not there.
    """
    folder = folder or dataset_folder()
    path = manifest_path(folder, authority or authority_name())
    try:
        held = _told(folder, path.read_bytes())
    except FileNotFoundError:
        raise NoDataset(
            "The dataset has not been built yet. It is built every night, and by “dataset build”."
        ) from None
    except ValueError:
        raise NoDataset("The list of what the dataset holds cannot be read. Build the dataset again.") from None
    missing = [one.name for one in held.tables.values() if not os.path.exists(f"{folder}/{one.path}")]
    if missing:
        raise NoDataset(f"The dataset has lost {', '.join(missing)}. Build the dataset again.")
    return held


@lru_cache(maxsize=8)
def _told(folder: Path, manifest: bytes) -> Dataset:
    """What a manifest says. Every figure asks for it, and it changes once a day."""
    read: dict[str, Any] = json.loads(manifest)
    tables = {name: TableOnDisk(name, **one) for name, one in read["tables"].items()}
    return Dataset(
        folder,
        read["authority"],
        datetime.fromisoformat(read["built_at"]),
        read["parameters"]["children_in_area"],
        read["parameters"]["children_in_area_source"],
        tables,
    )
