"""The contact: what somebody told us about a family, in the order in which it is heard.

The narrative is first. Each part saves by itself. A child's own words and a child's ethnicity are parts of their own,
one for each child (`CHILD_SAID`, `CHILD_ETHNICITY`). `COLUMNS` says which answers are also columns of the contact.
"""

from __future__ import annotations

from dataclasses import replace

from goldenthread.kernel.form import Choice, Form, Kind, Question, Section
from goldenthread.rulebook.codes import SETS

LONGEST_STORY = 60_000
LEAST_REASON = 40  # characters of a reason for acting without telling or asking parents (consent model)

_DOMESTIC_ABUSE = (
    Question(
        key="abuse_where_now",
        label="Where is the person said to cause harm now, and when could they be back?",
        hint="Say if nobody knows. Tick their name under “Who it is about” as well.",
        kind=Kind.LONG_TEXT,
        rows=2,
        why="A visit or a call may be safe only while the person is away. Read by whoever visits.",
    ),
    Question(
        key="abuse_risk",
        label="Has a domestic abuse risk checklist (DASH) been done?",
        kind=Kind.ONE_OF,
        choices=(
            Choice("not_done", "No"),
            Choice("standard", "Yes: standard risk"),
            Choice("medium", "Yes: medium risk"),
            Choice("high", "Yes: high risk"),
            Choice("not_known", "Not known"),
        ),
        why="High risk is heard by a meeting of agencies. Read by the manager who decides.",
    ),
    Question(
        key="abuse_conference",
        label="Is it going to the domestic abuse conference (MARAC)?",
        hint="The multi-agency risk assessment conference, where agencies plan for people at high risk.",
        kind=Kind.ONE_OF,
        choices=(
            Choice("no", "No"),
            Choice("referred", "Yes, referred"),
            Choice("heard", "It has been heard"),
            Choice("not_known", "Not known"),
        ),
        why="So that our plan and theirs are one plan.",
    ),
    Question(
        key="abuse_police",
        label="Were the police called?",
        kind=Kind.ONE_OF,
        choices=(Choice("yes", "Yes"), Choice("no", "No"), Choice("not_known", "Not known")),
        why="Police may hold what was seen and said that night. Asked of them in the checks.",
    ),
)


def _choices(code_set: str) -> tuple[Choice, ...]:
    return SETS[code_set].choices()


def _concerns() -> tuple[Choice, ...]:
    return tuple(
        replace(choice, follow_ups=_DOMESTIC_ABUSE) if choice.value == "domestic_abuse" else choice
        for choice in _choices("concerns")
    )


WHAT_HAPPENED = Section(
    "what_happened",
    "What happened",
    (
        Question(
            key="narrative",
            label="In the caller’s own order",
            hint="Write it as you heard it. Who saw or heard each thing, and when?",
            kind=Kind.LONG_TEXT,
            longest=LONGEST_STORY,
            rows=14,
            why="What was said, before anybody sorts it. Everyone who works with the family reads it first.",
        ),
        Question(
            key="referrer_name",
            label="Name",
            why="So that we can ask again and say what happened. Read by the front door.",
        ),
        Question(key="referrer_role", label="Role", why="Says how the person knows the family."),
        Question(
            key="referrer_agency", label="Where from", why="The school, service or address the person speaks for."
        ),
        Question(
            key="referrer_phone",
            label="Phone, and when it is safe to ring",
            why="A call at the wrong time can put somebody at risk.",
        ),
        Question(key="referrer_email", label="Email", why="For the acknowledgement within one working day."),
        Question(
            key="source",
            label="Counted as",
            kind=Kind.ONE_OF,
            choices=_choices("referral_source"),
            why="The source of a referral is counted in the children in need census.",
            item="ReferralSource",
        ),
        Question(
            key="how_known",
            label="How do they know?",
            kind=Kind.ONE_OF,
            choices=_choices("how_referrer_knows"),
            why="What somebody saw weighs differently from what somebody was told. Read by the manager who decides.",
        ),
        Question(
            key="received",
            label="When did it reach us?",
            hint="The time to decide counts from here, not from when you started to write.",
            kind=Kind.MOMENT,
            why="Starts the time within which a manager must decide.",
        ),
        Question(
            key="how_received",
            label="How did it reach us?",
            kind=Kind.ONE_OF,
            choices=_choices("how_received"),
            why="Shows which ways in are used, and where the first message is kept.",
        ),
    ),
)

WHO = Section(
    "who",
    "Who it is about",
    (
        Question(
            key="address",
            label="Where they live, as you were told",
            why="Helps to find who is already known, and tells a visitor where to go.",
        ),
        Question(
            key="household",
            label="Who else is at home, or looks after the children?",
            hint="Partners, grandparents, lodgers, and parents who live elsewhere.",
            kind=Kind.LONG_TEXT,
            rows=3,
            why="People nobody mentions are often the ones who matter, for harm or for help.",
        ),
    ),
)

WORRIES = Section(
    "worries",
    "What you are worried about",
    (
        Question(
            key="concerns",
            label="Tick what applies now",
            kind=Kind.SOME_OF,
            choices=_concerns(),
            why="Sorts the trays, counts repeats, and shows the council what families come with.",
        ),
        Question(
            key="safe_now",
            label="Where are the children now, and who is with them?",
            kind=Kind.LONG_TEXT,
            rows=2,
            why="Decides whether somebody must go today.",
        ),
        Question(
            key="priority",
            label="How soon must this be decided?",
            kind=Kind.ONE_OF,
            choices=tuple(replace(choice, hint="") for choice in _choices("priority")),
            why="Sets the order of the manager’s tray. Red starts a clock of 4 hours.",
        ),
        Question(
            key="level_of_need",
            label="Level of need, as you see it",
            kind=Kind.ONE_OF,
            choices=tuple(replace(choice, hint="") for choice in _choices("levels_of_need")),
            why="The council’s own levels. The manager may see it differently, and both views stay.",
        ),
    ),
)

ETHNICITY = Section("ethnicity", "Ethnicity", ())

FAMILY_KNOWS = Section(
    "family_knows",
    "What the family knows, and who may be told",
    (
        Question(
            key="sharing_basis",
            label="Our lawful basis for sharing",
            kind=Kind.ONE_OF,
            choices=_choices("sharing_lawful_basis"),
            why="The law asks for a basis before we share. Consent is seldom the right one to keep a child safe.",
        ),
        Question(
            key="parents_informed",
            label="Have the parents been told?",
            kind=Kind.ONE_OF,
            choices=_choices("parents_informed"),
            why="Parents are told unless that puts somebody at more risk. Read by the manager who decides.",
        ),
        Question(
            key="agreement_to_checks",
            label="Did a parent agree to us asking other agencies?",
            kind=Kind.ONE_OF,
            choices=_choices("agreement_to_checks"),
            why="Going ahead without agreement can be right, and needs a reason that a manager can read.",
        ),
        Question(
            key="agreement_to_service",
            label="Agreement to a service",
            hint="Needed for early help or a child in need plan.",
            kind=Kind.ONE_OF,
            choices=_choices("agreement_to_service"),
            why="Early help and help under section 17 are offered, not imposed.",
        ),
        Question(
            key="objection",
            label="Has anyone objected?",
            kind=Kind.ONE_OF,
            choices=_choices("objection"),
            why="An objection is weighed and answered, whichever way it goes.",
        ),
        Question(
            key="child_view",
            label="The child’s own view",
            kind=Kind.ONE_OF,
            choices=_choices("child_view_or_competence"),
            why="A young person who understands may decide for themselves (Gillick).",
        ),
        Question(
            key="responsibility",
            label="Who with parental responsibility was told or asked?",
            hint="Name each one, and who was not reached.",
            why="Everyone with parental responsibility counts, also a parent who lives elsewhere.",
        ),
        Question(
            key="agreement_form",
            label="How was agreement given?",
            kind=Kind.ONE_OF,
            choices=_choices("agreement_form"),
            why="So that it can be shown later.",
        ),
        Question(
            key="consent_rationale",
            label="Why is it right not to tell them, or to go ahead without asking?",
            hint="Leave empty if parents were told and agreed. Otherwise say what could happen, and to whom.",
            kind=Kind.LONG_TEXT,
            rows=3,
            why="The law asks for the reason on record whichever way we go. The manager answers for it.",
        ),
    ),
)

HISTORY = Section(
    "history",
    "What the history means now",
    (
        Question(
            key="history_means",
            label="Put this contact beside the earlier ones. What is the pattern?",
            hint="Say what it means for each child. If there is nothing earlier, say that you looked.",
            kind=Kind.LONG_TEXT,
            rows=5,
            why="Incidents read one at a time hide harm that builds up. The manager decides on the pattern.",
        ),
    ),
)

SEND = Section(
    "send",
    "Ask others, then send for a decision",
    (
        Question(
            key="summary",
            label="In one line, for the manager’s tray",
            hint="Like: Callum says his mother’s partner threw a plate. Nobody has seen Noah.",
            longest=300,
            why="The first thing the manager reads, beside the children’s names.",
        ),
        Question(
            key="suggested_outcome",
            label="What do you think should happen?",
            kind=Kind.ONE_OF,
            choices=_choices("contact_outcomes"),
            why="Your view, kept beside the manager’s decision.",
        ),
    ),
)

CHILD_SAID = Section(
    "said",
    "In the child’s own words",
    (
        Question(
            key="said",
            label="What the child said, in the child’s words",
            hint="Write the words as they were said. Do not correct them.",
            kind=Kind.LONG_TEXT,
            rows=2,
            why="The child’s voice leads every page about the child.",
        ),
        Question(
            key="said_to",
            label="To whom, when, and was the child alone?",
            longest=160,
            why="Who heard it, and how near.",
        ),
        Question(
            key="seen_since",
            label="Who has seen the child since, and when?",
            longest=200,
            why="A child whom nobody has seen is the first to be visited.",
        ),
    ),
)

CHILD_ETHNICITY = Section(
    "ethnicity",
    "Ethnicity of a child",
    (
        Question(
            key="ethnicity",
            label="Ethnicity",
            kind=Kind.ONE_OF,
            choices=_choices("ethnicity"),
            why="So that help fits, and the council can see whom it serves well and whom it does not. Census item.",
            item="Ethnicity",
        ),
        Question(
            key="ethnicity_not_known_because",
            label="If it is not known or not said, why?",
            kind=Kind.ONE_OF,
            choices=_choices("ethnicity_unknown_reason"),
            why="It is asked again at the next contact or visit.",
        ),
    ),
)

NOT_KNOWN = ("NOBT", "REFU")
"""Ethnicity codes that need a reason. `NOBT` is asked again."""

CONTACT = Form(
    id="contact",
    version=1,
    title="Contact",
    sections=(WHAT_HAPPENED, WHO, WORRIES, ETHNICITY, FAMILY_KNOWS, HISTORY, SEND),
)

COLUMNS: dict[str, str] = {
    key: key
    for key in (
        *("referrer_name", "referrer_role", "referrer_agency", "referrer_phone", "referrer_email", "source"),
        *("how_known", "concerns", "priority", "level_of_need", "summary", "suggested_outcome", "sharing_basis"),
        *("parents_informed", "agreement_to_checks", "agreement_to_service", "objection", "child_view"),
        "consent_rationale",
    )
}
"""Answers that a tray, clock, measure or right reads, and the column of the contact that each is kept in as well.
`received` moves the clock and `domestic_abuse` follows from `concerns`: the operation that saves does both."""

CHILD_COLUMNS: dict[str, tuple[str, ...]] = {
    "said": ("said", "said_to", "seen_since"),
    "ethnicity": ("ethnicity", "ethnicity_not_known_because"),
}
"""The same for the parts about one child: columns of the child's line in the contact."""


def section_of(key: str) -> tuple[Section, int | None]:
    """The section that a key names, and the child's line when it is about one child ("said:12").

    Raises `KeyError` for a key that the form does not have.
    """
    name, colon, line = key.partition(":")
    if colon:
        by_name = {"said": CHILD_SAID, "ethnicity": CHILD_ETHNICITY}
        if not line.isdecimal() or len(line) > 12:
            raise KeyError(key)
        return by_name[name], int(line)
    section = CONTACT.section(name)
    if not section.questions:
        raise KeyError(key)
    return section, None
