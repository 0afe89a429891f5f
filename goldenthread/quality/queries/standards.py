"""What the standards found: of a child, of a team, of the authority; and which children a run has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from goldenthread.access.public import Tie, User, children_written_of, sealed, visible
from goldenthread.casework.public.record_facts import a_day_passed_for, people_beside
from goldenthread.people.public import Person
from goldenthread.quality.models import StandardResult, StandardRun
from goldenthread.rulebook.standards import AREAS, STANDARDS

SHOWN = 200  # rows on a page


@dataclass(frozen=True, slots=True)
class Line:
    """What a standard found in a thing. `because` are the words and dates that decided; `since` when first so.

    `kept_back`: the thing is also about somebody whose record is closed to the reader, so its words are left out.
    """

    child: int
    name: str
    about: str
    standard: str
    sentence: str
    why: str
    hint: str
    area: str
    met: bool
    because: tuple[str, ...]
    since: date
    kept_back: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How often a standard is met: `met` of `of` things, in `children` children's records."""

    standard: str
    sentence: str
    area: str
    theme: str
    met: int
    of: int
    children: int

    @property
    def percent(self) -> int:
        return round(100 * self.met / self.of) if self.of else 0


def standards_of_child(child: int, *, reader: User) -> tuple[Line, ...]:
    """Everything found in one child's record, what is not met first, as far as the reader may know."""
    return _lines(StandardResult.objects.filter(child=child).order_by("met", "standard", "-since", "pk"), reader)


def shares(*, team: int | None = None, on: date) -> tuple[Share, ...]:
    """How often each standard is met, over the authority or over the children who are with a team. One query."""
    rows = _among(team, on)
    counted = rows.values("standard").annotate(
        kept=Count("pk", filter=Q(met=True)), all=Count("pk"), children=Count("child", distinct=True)
    )
    found = {row["standard"]: row for row in counted}
    return tuple(
        Share(
            one.id,
            one.sentence,
            AREAS[one.area],
            one.theme.sentence,
            found[one.id]["kept"],
            found[one.id]["all"],
            found[one.id]["children"],
        )
        for one in STANDARDS.values()
        if one.id in found
    )


def rows_of(standard: str, *, team: int | None, met: bool, reader: User, on: date, at: datetime) -> tuple[Line, ...]:
    """The things behind a figure, of children the reader may open, the longest so first; at most `SHOWN`."""
    rows = _among(team, on).filter(standard=standard, met=met)
    open_to = Person.objects.filter(visible(reader, "child.read", at=at))
    return _lines(rows.filter(child__in=open_to).order_by("since", "pk")[:SHOWN], reader)


def last_run() -> StandardRun | None:
    """The last run that came to its end."""
    return StandardRun.objects.exclude(ended_at=None).order_by("-began_at").first()


def children_to_run(*, on: date, since: StandardRun | None) -> list[int]:
    """The children a run on this day looks at: all, or those written of since a run and those for whom a day passed."""
    if since is None:
        return list(Person.objects.filter(kind="child", merged_into=None).order_by("pk").values_list("pk", flat=True))
    written = children_written_of(after=since.ledger_number)
    return sorted(written | a_day_passed_for(after=since.on, on=on))


def _among(team: int | None, on: date) -> QuerySet[StandardResult]:
    rows = StandardResult.objects.all()
    if team is None:
        return rows
    theirs = Tie.objects.holding(on).filter(kind="team", team=team).values("child")
    return rows.filter(child__in=theirs)


def _lines(rows: QuerySet[StandardResult], reader: User) -> tuple[Line, ...]:
    # A standard that the rulebook no longer has says nothing any more.
    found = [row for row in rows.select_related("child") if row.standard in STANDARDS]
    beside = people_beside({row.about for row in found})
    everybody = frozenset[int]().union(*beside.values())
    closed = set(Person.objects.filter(sealed(reader, "pk"), pk__in=everybody).values_list("pk", flat=True))
    shut = {about for about, people in beside.items() if people & closed}
    return tuple(_line(row, row.about in shut) for row in found)


def _line(row: StandardResult, kept_back: bool) -> Line:
    standard = STANDARDS[row.standard]
    name = (
        f"{row.child.given_names} {row.child.family_name}".strip() or f"Child {row.child.la_child_id or row.child_id}"
    )
    words = () if kept_back else (words for words, _ in row.because if words)
    return Line(
        child=row.child_id,
        name=name,
        about=row.about,
        standard=row.standard,
        sentence=standard.sentence,
        why=standard.why,
        hint=standard.hint,
        area=AREAS[standard.area],
        met=row.met,
        because=tuple(dict.fromkeys(words)),
        since=row.since,
        kept_back=kept_back,
    )
