"""Saving anything that has sections while it is typed: nothing lost, and a clash of two writers kept until merged.

A thing with sections is a row with the related names `sections` and `clashes` (`models.sections`). Its own module
decides who may write, locks the row, calls `keep` or `settle` inside that transaction, writes what its columns and
clocks read from the answers, and enters the ledger:

    kept = sections.keep(found, key, section, answers, based_on=version, by=by, at=at)
    if isinstance(kept, Saved) and kept.changed: ...

A save says on which version of the part it was built. When somebody else has saved since, and the words differ, what
was typed is kept as a clash beside what stands, and both writers see it. Parts never clash with one another. One
person's own later words follow her earlier ones when nothing of those is gone (a save whose answer was lost on the
way); otherwise her two windows clash like two people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, Protocol

from goldenthread.access.public import User
from goldenthread.casework.models.sections import ClashText, SectionText
from goldenthread.kernel.form import Kind, Section
from goldenthread.kernel.refusal import Refused

LONGEST_LINE = 500


class Sectioned(Protocol):
    """A row with parts, locked by whoever calls."""

    pk: int
    sections: Any
    clashes: Any


@dataclass(frozen=True, slots=True)
class Saved:
    """The part stands at `version` since `at`, with `answers`; `changed` is false when it stood so already."""

    version: int
    at: datetime
    answers: Mapping[str, Any] = field(default_factory=dict, compare=False)
    changed: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else changed the part first. Nothing is lost: `yours` is kept as clash `key` beside `theirs`."""

    key: int
    yours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    by: str
    at: datetime
    version: int


def keep(
    thing: Sectioned, key: str, section: Section, answers: Mapping[str, Any], *, based_on: int, by: User, at: datetime
) -> Saved | Clash:
    """Saves one part as far as it has been typed; nothing is required yet. `based_on` is 0 for a part nobody saved.

    Raises `Refused` for what cannot be kept (a null character, more than the question holds).
    """
    clean = checked(section, answers)
    stands = thing.sections.filter(key=key).select_related("saved_by").first()
    if stands is None:
        made = thing.sections.create(key=key, answers=clean, version=1, saved_by=by, saved_at=at)
        return Saved(made.version, at, clean)
    if stands.answers == clean:
        return Saved(stands.version, stands.saved_at, clean, changed=False)
    if stands.version != based_on and not (stands.saved_by_id == by.pk and follows(stands.answers, clean)):
        kept, _ = thing.clashes.update_or_create(
            key=key,
            written_by=by,
            settled_at=None,
            defaults={"answers": clean, "based_on": based_on, "written_at": at},
        )
        return _clash(kept, stands, clean)
    return _put(stands, clean, by, at)


def settle(
    thing: Sectioned,
    clash: ClashText,
    section: Section,
    answers: Mapping[str, Any],
    *,
    based_on: int,
    by: User,
    at: datetime,
) -> Saved | Clash:
    """Settles a clash with the words somebody chose or wrote, looking at both. What was not chosen stays on record.

    `based_on` is the version of the part that was shown beside the clash: when that has moved again, the merge itself
    is a clash. Raises `Refused`, also when the clash was settled already.
    """
    clash.refresh_from_db()
    if clash.settled_at is not None:
        raise Refused("These words were merged already. Look at the part as it stands now.")
    clean = checked(section, answers)
    stands = thing.sections.select_related("saved_by").get(key=clash.key)
    if stands.version != based_on and stands.answers != clean:
        return _clash(clash, stands, clean)
    clash.settled_by, clash.settled_at = by, at
    clash.save(update_fields=["settled_by", "settled_at"])
    return _put(stands, clean, by, at)


def _put(stands: SectionText, clean: dict[str, Any], by: User, at: datetime) -> Saved:
    stands.answers, stands.version = clean, stands.version + 1
    stands.saved_by, stands.saved_at = by, at
    stands.save()
    return Saved(stands.version, at, clean)


def _clash(kept: ClashText, stands: SectionText, clean: dict[str, Any]) -> Clash:
    return Clash(kept.pk, clean, stands.answers, stands.saved_by.name, stands.saved_at, stands.version)


def checked(section: Section, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that the section asks for, each within what can be kept. Raises `Refused` with a sentence each."""
    problems, clean = [], {}
    for question in section.every_question():
        value = answers.get(question.key)
        if value in (None, "", [], {}):
            continue
        longest = question.longest if question.kind is Kind.LONG_TEXT else min(question.longest, LONGEST_LINE)
        texts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]
        for text in texts:
            if isinstance(text, str) and "\x00" in text:
                problems.append((question.key, f"‘{question.label}’ holds a null character, which can’t be kept"))
            elif isinstance(text, str) and len(text) > longest:
                problems.append(
                    (question.key, f"‘{question.label}’ holds {len(text):,} characters: {longest:,} can be kept")
                )
            elif not isinstance(text, str | bool | int):
                problems.append((question.key, f"‘{question.label}’ can’t be kept as it came"))
        if question.kind in (Kind.ONE_OF, Kind.SOME_OF):
            known = {choice.value for choice in question.choices}
            if any(text not in known for text in texts):
                problems.append((question.key, f"Choose from the answers to ‘{question.label}’"))
        if isinstance(value, list | tuple) and len(value) > len(question.choices):
            problems.append((question.key, f"‘{question.label}’ holds more answers than there are"))
        clean[question.key] = list(value) if isinstance(value, tuple) else value
    if problems:
        raise Refused(problems=tuple(problems))
    return clean


def follows(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """Whether nothing of the earlier words is gone from the later ones."""
    for name, was in earlier.items():
        now = later.get(name)
        if now == was:
            continue
        if not (isinstance(was, str) and isinstance(now, str)):
            return False
        steps = SequenceMatcher(None, was.split(), now.split(), autojunk=False).get_opcodes()
        # The last word may have been cut while it was typed.
        if any(kind in ("delete", "replace") and b - a > 1 for kind, a, b, _, _ in steps):
            return False
        if any(kind == "replace" and not now.split()[c].startswith(was.split()[a]) for kind, a, _, c, _ in steps):
            return False
        if any(kind == "delete" for kind, *_ in steps):
            return False
    return True
