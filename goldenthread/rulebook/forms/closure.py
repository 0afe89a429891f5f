"""The closing checklist: what is looked at before work with a child ends. Versioned: old answers show as asked."""

from __future__ import annotations

from goldenthread.kernel.form import Choice, Form, Kind, Question, Section

YES, NO, DOES_NOT_APPLY = "yes", "no", "na"

_ANSWERS = (Choice(YES, "Yes"), Choice(NO, "No"), Choice(DOES_NOT_APPLY, "Does not apply"))


def _asked(key: str, label: str, why: str) -> Question:
    return Question(key, label, Kind.ONE_OF, choices=_ANSWERS, required=True, why=why)


CLOSURE = Form(
    id="closure",
    version=1,
    title="Closing checklist",
    sections=(
        Section(
            "checklist",
            "Closing checklist",
            (
                _asked(
                    "seen_alone",
                    "Has the child been seen alone within the last 4 weeks?",
                    "What is different for the child is best known from the child.",
                ),
                _asked(
                    "bedroom",
                    "Has somebody seen where the child sleeps within the last 4 weeks?",
                    "Conditions at home change after the last visit that is expected.",
                ),
                _asked(
                    "agencies_told",
                    "Do the school, health visitor or doctor know that we are closing, and agree?",
                    "They are the ones who will see it first if it returns.",
                ),
                _asked(
                    "parents_told",
                    "Has everybody with parental responsibility been told?",
                    "A parent who lives elsewhere is told as well.",
                ),
                _asked(
                    "plan_shared",
                    "Does the family have in writing what is in place and whom to ask for help?",
                    "Read by the family when something goes wrong.",
                ),
                _asked(
                    "record_complete",
                    "Are the chronology, the family and the last visit up to date on the record?",
                    "Read by whoever opens this record next.",
                ),
            ),
            hint="Answer each. Where the answer is no, say why closing is right all the same.",
        ),
    ),
)
