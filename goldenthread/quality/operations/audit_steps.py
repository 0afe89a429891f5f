"""What every operation of audit begins with: the right, the row, the step, and words that can be kept."""

from __future__ import annotations

from datetime import date, datetime

from goldenthread.access.public import Tie, User, require, untie
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow, Workflow
from goldenthread.quality.models import Audit
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import AUDIT
from goldenthread.ui.cleaning import LONGEST, kept_words


def locked(audit: int, act: str, by: User, at: datetime, *, moves: bool = True) -> tuple[Audit, str]:
    """Decides, locks the audit, and sees that the act is open now; returns it with the right.
    `moves` is false for an act that is no step of the audit's own, and is open until it closes.

    Raises `NotAllowed`, `Refused`, and `Audit.DoesNotExist`.
    """
    child = Audit.objects.values_list("child", flat=True).get(pk=audit)
    right = require(by, act, child, at=at).right
    found = Audit.objects.select_for_update(of=("self",)).select_related("round", "auditor").get(pk=audit)
    if moves:
        step(AUDIT, found.state, act)
    elif found.state == "closed":
        raise Refused("This audit is closed.")
    return found, right


def step(workflow: Workflow, state: str, act: str) -> str:
    """The state after an act. Raises `Refused` with the sentence when it is not open now."""
    try:
        return workflow.step(state, act)
    except NotNow as not_now:
        raise Refused(str(not_now)) from None


def needed(words: str, field: str, sentence: str, longest: int = LONGEST) -> str:
    """Words that must say something. Raises `Refused` with the sentence when they do not."""
    if says_nothing(words):
        raise Refused(sentence, field)
    return kept_words(words, field, longest)


def end_right(audit: Audit, auditor: int, today: date) -> None:
    """Ends an auditor's right to the child of this audit, unless another audit of hers of the same child goes on."""
    others = Audit.objects.filter(child=audit.child_id).exclude(pk=audit.pk).exclude(state="closed")
    if not (others.filter(auditor=auditor) | others.filter(second_auditor=auditor)).exists():
        untie(child=audit.child_id, kind=Tie.Kind.AUDIT, user=auditor, ends_on=today)
