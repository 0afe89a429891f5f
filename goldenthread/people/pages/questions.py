"""What the pages of people ask, as sections of questions. The choices are the rulebook's."""

from __future__ import annotations

from goldenthread.kernel.form import Choice, Kind, Question, Section
from goldenthread.rulebook.codes import RELATIONSHIP_KINDS, SETS


def _of(set_id: str, *, but: tuple[str, ...] = ()) -> tuple[Choice, ...]:
    return tuple(choice for choice in SETS[set_id].choices() if choice.value not in but)


def _fact(column: str, kind: Kind = Kind.TEXT, **words: object) -> Question:
    return Question(column, SETS["identity_fact"].label(column), kind, **words)  # type: ignore[arg-type]  # words of a question


SOURCE = Question(
    "source",
    "Where did this come from?",
    hint="For example, “mother, by telephone” or “birth certificate, seen”",
    required=True,
    longest=120,
)

GROUPS: dict[str, Section] = {
    "birth": Section(
        "birth",
        "Name and birth",
        (
            _fact("given_names", longest=120, autocomplete="off"),
            _fact("family_name", longest=120, autocomplete="off"),
            _fact("born_on", Kind.DATE),
            _fact("birth_certainty", Kind.ONE_OF, choices=_of("birth_certainty")),
            _fact("expected_on", Kind.DATE, hint="Only for a child who was not born when we first heard"),
            _fact("died_on", Kind.DATE, hint="Leave empty unless the person has died"),
            SOURCE,
        ),
    ),
    "identity": Section(
        "identity",
        "Sex, gender and ethnicity",
        (
            _fact("sex", Kind.ONE_OF, choices=_of("sex"), hint="As the census asks it"),
            _fact("gender", longest=40, hint="In the person’s own words"),
            _fact("pronouns", longest=40),
            _fact("ethnicity", Kind.ONE_OF, choices=_of("ethnicity")),
            _fact("ethnicity_in_own_words", longest=120),
            _fact("ethnicity_not_known_because", longest=200),
            SOURCE,
        ),
    ),
    "language": Section(
        "language",
        "Language, belief and status",
        (
            _fact("language", Kind.ONE_OF, choices=_of("language")),
            _fact(
                "interpreter", longest=60, hint="For example, “no”, “Polish, by telephone” or “British Sign Language”"
            ),
            _fact("religion", Kind.ONE_OF, choices=_of("religion")),
            _fact("immigration_status", Kind.ONE_OF, choices=_of("immigration_status")),
            SOURCE,
        ),
    ),
    "disability": Section(
        "disability",
        "Disability",
        (_fact("disabilities", Kind.SOME_OF, choices=_of("disability")), SOURCE),
    ),
    "numbers": Section(
        "numbers",
        "Numbers",
        (
            _fact("nhs_number", hint="10 figures, with or without spaces", longest=20),
            _fact("nhs_number_source", Kind.ONE_OF, choices=_of("information_source")),
            _fact("nhs_number_trace", Kind.ONE_OF, choices=_of("nhs_trace")),
            _fact("upn", hint="A letter and 12 characters", longest=20),
            _fact("former_upn", longest=20),
            _fact("upn_unknown", Kind.ONE_OF, choices=_of("upn_unknown")),
            _fact("la_child_id", longest=32),
            SOURCE,
        ),
    ),
    "work": Section("work", "Work", (_fact("job_title", longest=120), SOURCE)),
}

ADD = Section(
    "add",
    "Add a person",
    (
        Question(
            "kind",
            "Who is this?",
            Kind.ONE_OF,
            required=True,
            choices=(
                Choice("child", "A child, or a baby not born yet"),
                Choice("adult", "An adult"),
                Choice("professional", "A professional"),
            ),
        ),
        _fact("given_names", longest=120, autocomplete="off"),
        _fact("family_name", longest=120, autocomplete="off"),
        _fact("born_on", Kind.DATE),
        _fact("expected_on", Kind.DATE, hint="For a baby not born yet"),
        _fact("sex", Kind.ONE_OF, choices=_of("sex")),
        _fact("nhs_number", hint="10 figures, if you have it", longest=20),
        SOURCE,
    ),
)

NAME = Section(
    "name",
    "Add a name",
    (
        Question("kind", "What kind of name is it?", Kind.ONE_OF, required=True, choices=_of("name_kind")),
        _fact("given_names", longest=120, autocomplete="off"),
        _fact("family_name", longest=120, autocomplete="off"),
        Question("starts_on", "Used from", Kind.DATE),
        Question("ends_on", "Used until", Kind.DATE),
        SOURCE,
    ),
)

ADDRESS = Section(
    "address",
    "Add an address",
    (
        Question("lines", "Address", Kind.LONG_TEXT, rows=3, required=True, longest=300, hint="Without the postcode"),
        Question("postcode", "Postcode", longest=10, autocomplete="off"),
        Question("kind", "What kind of address is it?", Kind.ONE_OF, required=True, choices=_of("address_kind")),
        Question("starts_on", "Moved in on", Kind.DATE, required=True),
        Question("ends_on", "Left on", Kind.DATE, hint="Leave empty if they live there now"),
        Question(
            "confidential",
            "Must it be kept from other people?",
            Kind.YES_NO,
            required=True,
            hint="A confidential address is seen only by those who need it, and never in a search",
        ),
        SOURCE,
    ),
)

REACH = Section(
    "reach",
    "Add a telephone number or email",
    (
        Question("kind", "What is it?", Kind.ONE_OF, required=True, choices=_of("contact_detail_kind")),
        Question("value", "Number or email", required=True, longest=120, autocomplete="off"),
        Question("safe", "Is it safe to use?", Kind.ONE_OF, required=True, choices=_of("safe_to_use")),
        Question(
            "note", "What to know before using it", longest=200, hint="For example, “text first, never after 6pm”"
        ),
        SOURCE,
    ),
)

ENDED = Section("ended", "When did it end?", (Question("ends_on", "Last day", Kind.DATE, required=True),))

CONFIRM = Section("confirm", "Still true?", (SOURCE,))

BORN = Section(
    "born",
    "The baby is born",
    (
        _fact("born_on", Kind.DATE, required=True),
        _fact("given_names", longest=120, hint="Leave empty if the baby has no name yet"),
        _fact("family_name", longest=120),
        _fact("sex", Kind.ONE_OF, choices=_of("sex")),
        SOURCE,
    ),
)


def relationship(person: str, other: str) -> Section:
    """Asks what `other` is to `person`; both are names."""
    offered = tuple(Choice(kind.id, kind.label) for kind in RELATIONSHIP_KINDS.values() if kind.offered)
    return Section(
        "relationship",
        f"What is {other} to {person}?",
        (
            Question(
                "kind",
                "Relationship",
                Kind.ONE_OF,
                hint=f"{other} is the … of {person}",
                required=True,
                choices=offered,
            ),
            Question("starts_on", "Since", Kind.DATE, hint="Leave empty for a relationship by birth"),
            Question("note", "Anything to know about it", longest=200),
            Question(
                "how",
                "Parental responsibility",
                Kind.ONE_OF,
                hint=f"Choose only if {other} holds it for {person}",
                choices=_of("responsibility_how"),
            ),
            SOURCE,
        ),
    )


RESPONSIBILITY = Section(
    "responsibility",
    "A council holds parental responsibility",
    (
        Question("authority", "Name of the council", required=True, longest=120),
        Question("how", "How did it come to be?", Kind.ONE_OF, required=True, choices=_of("responsibility_how")),
        Question("starts_on", "From", Kind.DATE),
        SOURCE,
    ),
)

FAMILY = Section(
    "family",
    "Make a family",
    (
        Question(
            "name", "What is this family called?", required=True, longest=120, hint="For example, “Carter and Reid”"
        ),
    ),
)

NAMED = Section(
    "named",
    "Add somebody named in a note",
    (
        Question("name", "Name", required=True, longest=120),
        Question(
            "kind",
            "What are they to the child?",
            Kind.ONE_OF,
            required=True,
            choices=tuple(Choice(kind.id, kind.label) for kind in RELATIONSHIP_KINDS.values() if kind.offered),
        ),
        SOURCE,
    ),
)

NOT_FAMILY = Section(
    "not_family",
    "Set a name aside",
    (
        Question("name", "Name as it stands in the notes", required=True, longest=120),
        Question(
            "reason",
            "Why is this nobody of the family?",
            required=True,
            longest=200,
            hint="For example: a teacher, or the same person under another name",
        ),
    ),
)

JOINED = Section(
    "joined",
    "Add to a family",
    (Question("starts_on", "From which day do we work with them as one family?", Kind.DATE, hint="If known"),),
)

_WARNING_DATES = (
    Question("review_on", "Look at it again on", Kind.DATE, required=True),
    Question("expires_on", "Stop showing it on", Kind.DATE, required=True, hint="At most 2 years from today"),
)

WARNING = Section(
    "warning",
    "Add a warning note",
    (
        Question("kind", "What is the warning about?", Kind.ONE_OF, required=True, choices=_of("warning_note_kind")),
        Question(
            "words",
            "What is the danger, and what should staff do?",
            Kind.LONG_TEXT,
            required=True,
            longest=2_000,
            hint="Facts, with dates. The person may read this.",
        ),
        Question(
            "disclosed",
            "Does the person know of this note?",
            Kind.YES_NO,
            required=True,
            choices=(
                Choice(
                    "no",
                    "No",
                    follow_ups=(
                        Question("not_disclosed_because", "Why have they not been told?", required=True, longest=300),
                    ),
                ),
            ),
        ),
        *_WARNING_DATES,
        SOURCE,
    ),
)

WARNING_REVIEW = Section(
    "review",
    "Does the warning still hold?",
    (
        Question(
            "words", "What is the danger now, and what should staff do?", Kind.LONG_TEXT, required=True, longest=2_000
        ),
        *_WARNING_DATES,
    ),
)

WARNING_END = Section(
    "end",
    "End this warning note",
    (Question("because", "Why does it no longer hold?", required=True, longest=300),),
)

UNMERGE = Section(
    "unmerge",
    "Undo this merge",
    (
        Question(
            "reason", "How do you know that these are two people?", Kind.LONG_TEXT, required=True, longest=2_000, rows=3
        ),
    ),
)

AGENCY = Section(
    "agency",
    "Agency",
    (
        Question("name", "Name", required=True, longest=160),
        Question("kind", "Kind", Kind.ONE_OF, required=True, choices=_of("agency_kind")),
        Question("phone", "Telephone", longest=40),
        Question("email", "Email", longest=254),
        Question("asked_in_screening", "Is it asked in screening checks?", Kind.YES_NO, required=True),
        Question("closed_on", "Closed on", Kind.DATE, hint="Leave empty while it is open"),
    ),
)
