"""What files told of a child that the record has no table of its own for."""

from __future__ import annotations

from datetime import date
from typing import Any

from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.public import loaded_of
from goldenthread.ui import words


class ChildLoaded(ChildPage):
    """Contacts, visits, time in care and leaving care as an authority's own system told them, each with its file."""

    template = "casework/child_loaded.html"
    part = "child_loaded"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        return {
            "tables": [
                {
                    "key": table.key.replace("_", "-"),
                    "title": table.title,
                    "rows": [
                        {
                            "key": row.key,
                            "when": words.day(row.happened_on) if row.happened_on else "",
                            "told": words.day(row.told_on),
                            "says": [
                                (label, words.day(said) if isinstance(said, date) else said)
                                for label, said in row.says
                                if said != row.happened_on
                            ],
                            "source": row.source,
                        }
                        for row in table.rows
                    ],
                    "more": table.all_rows - len(table.rows),
                }
                for table in loaded_of(child_id)
            ]
        }
