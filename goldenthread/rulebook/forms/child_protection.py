"""The questions of a strategy discussion, an enquiry and a conference.

Each is made for its meeting: one set of questions for each child, and one for each person asked. So these are not
stored as versions: the answers go into the record's own columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from goldenthread.kernel.form import Choice, Kind, Question, Section
from goldenthread.rulebook.codes import SETS

LONGEST = 100_000  # characters

AGENCIES = ("social_care", "police", "health", "education", "other")
"""Those for whom a strategy discussion has a line of its own."""

STRATEGY_ACTIONS = 4
OUTLINE_LINES = 3
ASKED_LINES = 8
EXTRA_LINES = 2

type Group = tuple[str, str, tuple[Question, ...]]
"""Questions under a heading: its id, its words, the questions."""


def strategy_groups(*, calling: bool, siblings: Sequence[tuple[int, str]] = ()) -> tuple[Group, ...]:
    """A strategy discussion's questions; with `calling`, also why and for whom it is called."""
    heard = (
        Question(
            "held_at",
            "When was it held?",
            Kind.MOMENT,
            hint="A telephone discussion counts from when it began.",
            required=True,
        ),
        Question("place", "Where, or how?", hint="For example: by video call"),
    )
    who = tuple(
        Question(
            f"part_{agency}",
            f"Who took part for {_in_a_sentence(agency)}?",
            Kind.LONG_TEXT,
            hint="A name and a role, one person a line." if agency == "social_care" else "",
            rows=2,
            longest=2_000,
        )
        for agency in AGENCIES
    )
    quorum = Question(
        "not_quorate_because",
        "If children’s social care, the police or health did not take part, why did it go on?",
        Kind.LONG_TEXT,
        rows=2,
        longest=500,
    )
    decided = (
        Question(
            "summary", "What did each of them know and say?", Kind.LONG_TEXT, rows=8, longest=LONGEST, required=True
        ),
        Question(
            "decision",
            "What was decided?",
            Kind.ONE_OF,
            choices=SETS["strategy_decision"].choices(),
            required=True,
        ),
        Question("rationale", "Why was this decided?", Kind.LONG_TEXT, rows=4, longest=LONGEST, required=True),
        Question("kept_safe", "How is each child kept safe now?", Kind.LONG_TEXT, rows=3, longest=LONGEST),
        Question("next_on", "If it meets again, on which day?", Kind.DATE),
    )
    called = calling_questions(siblings) if calling else ()
    return (
        *((("called", "Why it was called", called),) if called else ()),
        ("who", "Who took part", (*heard, *who, quorum)),
        ("decided", "What was said and decided", decided),
        ("actions", "Who does what, by when", action_questions()),
    )


def calling_questions(siblings: Sequence[tuple[int, str]] = ()) -> tuple[Question, ...]:
    """Why a strategy discussion is called, since when, and about whom beside the child."""
    also = Question(
        "also",
        "Which other children is it about?",
        Kind.SOME_OF,
        choices=tuple(Choice(str(key), name) for key, name in siblings),
    )
    return (
        Question(
            "suspected_at",
            "When was significant harm first suspected?",
            Kind.MOMENT,
            hint="The time in which the discussion must be held counts from then.",
            required=True,
        ),
        Question("why_called", "What is suspected, and what happened?", Kind.LONG_TEXT, rows=4, required=True),
        Question("immediate", "Is a child in danger now, so that it must be held the same day?", Kind.YES_NO),
        *((also,) if siblings else ()),
    )


def action_questions(lines: int = STRATEGY_ACTIONS) -> tuple[Question, ...]:
    """Things to do, each by one person and a day."""
    return tuple(
        question
        for n in range(1, lines + 1)
        for question in (
            Question(f"action_{n}_what", f"Action {n}: what is to be done?"),
            Question(f"action_{n}_owner", f"Action {n}: who does it?", hint="One person, by name" if n == 1 else ""),
            Question(f"action_{n}_due_on", f"Action {n}: by which day?", Kind.DATE),
        )
    )


def enquiry_groups() -> tuple[Group, ...]:
    """The questions that conclude an enquiry."""
    return (
        (
            "found",
            "What was found",
            (
                Question(
                    "findings",
                    "What did the enquiry find?",
                    Kind.LONG_TEXT,
                    hint="What was seen, what the child said, what each person said, and how it was tested.",
                    rows=10,
                    longest=LONGEST,
                    required=True,
                ),
                Question(
                    "not_seen_because",
                    "If the child was not seen in the enquiry, why not?",
                    Kind.LONG_TEXT,
                    rows=2,
                    longest=180,
                ),
            ),
        ),
        (
            "outcome-part",
            "The outcome",
            (
                Question(
                    "outcome",
                    "What is the outcome?",
                    Kind.ONE_OF,
                    choices=SETS["s47_outcome"].choices(),
                    required=True,
                ),
                Question(
                    "rationale",
                    "Why does this follow from what was found?",
                    Kind.LONG_TEXT,
                    rows=5,
                    longest=LONGEST,
                    required=True,
                ),
                Question("concluded_on", "On which day was it concluded?", Kind.DATE, required=True),
            ),
        ),
    )


def conference_groups(
    kind: str, *, parts: Sequence[tuple[str, str]], children: Sequence[tuple[int, str, bool]]
) -> tuple[Group, ...]:
    """A conference's questions. `parts`: (name, agency) of those asked, in their order; `children`: (key, name, under a
    child protection plan)."""
    groups: list[Group] = [
        (
            "when",
            "The conference",
            (
                Question("held_at", "When was it held?", Kind.MOMENT, required=True),
                Question(
                    "quorate",
                    "Was everybody there whom it needs?",
                    Kind.YES_NO,
                    hint="Children’s social care and at least two other agencies that know the children.",
                    choices=(
                        Choice("no", "No", follow_ups=(_long("not_quorate_because", "Why did it go on?", 2, 500),)),
                    ),
                    required=True,
                ),
            ),
        )
    ]
    groups += [
        (f"part-{n}", f"{name}", _part_questions(n, name, agency)) for n, (name, agency) in enumerate(parts, start=1)
    ]
    groups.append(("others", "Others who came", _others(len(parts))))
    heard = (_long("summary", "What did the conference hear?", 8),)
    if kind == "review_conference":
        change = Question(
            "measured_change",
            "What has changed for the children since the last conference?",
            Kind.LONG_TEXT,
            hint="Start from what was measured. Say what it means for each child.",
            rows=6,
            longest=LONGEST,
        )
        weighed = _long("contingency_weighed", "Was what happens if it gets worse thought about, and what was said?", 3)
        heard = (change, *heard, weighed)
    groups.append(("heard", "What was said", heard))
    groups += [(f"child-{key}", name, _child_questions(kind, key, name, planned)) for key, name, planned in children]
    groups.append(
        (
            "next",
            "The next conference",
            (Question("next_on", "On which day is the next one, if a plan goes on?", Kind.DATE),),
        )
    )
    return tuple(groups)


def asked_questions(lines: int = ASKED_LINES) -> tuple[Question, ...]:
    """Whom a conference asks: a name, a role and an agency a line."""
    agencies = SETS["took_part"].choices()
    return tuple(
        question
        for n in range(1, lines + 1)
        for question in (
            Question(f"asked_{n}_name", f"Person {n}: name"),
            Question(f"asked_{n}_role", f"Person {n}: role"),
            Question(f"asked_{n}_agency", f"Person {n}: agency", Kind.ONE_OF, choices=agencies),
        )
    )


def section_of(key: str, title: str, groups: Iterable[Group]) -> Section:
    """The groups as one section, which saves as one."""
    return Section(key, title, tuple(question for _, _, questions in groups for question in questions))


def _in_a_sentence(agency: str) -> str:
    label = SETS["took_part"].label(agency)
    return {"police": "the police", "education": "school or nursery", "other": "other agencies"}.get(
        agency, label[0].lower() + label[1:]
    )


def _long(key: str, label: str, rows: int, longest: int = LONGEST) -> Question:
    return Question(key, label, Kind.LONG_TEXT, rows=rows, longest=longest)


def _part_questions(n: int, name: str, agency: str) -> tuple[Question, ...]:
    came = Question(
        f"part_{n}_attended",
        f"Did {name} come?",
        Kind.YES_NO,
        choices=(Choice("no", "No", follow_ups=(Question(f"part_{n}_absent", "Why not?"),)),),
    )
    if agency == "family":
        return (came,)
    return (
        came,
        Question(f"part_{n}_shared_on", f"When did the family have {name}’s report?", Kind.DATE),
        _long(f"part_{n}_view", f"What does {name} think, and why?", 3),
        _long(f"part_{n}_dissent", f"If {name} does not agree with the decision, in their words", 2),
    )


def _others(before: int) -> tuple[Question, ...]:
    agencies = SETS["took_part"].choices()
    return tuple(
        question
        for n in range(before + 1, before + EXTRA_LINES + 1)
        for question in (
            Question(f"part_{n}_name", f"Person {n}: name and role"),
            Question(f"part_{n}_agency", f"Person {n}: agency", Kind.ONE_OF, choices=agencies),
            _long(f"part_{n}_view", f"Person {n}: what do they think, and why?", 2),
        )
    )


def _child_questions(kind: str, key: int, name: str, planned: bool) -> tuple[Question, ...]:
    category = Question(
        f"category_{key}",
        "Under which category?",
        Kind.ONE_OF,
        choices=tuple(one for one in SETS["abuse_category"].choices() if one.value != "MUL"),
    )
    visits = Question(
        f"visit_every_{key}",
        "Visits every how many working days, if more often than policy?",
        Kind.NUMBER,
    )
    if kind != "review_conference":
        follow_ups = {"plan": (category, visits, *_outline(key, name)), "no_plan": ()}
    elif planned:
        ends = (
            Question(
                f"end_reason_{key}",
                "Why does it end?",
                Kind.ONE_OF,
                choices=tuple(one for one in SETS["plan_end"].choices() if one.value != "stepped_up"),
            ),
            Question(
                f"step_down_to_{key}",
                "Which plan follows, if it is replaced by one at a lower level?",
                Kind.ONE_OF,
                choices=tuple(one for one in SETS["plan_kind"].choices() if one.value != "child_protection"),
            ),
        )
        follow_ups = {"plan_continues": (category, visits), "plan_ends": ends}
    else:
        follow_ups = {"no_plan": ()}
    decisions = SETS["conference_decision"]
    return (
        Question(f"attended_{key}", f"Did {name} come?", Kind.YES_NO),
        Question(
            f"views_{key}",
            f"What does {name} think and want?",
            Kind.LONG_TEXT,
            hint="In the child’s own words. For a child who does not speak: what the child showed.",
            rows=3,
            longest=LONGEST,
        ),
        Question(f"views_brought_how_{key}", f"Who brought {name}’s views, and how?"),
        _long(f"family_view_{key}", f"What does {name}’s family think?", 3),
        Question(
            f"decision_{key}",
            f"What was decided for {name}?",
            Kind.ONE_OF,
            choices=tuple(Choice(code, decisions.label(code), follow_ups=follow_ups[code]) for code in follow_ups),
        ),
        _long(f"reasons_{key}", f"Why was this decided for {name}?", 4),
    )


def _outline(key: int, name: str) -> tuple[Question, ...]:
    lines = tuple(
        question
        for n in range(1, OUTLINE_LINES + 1)
        for question in (
            _long(f"outline_{key}_{n}_saw", f"Worry {n}: what is it, and what was seen?", 2),
            _long(f"outline_{key}_{n}_outcome", f"Worry {n}: what must be different for {name}?", 2),
            _long(f"outline_{key}_{n}_what", f"Worry {n}: what is done first?", 2),
            Question(f"outline_{key}_{n}_owner", f"Worry {n}: by whom?"),
            Question(f"outline_{key}_{n}_due_on", f"Worry {n}: by which day?", Kind.DATE),
        )
    )
    return (
        *lines,
        _long(f"contingency_{key}", f"What happens if {name} is not safer?", 3),
        Question(f"contingency_by_{key}", "By when?", Kind.DATE),
    )
