"""Invented content for the page that shows every part. Nobody in it is real."""

from __future__ import annotations

from datetime import date
from typing import Any

from goldenthread.kernel.form import Choice, Kind, Question, Section
from goldenthread.ui.compare import two_versions
from goldenthread.ui.forms import error_summary, form_for, render
from goldenthread.ui.pictures import (
    Band,
    Event,
    Node,
    Row,
    Span,
    Stretch,
    Tie,
    Union,
    journey_line,
    network,
    strip,
    time_bar,
)

TODAY = date(2026, 11, 19)

SECTION = Section(
    "example",
    "Example",
    (
        Question("told", "Who told us", required=True, why="So that we can ring back.", hint="A name and a job"),
        Question("story", "What happened?", Kind.LONG_TEXT, rows=4, hint="In the order you heard it."),
        Question("seen_on", "When were they seen?", Kind.DATE, required=True),
        Question("rang_at", "When did they ring?", Kind.MOMENT),
        Question("people", "How many live there?", Kind.NUMBER),
        Question(
            "agreed",
            "Has everybody agreed?",
            Kind.YES_NO,
            choices=(Choice("no", "No", follow_ups=(Question("why_not", "Why not?", required=True),)),),
        ),
        Question(
            "how", "How do they know?", Kind.ONE_OF, choices=(Choice("saw", "Saw it"), Choice("told", "Was told"))
        ),
        Question(
            "worries",
            "What are the worries?",
            Kind.SOME_OF,
            choices=(Choice("a", "Noise"), Choice("b", "Cold", hint="No heating, or no coat")),
        ),
    ),
)


def example(answered: dict[str, Any] | None = None) -> dict[str, Any]:
    """The context of `ui/gallery.html`."""
    form = form_for(SECTION)(answered)
    left, right = two_versions(
        "It was over. He does what he did in 2025. They live with it.",
        "It was over. In August nobody asked. They live with it.",
    )
    return {
        "summary": error_summary(form),
        "fields": render(form),
        "left": left,
        "right": right,
        "bar": time_bar(title="A sixth of the time is gone", share_gone=0.16, key="bar"),
        "clock": time_bar(
            title="2 hours 19 minutes left of one working day",
            key="clock",
            share_gone=0.78,
            stretches=(Stretch("Wednesday 18", 0.18), Stretch("Thursday 19, working day 1", 0.82)),
            began="Received 3:10pm",
            now="Now",
            closes="Office closes 5pm",
            left_words="2 hours 19 minutes left",
            width=1140,
        ),
        "strip": strip(
            title="Five times in 24 months, with two people",
            description="Two in 2025 with Craig Finch, three in 2026 with Lee Barrow.",
            rows=(
                Row("Craig Finch", (Event(date(2025, 1, 14), state="square"), Event(date(2025, 6, 6), state="square"))),
                Row(
                    "Lee Barrow",
                    tuple(
                        Event(on, state="square") for on in (date(2026, 2, 12), date(2026, 8, 27), date(2026, 11, 18))
                    ),
                ),
            ),
            starts_on=date(2024, 11, 19),
            ends_on=TODAY,
            window_from=date(2025, 11, 19),
            before_label="before",
            window_label="last 12 months",
        ),
        "lanes": strip(
            title="The last 12 months and the next 3",
            description="Each kind of event on its own row.",
            key="lanes",
            width=1140,
            months=True,
            today=TODAY,
            starts_on=date(2025, 11, 19),
            ends_on=date(2027, 2, 19),
            rows=(
                Row(
                    "Visits",
                    (
                        *(Event(date(2026, month, 3), state="done") for month in range(1, 10)),
                        Event(date(2026, 5, 20), "7 days late", "late"),
                        Event(date(2026, 11, 11), "not at home", "miss"),
                        Event(date(2026, 11, 25), "25 November", "to_come"),
                    ),
                    threaded=True,
                ),
                Row(
                    "Health",
                    (Event(date(2026, 10, 22), "Assessment", "over"), Event(date(2026, 11, 26), "booked", "to_come")),
                ),
                Row("Away", (Event(date(2026, 5, 19), "", "night"), Event(date(2026, 5, 27), "Asked late", "late"))),
            ),
        ),
        "journey": journey_line(
            title="Ada’s journey",
            description="Known since 2015; two spells of work, then in the lilac group since 2021.",
            starts_on=date(2015, 1, 1),
            ends_on=date(2027, 1, 1),
            today=TODAY,
            born_on=date(2010, 6, 2),
            counted="Ada’s age",
            open_spans=(
                Span(date(2016, 9, 12), date(2017, 6, 30)),
                Span(date(2018, 9, 20), date(2020, 3, 10)),
                Span(date(2021, 1, 20), None),
            ),
            events=(
                Event(date(2015, 3, 12), "First contact"),
                Event(date(2016, 9, 12), "Referral"),
                Event(date(2017, 6, 30), "Closed"),
                Event(date(2018, 9, 20), "Referral"),
                Event(date(2018, 10, 22), "Conference, 5 days late", "late"),
                Event(date(2020, 3, 10), "Closed"),
                Event(date(2021, 1, 20), "Back after 10 months"),
                Event(date(2021, 7, 5), "Letter"),
                Event(date(2021, 12, 9), "Court"),
                Event(date(2022, 6, 30), "Order, 3 weeks late", "late"),
                Event(date(2024, 3, 18), "Moved to the Adeyemis"),
                Event(date(2026, 6, 2), "16: help begins"),
            ),
            bands=(
                Band(
                    "Status",
                    (
                        Span(date(2016, 9, 12), date(2017, 6, 30), "In need", "mint"),
                        Span(date(2018, 10, 22), date(2019, 11, 1), "Protection", "peach"),
                        Span(date(2021, 12, 17), None, "In care", "lilac"),
                    ),
                ),
                Band(
                    "Home",
                    (
                        Span(date(2015, 1, 1), date(2021, 12, 17), "With Tanya", "white"),
                        Span(date(2021, 12, 17), date(2022, 2, 1), "1", "grey"),
                        Span(date(2022, 2, 1), None, "2 Aunt Denise"),
                    ),
                ),
            ),
        ),
        "network": network(
            title="Ada’s family",
            description="Ada, her brother and half-sister, their parents and grandparents.",
            nodes=(
                Node("carol", "Carol Bennett, 62", 0, note="grandmother"),
                Node("win", "Winston Quill", 0, "square", "1954 to 2011", gone=True),
                Node("pearl", "Pearl Quill", 0, note="1957 to 2023", gone=True),
                Node("marcus", "Marcus Bennett, 41", 1, "square", "father", marked=True),
                Node("tanya", "Tanya Quill, 38", 1, note="mother", marked=True),
                Node("dean", "Dean Carr, 39", 1, "square", "Ruby’s father"),
                Node("denise", "Denise Quill, 45", 1, note="aunt"),
                Node("kofi", "Kofi Mensah, 47", 1, "square", "Denise’s husband"),
                Node("ada", "Ada Quill, 16", 2, note="with the Adeyemis", subject=True),
                Node("jay", "Jay Quill, 12", 2, "square", "with Denise and Kofi"),
                Node("ruby", "Ruby Carr, 6", 2, note="with Dean"),
                Node("baby", "Unborn baby", 2, "triangle", "due 12 January"),
            ),
            unions=(
                Union(("carol",), ("marcus",)),
                Union(("win", "pearl"), ("tanya", "denise")),
                Union(("marcus", "tanya"), ("ada", "jay"), ended=True),
                Union(("tanya", "dean"), ("ruby",), ended=True),
                Union(("denise", "kofi"), ("baby",), uncertain=True),
            ),
            ties=(Tie("ada", "jay", "close"), Tie("ada", "tanya", "difficult"), Tie("ada", "marcus", "lost")),
        ),
    }
