"""What a contact must say before it can be sent for a decision. A rule anybody can read; each gap is a sentence.

Source: front-door practice (what is always captured), the information-sharing advice of May 2024 (reasons on record
whichever way we go), and inspection findings on blank ethnicity and history that nobody weighed. While somebody is
writing, none of this stops her: it is the list "Still to do before you send".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.contact import LEAST_REASON, NOT_KNOWN

EARLIEST_BIRTH_OF_A_CHILD = 25  # years before the contact: a "child" older than this is a slip of the pen


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in the contact. `line` is the key of the line; `name` what to call the person."""

    line: int
    part: str
    name: str
    born_on: date | None = None
    expected_on: date | None = None
    matched: bool = False
    ethnicity: str = ""
    ethnicity_not_known_because: str = ""
    said_to_harm: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A contact as far as it has been written: the answers of each part, its people, and what nobody has weighed."""

    received_on: date
    answers: Mapping[str, Mapping[str, Any]]
    people: Sequence[Named] = ()
    unweighed: int = 0
    clashes: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing or wrong: in which part, at which field, in a sentence that says what to do."""

    section: str
    field: str
    sentence: str


def gaps(written: Written) -> tuple[Gap, ...]:
    """Everything that stands between this contact and a decision, in the order of the page."""
    found = [
        *_what_happened(written),
        *_who(written),
        *_worries(written),
        *_ethnicity(written),
        *_family_knows(written),
        *_history(written),
        *_send(written),
    ]
    found += [
        Gap(
            key.partition(":")[0],
            f"clash-{key}",
            "Two people changed the same words: choose between them, or merge them",
        )
        for key in written.clashes
    ]
    return tuple(found)


def reason_needed(answers: Mapping[str, Any]) -> bool:
    """Whether the answers about the family's knowledge ask for a written reason (consent model)."""
    return any(
        answers.get(key) in SETS[key] and SETS[key].get(answers[key]).reason
        for key in ("parents_informed", "agreement_to_checks")
    )


def _blank(written: Written, section: str, key: str) -> bool:
    value = written.answers.get(section, {}).get(key)
    return not value or (isinstance(value, str) and not value.strip())


def _asked(written: Written, section: str, *asked: tuple[str, str]) -> list[Gap]:
    return [Gap(section, key, sentence) for key, sentence in asked if _blank(written, section, key)]


def _what_happened(written: Written) -> list[Gap]:
    found = _asked(written, "what_happened", ("narrative", "Say what happened, as you heard it"))
    answers = written.answers.get("what_happened", {})
    if answers.get("source") != "9":
        found += _asked(written, "what_happened", ("referrer_name", "Enter the name of the person who told us"))
    found += _asked(
        written,
        "what_happened",
        ("source", "Choose where the contact is counted as coming from"),
        ("how_known", "Choose how the person who told us knows"),
    )
    if isinstance(answers.get("received"), dict):
        found.append(Gap("what_happened", "received-day", "When it reached us must be a real date and time"))
    return found


def _who(written: Written) -> list[Gap]:
    found = []
    children = [one for one in written.people if one.part == "child"]
    if not children:
        found.append(Gap("who", "person-new", "Name at least one child, or say “not known” as the name"))
    for one in written.people:
        if one.part == "child" and one.born_on is not None:
            if one.born_on > written.received_on:
                sentence = f"{one.name} cannot be born after the contact came in: check the date of birth"
                found.append(Gap("who", f"person-{one.line}", sentence))
            elif written.received_on.year - one.born_on.year > EARLIEST_BIRTH_OF_A_CHILD:
                sentence = f"{one.name} would be {written.received_on.year - one.born_on.year}: check the date of birth"
                found.append(Gap("who", f"person-{one.line}", sentence))
        if not one.matched and one.part in ("child", "parent"):
            sentence = f"Say whether {one.name} is somebody we know"
            found.append(Gap("who", f"person-{one.line}", sentence))
    found += _asked(
        written, "who", ("household", "Say who else is at home or looks after the children, or that nobody knows")
    )
    return found


def _worries(written: Written) -> list[Gap]:
    found = _asked(
        written,
        "worries",
        ("concerns", "Tick at least one worry"),
        ("safe_now", "Say where the children are now and who is with them, or that nobody knows"),
        ("priority", "Choose how soon this must be decided"),
        ("level_of_need", "Choose a level of need, as you see it"),
    )
    answers = written.answers.get("worries", {})
    if "domestic_abuse" in (answers.get("concerns") or ()):
        found += _asked(
            written,
            "worries",
            ("abuse_where_now", "Say where the person said to cause harm is now, or that nobody knows"),
        )
    return found


def _ethnicity(written: Written) -> list[Gap]:
    found = []
    for one in written.people:
        if one.part != "child":
            continue
        if not one.ethnicity:
            sentence = f"Choose {one.name}’s ethnicity, or say why it is not known"
            found.append(Gap("ethnicity", f"ethnicity-{one.line}-ethnicity", sentence))
        elif one.ethnicity in NOT_KNOWN and not one.ethnicity_not_known_because:
            sentence = f"Say why {one.name}’s ethnicity is not known"
            found.append(Gap("ethnicity", f"ethnicity-{one.line}-ethnicity_not_known_because", sentence))
    return found


def _family_knows(written: Written) -> list[Gap]:
    found = _asked(
        written,
        "family_knows",
        ("sharing_basis", "Choose our lawful basis for sharing"),
        ("parents_informed", "Say whether the parents have been told"),
        ("agreement_to_checks", "Say whether a parent agreed to us asking other agencies"),
        ("agreement_to_service", "Say whether the family agreed to a service"),
        ("objection", "Say whether anyone has objected"),
        ("child_view", "Say what the child’s own view is, or that the child has not been asked"),
        ("responsibility", "Name who with parental responsibility was told or asked, or say that nobody was"),
    )
    answers = written.answers.get("family_knows", {})
    reason = str(answers.get("consent_rationale") or "").strip()
    if reason_needed(answers) and len(reason) < LEAST_REASON:
        sentence = "Say why it is right not to tell the parents, or to go ahead without asking: a sentence or two"
        found.append(Gap("family_knows", "consent_rationale", sentence))
    return found


def _history(written: Written) -> list[Gap]:
    found = []
    if written.unweighed:
        many = "piece" if written.unweighed == 1 else "pieces"
        sentence = f"Read {written.unweighed} earlier {many} of work, or set them aside with a reason"
        found.append(Gap("history", "known", sentence))
    return found + _asked(written, "history", ("history_means", "Say what the history means now"))


def _send(written: Written) -> list[Gap]:
    return _asked(
        written,
        "send",
        ("summary", "Say in one line what this is about"),
        ("suggested_outcome", "Say what you think should happen"),
    )
