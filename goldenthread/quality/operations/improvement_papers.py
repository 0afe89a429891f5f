"""Board papers: a person's narrative beside the evidence of a plan, signed by somebody who answers for it.

The evidence is read from the plan until the paper is signed, and kept as it stood then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from goldenthread.access.public import User, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import BoardPaper
from goldenthread.quality.operations.improvement import locked
from goldenthread.quality.queries.improvement_papers import WORDS, last_facts
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_words
from goldenthread.ui.words import day

NEEDED = {
    "why": "Say why it changed, or did not, and how sure you are",
    "so_what": "Say what it means for children",
    "what_next": "Say what happens next, who does it and by when",
    "last_time": "Say what last time’s action did, or that this is the first paper",
}


@dataclass(frozen=True, slots=True)
class PaperSaid:
    """What a person writes for a board."""

    meeting_on: date
    why: str = ""
    so_what: str = ""
    what_next: str = ""
    last_time: str = ""


@transaction.atomic
def write_paper(*, plan: int, said: PaperSaid, paper: int | None = None, by: User, at: datetime) -> int:
    """Begins a paper, or goes on with one that is not signed; returns its key. Raises `NotAllowed`, `Refused`."""
    _, right = locked(plan, "board_paper.write", by, at)
    twin = BoardPaper.objects.filter(plan=plan, meeting_on=said.meeting_on).exclude(pk=paper).first()
    if twin is not None:
        raise Refused(f"There is a paper for {day(said.meeting_on)} already", "meeting_on")
    made = _unsigned(paper) if paper is not None else BoardPaper(plan_id=plan)
    if made.plan_id != plan:
        raise Refused("There is no such paper.")
    made.meeting_on, made.written_by, made.written_at = said.meeting_on, by, at
    for name in WORDS:
        setattr(made, name, kept_words(getattr(said, name), name))
    made.save()
    record(act="board_paper.write", by=by, at=at, subject=f"board_paper:{made.pk}", right=right, detail={"plan": plan})
    return made.pk


@transaction.atomic
def sign_paper(*, paper: int, by: User, at: datetime) -> None:
    """Signs a paper: its evidence is kept as it stands now, and it changes no more. Raises `NotAllowed`; `Refused` for
    what is not written yet."""
    right = require(by, "board_paper.sign", at=at).right
    found = _unsigned(paper)
    problems = tuple(("", sentence) for name, sentence in NEEDED.items() if says_nothing(getattr(found, name)))
    if problems:
        raise Refused(problems=problems)
    found.facts = last_facts(found.plan_id, meeting_on=found.meeting_on, reader=by, at=at)
    found.signed_by, found.signed_at = by, at
    found.save(update_fields=["facts", "signed_by", "signed_at"])
    record(act="board_paper.sign", by=by, at=at, subject=f"board_paper:{paper}", right=right)


def _unsigned(paper: int) -> BoardPaper:
    found = BoardPaper.objects.select_for_update(of=("self",)).select_related("signed_by").filter(pk=paper).first()
    if found is None:
        raise Refused("There is no such paper.")
    if found.signed_at is not None and found.signed_by is not None:
        raise Refused(f"{found.signed_by.name} signed this paper on {day(found.signed_at)}, so it changes no more.")
    return found
