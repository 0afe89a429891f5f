"""The measures: what each says of itself, and that figure, parts, course and rows are one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from goldenthread.access.public import NotAllowed
from goldenthread.insight.analysis.points import last_day
from goldenthread.insight.public.analysis import last_month, told
from goldenthread.insight.public.measures import (
    DIMENSIONS,
    BadPeriod,
    Scope,
    Span,
    UnknownMeasure,
    catalogue,
    comparators,
    explained,
    figure,
    rows,
    series,
    series_by_each,
    spans_of,
)
from goldenthread.insight.queries.comparators import authority_named
from goldenthread.insight.queries.figures import check_runs
from goldenthread.insight.queries.measures import own_measures
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.standards import STANDARDS
from tests.build import agreement_at, closure_at, person_who_signs_in, protected_at, sealed
from tests.building.child_protection import AFTER
from tests.building.insight import ANYBODY, BUILT_AT, a_dataset, an_empty_dataset, with_rows

pytestmark = pytest.mark.django_db
WHOLE = Span(date(2020, 1, 1), date(2030, 12, 31))
EVERY = sorted(own_measures())


def test_there_are_79_and_each_names_clocks_that_exist() -> None:
    assert len(EVERY) == 79
    for one in own_measures().values():
        for fed in one.fed_by:
            kind, name = fed.split(" ", 1)
            assert name in {"clock": CLOCKS, "standard": STANDARDS}[kind], (one.id, name)


def test_the_documentation_lists_every_measure() -> None:
    told = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
    assert all(f"| `{one.id}` | {one.title} |" in told for one in own_measures().values())


def test_every_measure_runs_over_a_record_where_nothing_stands(settings, tmp_path: Path) -> None:
    an_empty_dataset(settings, tmp_path)
    for one in catalogue().measures.values():
        check_runs(one)
        found = figure(one.id, scope=ANYBODY, span=WHOLE)
        assert found.rows == 0 and not found.numerator
        assert not found.value


def test_figure_parts_and_rows_are_one_for_every_measure(settings, tmp_path: Path) -> None:
    """The one promise of a measure, over a record with a protected child, an agreement and a closed case."""
    protected_at("conference_due")
    agreement_at("in_force")
    closure_at("authorised")
    a_dataset(settings, tmp_path)
    span = Span(AFTER.date() - timedelta(days=700), AFTER.date() + timedelta(days=60))
    with_something = 0
    for one in own_measures().values():
        whole = figure(one.id, scope=ANYBODY, span=span)
        behind = rows(one.id, scope=ANYBODY, span=span, many=None)
        assert len(behind.rows) == behind.all_rows == whole.rows, one.id
        assert sum(row.in_numerator for row in behind.rows) == pytest.approx(whole.numerator), one.id
        if one.unit in ("%", "mean"):
            assert sum(row.in_denominator for row in behind.rows) == pytest.approx(whole.denominator or 0), one.id
        for by in one.breakdowns:
            parts = figure(one.id, scope=ANYBODY, span=span, by=by)
            assert sum(group.numerator for group in parts.groups) == pytest.approx(whole.numerator), (one.id, by)
            assert {group.label for group in parts.groups} == {row.labels[by] for row in behind.rows}, (one.id, by)
        with_something += bool(whole.rows)
    assert with_something > 15


def test_a_course_is_the_figures_of_its_months(settings, tmp_path: Path) -> None:
    protected_at("conference_due")
    a_dataset(settings, tmp_path)
    first, last = AFTER.date() - timedelta(days=365), AFTER.date()
    for key in ("contact_volume", "referral_rate", "cin_rate", "cpp_reviewed", "cp_visits", "s47_to_icpc"):
        course = series(key, scope=ANYBODY, starts_on=first, ends_on=last)
        assert len(course.figures) in (12, 13)
        for one in course.figures:
            alone = figure(key, scope=ANYBODY, span=one.span)
            assert (alone.numerator, alone.denominator, alone.value) == (one.numerator, one.denominator, one.value)


def test_every_dimension_at_once_is_what_each_gives_alone(settings, tmp_path: Path) -> None:
    protected_at("conference_due")
    a_dataset(settings, tmp_path)
    first, last = AFTER.date() - timedelta(days=200), AFTER.date()
    for key in ("s47_to_icpc", "contact_volume", "wf_caseload"):
        at_once = series_by_each(key, scope=ANYBODY, starts_on=first, ends_on=last)
        for by, course in at_once.items():
            assert course == series(key, scope=ANYBODY, starts_on=first, ends_on=last, by=by)


def test_narrowing_to_a_part_gives_that_part(settings, tmp_path: Path) -> None:
    protected_at("conference_due")
    a_dataset(settings, tmp_path)
    for by in DIMENSIONS:
        for group in figure("s47_to_icpc", scope=ANYBODY, span=WHOLE, by=by).groups:
            scope = Scope(None, BUILT_AT, {by: group.key})
            narrowed = figure("s47_to_icpc", scope=scope, span=WHOLE)
            assert (narrowed.numerator, narrowed.denominator) == (group.numerator, group.denominator), by
            assert {row.labels[by] for row in rows("s47_to_icpc", scope=scope, span=WHOLE).rows} == {group.label}


def test_rows_are_of_children_whose_records_the_reader_may_read(settings, tmp_path: Path) -> None:
    made = protected_at("conference_due")
    a_dataset(settings, tmp_path)
    director = person_who_signs_in("director")
    scope = Scope(director, AFTER)
    whole = rows("s47_to_icpc", scope=scope, span=WHOLE)
    assert made.child in {row.child for row in whole.rows}
    sealed(made.child)
    closed = rows("s47_to_icpc", scope=scope, span=WHOLE)
    assert made.child not in {row.child for row in closed.rows}
    assert closed.kept_back == whole.kept_back + sum(row.child == made.child for row in whole.rows)
    # The figure counts the child and names nobody.
    assert figure("s47_to_icpc", scope=scope, span=WHOLE).rows == closed.all_rows


def test_an_elected_member_sees_figures_and_no_row(settings, tmp_path: Path) -> None:
    an_empty_dataset(settings, tmp_path)
    scope = Scope(person_who_signs_in("elected_member"), BUILT_AT)
    assert figure("contact_volume", scope=scope, span=WHOLE).rows == 0
    with pytest.raises(NotAllowed):
        rows("contact_volume", scope=scope, span=WHOLE)


def test_who_may_not_see_figures_does_not(settings, tmp_path: Path) -> None:
    an_empty_dataset(settings, tmp_path)
    scope = Scope(person_who_signs_in("front_door_worker"), BUILT_AT)
    with pytest.raises(NotAllowed):
        figure("contact_volume", scope=scope, span=WHOLE)


def test_an_unknown_measure_a_backward_period_and_a_step_without_end_are_refused() -> None:
    with pytest.raises(UnknownMeasure, match="no measure called"):
        figure("nothing", scope=ANYBODY, span=WHOLE)
    with pytest.raises(BadPeriod):
        Span(date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(BadPeriod):
        list(spans_of(date(1900, 1, 1), date(2030, 1, 1), "week"))


def test_months_keep_their_day_and_the_last_ends_where_asked() -> None:
    found = list(spans_of(date(2026, 1, 31), date(2026, 4, 10), "month"))
    assert [span.starts_on for span in found] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert found[-1].ends_on == date(2026, 4, 10)
    assert all(one.ends_on + timedelta(days=1) == after.starts_on for one, after in zip(found, found[1:], strict=False))


def test_a_measure_that_waits_for_records_says_nothing_of_none(settings, tmp_path: Path) -> None:
    held = an_empty_dataset(settings, tmp_path)
    assert figure("cla_rate", scope=ANYBODY, span=WHOLE).value is None
    entered = date(2024, 1, 1)
    with_rows(
        held,
        ssd_cla_episodes=[
            {"clae_person_id": "7", "clae_cla_episode_start_date": entered, "clae_entered_care_date": entered}
        ],
        ssd_cla_placement=[
            {
                "clap_person_id": "7",
                "clap_cla_placement_type": "U1",
                "clap_cla_placement_start_date": date(2024, month, 1),
                "clap_cla_placement_end_date": date(2024, month + 1, 1),
            }
            for month in (1, 2, 3)
        ],
    )
    year = Span(date(2024, 4, 1), date(2024, 12, 31))
    assert figure("cla_3plus", scope=ANYBODY, span=year).value == 100.0
    assert figure("cla_rate", scope=ANYBODY, span=year).rows == 1


def test_like_is_held_against_like_with_its_year_and_source() -> None:
    found = comparators("assessment_45wd", "Wigan")
    assert found.region[-1].area == "North West"
    assert found.england[-1].year >= 2024 and "Department for Education" in found.england[-1].source
    assert len(found.neighbour_names) == 10 and "Wigan" not in found.neighbour_names
    assert "nearest by" in found.chosen_how
    # A fictional council has England alone; a measure that nobody publishes has nothing.
    assert not comparators("assessment_45wd", "Thornshire").neighbours
    assert comparators("contact_volume", "Wigan").england == ()


def test_what_was_published_of_us_is_found_by_the_councils_name(settings, tmp_path: Path) -> None:
    """Until it was, a council was held against England alone, and never against its own past or its neighbours."""
    held = an_empty_dataset(settings, tmp_path)
    assert told("assessment_45wd", month=last_month()).others.own == ()
    settings.COUNCIL = "Kent County Council"
    told_by = (held.folder / f"manifest-{held.authority}.json").read_text()
    (held.folder / "manifest-kent.json").write_text(
        told_by.replace(f'"authority": "{held.authority}"', '"authority": "kent"')
    )
    others = told("assessment_45wd", month=last_month()).others
    assert {one.area for one in others.own} == {"Kent"}
    assert {one.area for one in others.region} == {"South East"} and len(others.neighbour_names) == 10
    assert [authority_named(name) for name in ("East Sussex Council", "Thornshire Council")] == ["East Sussex", ""]


def test_parts_of_a_post_are_no_cases_and_are_not_tested(settings, tmp_path: Path) -> None:
    def posts(fte: float) -> None:
        held = [
            {"worker": str(n), "fte": fte, "started_on": date(2020, 1, 1), "agency": False, "team": str(n % 2)}
            for n in range(20)
        ]
        empty = [{"vacancy": str(n), "fte": 1.0, "vacant_from": date(2020, 1, 1), "team": str(n % 2)} for n in range(4)]
        teams = [{"team": "0", "name": "North"}, {"team": "1", "name": "South"}]
        with_rows(an_empty_dataset(settings, tmp_path), gt_workforce=held, gt_vacancies=empty, gt_teams=teams)

    posts(1.0)
    whole = told("wf_vacancy", month=last_month())
    assert whole.explanation is not None and len(whole.teams[1]) == 2
    posts(0.65)  # whole vacancies, of parts of posts
    parts = told("wf_vacancy", month=last_month())
    assert parts.figure.value == pytest.approx(400 / 17)
    assert parts.explanation is None and parts.teams == (0.0, ())
    month = Span(last_month(), last_day(last_month()))
    assert explained("wf_vacancy", scope=ANYBODY, span=month).parts == ()
