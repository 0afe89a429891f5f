"""The transfer checklist: what is in order before a child's work moves to another team. Versioned like every form."""

from __future__ import annotations

from goldenthread.kernel.form import Choice, Form, Kind, Question, Section

YES, NO, DOES_NOT_APPLY = "yes", "no", "na"

_ANSWERS = (Choice(YES, "Yes"), Choice(NO, "No"), Choice(DOES_NOT_APPLY, "Does not apply"))


def _asked(key: str, label: str, why: str) -> Question:
    return Question(key, label, Kind.ONE_OF, choices=_ANSWERS, required=True, why=why)


TRANSFER = Form(
    id="transfer",
    version=1,
    title="Transfer checklist",
    sections=(
        Section(
            "checklist",
            "Transfer checklist",
            (
                _asked(
                    "record_current",
                    "Are the notes, the family, ethnicity and addresses up to date?",
                    "The new worker reads this record instead of asking the family everything again.",
                ),
                _asked(
                    "chronology",
                    "Does the chronology say what happened, up to this week?",
                    "A pattern is lost at every change of worker unless it is written.",
                ),
                _asked(
                    "family_tree",
                    "Does the picture of the family show everybody who matters to the child?",
                    "Fathers, partners and grandparents drop out of sight when work moves.",
                ),
                _asked(
                    "assessment",
                    "Is the latest assessment authorised?",
                    "Nobody should be handed an assessment that only its writer can finish.",
                ),
                _asked(
                    "plan",
                    "Is the plan current, with outcomes that can be measured?",
                    "The plan goes on through the move; it does not start again.",
                ),
                _asked(
                    "visits",
                    "Has the child been seen within the time the plan asks?",
                    "The gap around a transfer is where a child is not seen.",
                ),
                _asked(
                    "supervised",
                    "Does the record hold the latest supervision or management decision?",
                    "The receiving manager must know what was directed and what was not done.",
                ),
                _asked(
                    "dates",
                    "Are court, conference and review dates, and what is still to do, written below?",
                    "A date that only the old worker knows will be missed.",
                ),
                _asked(
                    "audited",
                    "Have you, as manager, read the file yourself?",
                    "The sending manager answers for the state in which the work moves.",
                ),
                _asked(
                    "introduced",
                    "Is a joint visit arranged, so that the family meets the new worker?",
                    "A child should hear of a new worker from somebody the child knows.",
                ),
            ),
            hint="Answer each. Where the answer is no, say who puts it right and by when.",
        ),
    ),
)
