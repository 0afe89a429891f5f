"""A person's values in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from goldenthread.rulebook.codes import SETS
from goldenthread.ui.words import day, join_names

_SETS = {
    "sex": "sex",
    "birth_certainty": "birth_certainty",
    "ethnicity": "ethnicity",
    "language": "language",
    "interpreter": "interpreter",
    "religion": "religion",
    "immigration_status": "immigration_status",
    "nhs_number_source": "information_source",
    "nhs_number_trace": "nhs_trace",
    "upn_unknown": "upn_unknown",
    "gender": "gender",
}


def value_in_words(column: str, value: Any) -> str:
    """One value as a person reads it; empty for nothing. A value in its recorded form (text) is read as well."""
    if value in (None, "", []):
        return ""
    if column in ("born_on", "expected_on", "died_on"):
        return day(value if isinstance(value, date) else date.fromisoformat(value))
    if column == "disabilities":
        return join_names(SETS["disability"].label(code) for code in value)
    if column == "nhs_number":
        return f"{value[:3]} {value[3:6]} {value[6:]}"
    return SETS[_SETS[column]].label(value) if column in _SETS else str(value)
