"""The findings register: entered, answered, closed and reopened.

Every part of quality that finds something enters it here, in the words in which it was said.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import LedgerRow, User, record, record_many, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Finding, FindingAnswer, FindingChange, FindingChild
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.inspecting.themes import THEMES, themes_of
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import UNKEPT, kept_words
from goldenthread.ui.words import day

FIRST_DAY = date(1990, 1, 1)
ADVERSE = ("area_for_improvement", "priority_action")
"""What stays open until it is closed on evidence. A strength, or progress, asks nothing."""


@transaction.atomic
def enter_finding(
    *,
    source: str,
    about: str,
    words: str,
    polarity: str,
    themes: Collection[str] | None,
    found_on: date,
    by: User,
    at: datetime,
    children: Collection[int] = (),
    framework_tag: str = "",
    start: int | None = None,
    end: int | None = None,
) -> int:
    """Enters a finding in the register and returns its key.

    `source` and `polarity` are codes; `about` names the thing that found it ("audit:4"; empty where we hold none);
    `themes` are theme codes, or None to take those of which the words speak. `start` and `end` are its place in the
    text that it was read from. Each of `children` gets a line in the ledger. Raises `NotAllowed`, `Refused`.
    """
    right = require(by, "finding.enter", at=at).right
    problems = []
    if source not in SETS["finding_source"]:
        problems.append(("source", "Choose where the finding came from"))
    if polarity not in SETS["finding_polarity"]:
        problems.append(("polarity", "Choose what kind of finding it is"))
    if says_nothing(words):
        problems.append(("words", "Enter the words of the finding, as they were said"))
    problems += _day_problem(found_on, "found_on", at)
    if problems:
        raise Refused(problems=tuple(problems))
    kept = kept_words(words, "words")
    about, framework_tag = (" ".join(UNKEPT.sub("", one).split()) for one in (about, framework_tag))
    if len(about) > 40:
        raise Refused("Shorten this to 40 characters", "about")
    made = Finding.objects.create(
        source=source,
        about=about,
        words=kept,
        polarity=polarity,
        themes=[key for key in THEMES if key in (themes_of(kept) if themes is None else themes)],
        framework_tag=framework_tag[:200],
        found_on=found_on,
        start=start,
        end=end,
        status="open" if polarity in ADVERSE else "closed",
        entered_by=by,
        entered_at=at,
    )
    named = sorted(set(children))
    FindingChild.objects.bulk_create(FindingChild(finding=made, child_id=child) for child in named)
    subject, detail = f"finding:{made.pk}", {"source": source, "about": about if ":" in about else ""}
    if named:
        record_many([LedgerRow("finding.enter", child, subject) for child in named], by=by, at=at, right=right)
    else:
        record(act="finding.enter", by=by, at=at, subject=subject, right=right, detail=detail)
    return made.pk


@transaction.atomic
def answer_finding(
    *, finding: int, words: str, done_on: date, measure: str, measure_words: str, by: User, at: datetime
) -> int:
    """Records what was done about a finding and what the measure did after. Raises `NotAllowed`, `Refused`."""
    right = require(by, "finding.answer", at=at).right
    found = _locked(finding)
    problems = []
    if says_nothing(words):
        problems.append(("words", "Say what was done"))
    if measure not in SETS["measure_after"]:
        problems.append(("measure", "Choose what the measure did after"))
    elif measure != "not_known" and says_nothing(measure_words):
        problems.append(("measure_words", "Say which measure, and its figures before and after"))
    problems += _day_problem(done_on, "done_on", at)
    if not problems and done_on < found.found_on:
        problems.append(("done_on", f"It was found on {day(found.found_on)}: what was done about it came after"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = FindingAnswer.objects.create(
        finding=found,
        done_on=done_on,
        words=kept_words(words, "words"),
        measure=measure,
        measure_words=kept_words(measure_words, "measure_words"),
        recorded_by=by,
        recorded_at=at,
    )
    record(act="finding.answer", by=by, at=at, subject=f"finding:{finding}", right=right, detail={"measure": measure})
    return made.pk


@transaction.atomic
def close_finding(*, finding: int, because: str, on: date, by: User, at: datetime) -> None:
    """Closes a finding on evidence. Raises `NotAllowed`; `Refused` when it is closed, or nothing says why."""
    right = require(by, "finding.close", at=at).right
    found = _locked(finding)
    if found.status == "closed":
        raise Refused("This finding is closed already.")
    problems = [("because", "Say on what evidence it closes: the re-test and the measure")] * says_nothing(because)
    problems += _day_problem(on, "on", at)
    last = found.changes.order_by("-on", "-pk").first()
    since = last.on if last else found.found_on
    if not problems and on < since:
        problems.append(("on", f"It has been open since {day(since)}: it cannot close before that"))
    if problems:
        raise Refused(problems=tuple(problems))
    _change(found, "closed", on, because, by, at)
    record(act="finding.close", by=by, at=at, subject=f"finding:{finding}", right=right)


@transaction.atomic
def reopen_finding(*, finding: int, because: str, on: date, by: User | None, at: datetime) -> None:
    """Reopens a closed finding; `by` is None where the measure did it. Raises `NotAllowed`, `Refused`."""
    right = require(by, "finding.reopen", at=at).right if by else "measure"
    found = _locked(finding)
    if found.status != "closed" or found.polarity not in ADVERSE:
        raise Refused("Only a finding that was closed can be reopened.")
    problems = [("because", "Say what shows that it has slipped")] * says_nothing(because)
    problems += _day_problem(on, "on", at)
    if problems:
        raise Refused(problems=tuple(problems))
    _change(found, "reopened", on, because, by, at)
    record(act="finding.reopen", by=by, at=at, subject=f"finding:{finding}", right=right)


def _change(found: Finding, to: str, on: date, because: str, by: User | None, at: datetime) -> None:
    FindingChange.objects.create(finding=found, to=to, on=on, because=kept_words(because, "because"), by=by, at=at)
    found.status = to
    found.save(update_fields=["status"])


def _locked(finding: int) -> Finding:
    found = Finding.objects.select_for_update().filter(pk=finding).first()
    if found is None:
        raise Refused("There is no such finding.")
    return found


def _day_problem(given: date | None, field: str, at: datetime) -> list[tuple[str, str]]:
    if given is None:
        return [(field, "Enter a day, such as 3 March 2026")]
    if given > timezone.localdate(at):
        return [(field, f"{day(given)} has not come yet")]
    if given < FIRST_DAY:
        return [(field, "Enter a day after 1 January 1990")]
    return []
