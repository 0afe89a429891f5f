"""Code sets that are a council's own. Each is a file of data that a council replaces with its own.

A file of the same name in the folder `council` of `GOLDENTHREAD_HOME` is read in place of the one carried here. It is
read once, when the process starts.
"""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path

from goldenthread.rulebook.codes.code_set import Code, CodeSet


class NotACodeSet(ValueError):
    """A council's file is not a code set. The message says what is wrong with it."""


def read(text: str) -> CodeSet:
    """A code set from JSON: `id`, `title`, `source`, and `items` of `code` and `label` with `hint` and `group`.

    Raises `NotACodeSet` with a plain sentence.
    """
    try:
        found = json.loads(text)
        items = tuple(
            Code(str(item["code"]), str(item["label"]), str(item.get("hint", "")), str(item.get("group", "")))
            for item in found["items"]
        )
        return CodeSet(str(found["id"]), str(found["title"]), str(found["source"]), items)
    except json.JSONDecodeError as wrong:
        raise NotACodeSet(f"The file is not JSON: line {wrong.lineno}.") from wrong
    except KeyError as wrong:
        raise NotACodeSet(f"The file lacks {wrong.args[0]}.") from wrong
    except (TypeError, AttributeError) as wrong:
        raise NotACodeSet("The file is not laid out as a code set.") from wrong
    except ValueError as wrong:
        raise NotACodeSet(str(wrong)) from wrong


def own_or_carried(id: str, home: Path | None) -> CodeSet:
    """The council's file for this set if there is one, otherwise the one carried here."""
    own = home / "council" / f"{id}.json" if home else None
    if own and own.is_file():
        return read(own.read_text("utf-8"))
    return read(files("goldenthread.rulebook").joinpath("data", f"{id}.json").read_text("utf-8"))


_HOME = os.environ.get("GOLDENTHREAD_HOME")

LEVELS_OF_NEED = own_or_carried("levels_of_need", Path(_HOME) if _HOME else None)

SETS = (LEVELS_OF_NEED,)
