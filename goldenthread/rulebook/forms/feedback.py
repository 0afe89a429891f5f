"""What children and families are asked, in words that a nine-year-old can read. Versioned: an answer is shown for ever
beside the question as it was asked.

Five questions are answered with a face, and each says which part of practice it speaks to, so that answers of different
forms are counted together. Nothing has to be answered.
"""

from __future__ import annotations

from collections.abc import Mapping

from goldenthread.kernel.form import Choice, Form, Kind, Question, Section
from goldenthread.rulebook.codes.voice import SETS

FACES = next(one for one in SETS if one.id == "feedback_face").choices()

ASPECTS: Mapping[str, str] = {
    "listened": "Listened to",
    "understood": "Understood why we were there",
    "respect": "Treated well",
    "promises": "We did what we said",
    "better": "Things are better",
}
"""What each face question speaks to, whoever answers."""

DIFFERENTLY, COME_BACK, REACH, NOT_SAFE, NOT_SAFE_WORDS = (
    "differently",
    "come_back",
    "reach",
    "not_safe",
    "not_safe_words",
)
LONGEST = 4_000  # characters of one answer
LONGEST_REACH = 200

_YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


def _face(key: str, label: str, why: str) -> Question:
    return Question(key, label, Kind.ONE_OF, choices=FACES, why=why)


def _words(label: str, hint: str = "") -> Question:
    return Question(
        DIFFERENTLY, label, Kind.LONG_TEXT, hint, longest=LONGEST, why="Read by the manager, who has to answer it."
    )


def _come_back(label: str, reach: str) -> tuple[Question, ...]:
    return (
        Question(
            COME_BACK, label, Kind.YES_NO, choices=_YES_NO, why="Nobody comes back to a person who does not want it."
        ),
        Question(REACH, reach, longest=LONGEST_REACH, why="Read by whoever comes back."),
    )


def _not_safe(label: str, hint: str, more: str) -> tuple[Question, ...]:
    return (
        Question(
            NOT_SAFE, label, Kind.SOME_OF, hint, choices=(Choice("yes", "Yes"),), why="A manager is told at once."
        ),
        Question(NOT_SAFE_WORDS, more, Kind.LONG_TEXT, longest=LONGEST, rows=3, why="Read by the manager at once."),
    )


CHILD = Form(
    id="feedback_child",
    version=1,
    title="For children and young people",
    sections=(
        Section(
            "faces",
            "How was it for you?",
            (
                _face("listened", "Did we listen to you?", "The child’s experience of being heard."),
                _face("understood", "Did you know why we came to see you?", "Whether our purpose was plain."),
                _face("respect", "Were we kind to you?", "How the child was treated."),
                _face("promises", "Did we do the things we said we would do?", "Whether promises were kept."),
                _face("better", "Are things better for you now?", "Whether it made a difference."),
            ),
        ),
        Section(
            "words", "Tell us more", (_words("What should we do differently?", "You can write as much as you like."),)
        ),
        Section(
            "safe",
            "Are you safe?",
            _not_safe(
                "Is anybody hurting you, or do you not feel safe?",
                "If you tick this box we tell a manager now. We may need to tell other people, to keep you safe.",
                "Do you want to say what is happening? You do not have to.",
            ),
        ),
        Section("after", "After this", _come_back("Can we talk to you about this?", "How should we reach you?")),
    ),
)

ADULT = Form(
    id="feedback_adult",
    version=1,
    title="For parents, carers and others",
    sections=(
        Section(
            "faces",
            "How was it for you?",
            (
                _face("listened", "Did we listen to you?", "The family’s experience of being heard."),
                _face("understood", "Did we tell you clearly why we were involved?", "Whether our purpose was plain."),
                _face("respect", "Did we treat you with respect?", "How the family was treated."),
                _face("promises", "Did we do the things we said we would do?", "Whether promises were kept."),
                _face("better", "Are things better for your family now?", "Whether it made a difference."),
            ),
        ),
        Section("words", "Tell us more", (_words("What should we do differently?"),)),
        Section(
            "safe",
            "Is everybody safe?",
            _not_safe(
                "Is anybody being hurt, or not safe, now?",
                "If you tick this box we tell a manager now. We may need to tell other people, to keep somebody safe.",
                "Do you want to say what is happening? You do not have to.",
            ),
        ),
        Section("after", "After this", _come_back("May we come back to you about this?", "How should we reach you?")),
    ),
)

FOR: Mapping[str, Form] = {"child": CHILD, "parent_carer": ADULT, "other": ADULT}
"""Which form each answers."""


def faces_of(form: Form) -> tuple[Question, ...]:
    """The questions that are answered with a face, in order."""
    return form.section("faces").questions
