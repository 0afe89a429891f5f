"""A case note: what happened, when, and whether it changed something for the child."""

from __future__ import annotations

from goldenthread.kernel.form import Choice, Form, Kind, Question, Section
from goldenthread.rulebook.codes import SETS

LONGEST = 100_000  # characters
LONGEST_MEANING = 500

_MEANING = Question(
    "meaning",
    "What does it mean for the child?",
    Kind.LONG_TEXT,
    required=True,
    longest=LONGEST_MEANING,
    rows=2,
    why="The chronology says it beside the day. Read by whoever works with the child next.",
)

NOTE = Form(
    id="note",
    version=1,
    title="Note",
    sections=(
        Section(
            "note",
            "Note",
            (
                Question(
                    "kind", "What kind of note is it?", Kind.ONE_OF, choices=SETS["note_kind"].choices(), required=True
                ),
                Question("happened_at", "When did it happen?", Kind.MOMENT, required=True),
                Question(
                    "words",
                    "What happened?",
                    Kind.LONG_TEXT,
                    hint="In the order it happened. Write as if the child and the family will read it, because they "
                    "may.",
                    required=True,
                    longest=LONGEST,
                    rows=12,
                ),
                Question(
                    "significant",
                    "Does it belong in the chronology?",
                    Kind.YES_NO,
                    hint="The chronology is for what changed something for the child, good or bad.",
                    choices=(Choice("yes", "Yes", follow_ups=(_MEANING,)),),
                ),
            ),
        ),
    ),
)
