"""Inspections: a document read, its findings confirmed by a person, what recurs linked, and the pages of it all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.access.public import NotAllowed
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.public.findings import close_finding, reopen_finding, show_finding
from goldenthread.quality.public.inspections import (
    InspectionSaid,
    LineSaid,
    confirm_inspection,
    decide_lines,
    inspections,
    kept_being_told,
    link_findings,
    read_document,
    record_inspection,
    say_not_the_same,
    show_reading,
    unlink_finding,
)
from goldenthread.quality.queries.recurrence import Stretch, stretches_of
from tests.build import person_who_signs_in
from tests.building.access import sealed
from tests.building.improvement import improvement_at
from tests.building.inspections import FILES, a_finding, inspections_at
from tests.building.people import a_child

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
LETTER = (FILES / "focused_visit.txt").read_bytes()
VISIT = InspectionSaid("focused_visit", "Thornshire", date(2019, 2, 12), date(2019, 2, 13))


@pytest.fixture
def director() -> Any:
    return person_who_signs_in("director")


def read(by: Any) -> int:
    return read_document(data=LETTER, file_name="letter.txt", by=by, at=AT)


def in_register() -> int:
    return apps.get_model("quality.Finding").objects.count()


class TestReading:
    def test_nothing_that_was_read_is_a_finding_until_somebody_confirms_it(self, director):
        key = read(director)
        assert len(show_reading(key).lines) == 5
        assert in_register() == 0

    def test_findings_are_confirmed_only_once_it_is_said_which_inspection_it_is(self, director):
        key = read(director)
        line = show_reading(key).lines[2]
        with pytest.raises(Refused, match="which inspection"):
            decide_lines(reading=key, said={line.key: LineSaid("confirmed")}, by=director, at=AT)

    def test_each_is_confirmed_changed_or_refused_by_name(self, director):
        key = read(director)
        confirm_inspection(reading=key, said=VISIT, inspection=None, by=director, at=AT)
        lines = show_reading(key).lines
        said = {
            lines[2].key: LineSaid("confirmed"),
            lines[3].key: LineSaid("changed", "Supervision gives no direction.", "priority_action", ("supervision",)),
            lines[0].key: LineSaid("refused"),
        }
        assert decide_lines(reading=key, said=said, by=director, at=AT) == 3
        shown = show_reading(key)
        assert (shown.left, shown.decided) == (2, 3)
        assert {one.decided_by for one in shown.lines if one.decision} == {director.name}
        assert shown.lines[0].finding is None
        kept = show_finding(shown.lines[2].finding, reader=director, at=AT)
        assert kept.row.words == lines[2].words
        assert (kept.row.found_on, kept.reading, kept.start) == (
            date(2019, 2, 13),
            key,
            LETTER.decode().index("The precision"),
        )
        changed = show_finding(shown.lines[3].finding, reader=director, at=AT)
        assert (changed.row.words, changed.row.polarity) == ("Supervision gives no direction.", "priority_action")

    def test_what_was_decided_stays_decided(self, director):
        key = read(director)
        confirm_inspection(reading=key, said=VISIT, inspection=None, by=director, at=AT)
        line = show_reading(key).lines[2].key
        decide_lines(reading=key, said={line: LineSaid("confirmed")}, by=director, at=AT)
        with pytest.raises(Refused, match="at least one"):
            decide_lines(reading=key, said={line: LineSaid("refused")}, by=director, at=AT)
        assert in_register() == 1

    def test_a_document_is_read_once(self, director):
        read(director)
        with pytest.raises(Refused, match="had this document read") as refused:
            read(director)
        assert refused.value.problems[0][0] == "file"

    def test_a_file_that_cannot_be_read_says_why(self, director):
        with pytest.raises(Refused, match="damaged"):
            read_document(data=b"%PDF-1.4 nothing", file_name="x.pdf", by=director, at=AT)

    def test_a_social_worker_reads_the_register_but_confirms_nothing(self):
        with pytest.raises(NotAllowed):
            read(person_who_signs_in("social_worker"))


class TestTwoOnOneDay:
    def test_a_second_on_the_same_day_is_asked_about_and_then_recorded(self, director):
        record_inspection(said=VISIT, by=director, at=AT)
        with pytest.raises(Refused, match="another") as refused:
            record_inspection(said=VISIT, by=director, at=AT)
        assert refused.value.problems[0][0] == "another"
        twin = InspectionSaid("focused_visit", "Thornshire", date(2019, 2, 12), subject="care leavers", another=True)
        record_inspection(said=twin, by=director, at=AT)
        assert len(inspections()) == 2

    def test_a_document_may_be_of_one_that_is_in_the_register(self, director):
        of = record_inspection(said=VISIT, by=director, at=AT)
        key = read(director)
        confirm_inspection(reading=key, said=InspectionSaid("", "", None), inspection=of, by=director, at=AT)
        assert [one.readings for one in inspections()] == [(key,)]

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            (InspectionSaid("gossip", "Thornshire", date(2019, 2, 12)), "regime"),
            (InspectionSaid("jtai", "", date(2019, 2, 12)), "authority"),
            (InspectionSaid("jtai", "Thornshire", None), "started_on"),
            (InspectionSaid("jtai", "Thornshire", date(2999, 1, 1)), "started_on"),
            (InspectionSaid("jtai", "Thornshire", date(2019, 2, 12), date(2019, 2, 1)), "ended_on"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_box(self, director, said, field):
        with pytest.raises(Refused) as refused:
            record_inspection(said=said, by=director, at=AT)
        assert [name for name, _ in refused.value.problems] == [field]


class TestRecurrence:
    def test_a_person_links_what_is_suggested_with_name_and_words(self, director):
        first = a_finding(by=director, at=AT, found_on=date(2019, 2, 3))
        again = a_finding(
            by=director, at=AT, found_on=date(2024, 2, 3), words="Plans say neither by when nor what will be different."
        )
        (suggested,) = show_finding(again, reader=director, at=AT).suggested
        assert suggested.row.key == first
        assert "plans" in suggested.shared
        link_findings(finding=again, other=first, title="Plans are not specific", by=director, at=AT)
        (lane,) = kept_being_told(reader=director, on=AT.date()).lanes
        assert (lane.title, lane.summary) == ("Plans are not specific", "Open 7 years. Said twice")
        shown = show_finding(again, reader=director, at=AT)
        assert (shown.linked_by, shown.suggested) == (director.name, ())

    def test_a_suggestion_that_is_wrong_is_not_made_again(self, director):
        first = a_finding(by=director, at=AT, found_on=date(2019, 2, 3))
        again = a_finding(by=director, at=AT, found_on=date(2024, 2, 3))
        say_not_the_same(finding=again, other=first, by=director, at=AT)
        assert show_finding(again, reader=director, at=AT).suggested == ()

    def test_the_first_link_needs_a_title_and_a_part_may_be_taken_out(self, director):
        first = a_finding(by=director, at=AT)
        again = a_finding(by=director, at=AT, found_on=date(2024, 2, 3))
        with pytest.raises(Refused) as refused:
            link_findings(finding=again, other=first, title="", by=director, at=AT)
        assert refused.value.problems[0][0] == "title"
        link_findings(finding=again, other=first, title="Plans are not specific", by=director, at=AT)
        unlink_finding(finding=again, by=director, at=AT)
        assert kept_being_told(reader=director, on=AT.date()).lanes[0].summary == "Open 1 year. Said once"
        unlink_finding(finding=first, by=director, at=AT)
        assert kept_being_told(reader=director, on=AT.date()).lanes == ()

    def test_a_lane_closes_and_reopens_with_its_findings(self, director):
        first = a_finding(by=director, at=AT, found_on=date(2010, 1, 20))
        better = a_finding(by=director, at=AT, found_on=date(2012, 3, 1), polarity="progress")
        link_findings(finding=better, other=first, title="Conferences are late", by=director, at=AT)
        close_finding(finding=first, because="38 of 40 in time.", on=date(2012, 9, 1), by=director, at=AT)
        reopen_finding(finding=first, because="71% in time.", on=date(2021, 2, 1), by=None, at=AT)
        (lane,) = kept_being_told(reader=director, on=AT.date()).lanes
        assert lane.stretches == (
            Stretch(date(2010, 1, 20), date(2012, 9, 1), False),
            Stretch(date(2021, 2, 1), None, True),
        )
        assert lane.summary == "Open 5 years. Reopened in February 2021. Said once; said to be better in March 2012"

    def test_times_that_overlap_are_one(self):
        found = [
            (date(2010, 1, 1), [(date(2015, 1, 1), "closed")]),
            (date(2012, 1, 1), [(date(2018, 1, 1), "closed")]),
            (date(2020, 1, 1), []),
        ]
        assert stretches_of(found) == (
            Stretch(date(2010, 1, 1), date(2018, 1, 1), False),
            Stretch(date(2020, 1, 1), None, False),
        )


class TestSealed:
    def test_words_about_a_sealed_child_are_left_out_everywhere(self, client: Client):
        worker, manager = person_who_signs_in("front_door_worker"), person_who_signs_in("team_manager")
        child = a_child("Iris", by=worker, at=AT)
        key = a_finding(
            by=person_who_signs_in("director"), at=AT, words="Iris was not seen alone for weeks.", children=[child]
        )
        sealed(child)
        client.force_login(manager)
        for url in (reverse("findings"), reverse("finding", args=[key])):
            answer = client.get(url).content.decode()
            assert "Iris" not in answer
            assert "closed to you" in answer


class TestPages:
    def test_from_a_file_to_a_lane(self, client: Client, director):
        client.force_login(director)

        def posted(name: str, keys: list[int], values: dict[str, Any], page: str = "") -> str:
            shown = client.get(page or reverse(name, args=keys)).content.decode()
            once = shown.split('name="once" value="')[1].split('"')[0].split("-")[0]
            mark = {"reading_inspection": "-i", "reading": "-l", "finding_link": "-l"}.get(name, "")
            answer = client.post(reverse(name, args=keys), values | {"once": f"{once}{mark}"})
            assert answer.status_code == 302, answer.content.decode()
            return answer.url

        before = a_finding(by=director, at=AT, found_on=date(2015, 3, 1))
        given = SimpleUploadedFile("letter.txt", LETTER)
        key = int(posted("inspection_read", [], {"file": given}).rstrip("/").rsplit("/", 1)[1])
        reading = reverse("reading", args=[key])
        details = {"regime": "focused_visit", "authority": "Thornshire", "started_on": "2019-02-12"}
        posted("reading_inspection", [key], details, reading)
        line = show_reading(key).lines[2].key
        posted("reading", [key], {f"decision-{line}": "confirmed"})
        finding = show_reading(key).lines[2].finding
        page = client.get(reverse("finding", args=[finding])).content.decode()
        assert "These may be the same thing" in page
        to = posted(
            "finding_link",
            [finding],
            {"other": before, "same": "yes", "title": "Plans are not specific"},
            reverse("finding", args=[finding]),
        )
        assert "Plans are not specific" in client.get(to).content.decode()
        lanes = client.get(reverse("recurring")).content.decode()
        assert "Said twice" in lanes

    def test_pages_cost_the_same_queries_whatever_the_rows(self, client: Client, director):
        found = inspections_at(by=director, at=AT)
        for year in range(2000, 2020):
            a_finding(by=director, at=AT, found_on=date(year, 1, 1), words=f"Plans of {year} are not specific.")
        client.force_login(director)
        for name, keys in (
            ("inspections", []),
            ("inspection", [found.inspection]),
            ("reading", [found.waiting]),
            ("findings", []),
            ("finding", [found.findings[0]]),
            ("recurring", []),
            ("recurrence", [found.recurrence]),
        ):
            client.get(reverse(name, args=keys))
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(reverse(name, args=keys)).status_code == 200
            assert len(asked) <= 15, (name, len(asked))

    def test_what_the_measures_did_is_drawn_with_every_value_in_a_table(self, client: Client):
        made = improvement_at("slipped")
        before = a_finding(by=made.leader, at=AT, found_on=date(2019, 3, 1), words="Plans are not precise.")
        link_findings(finding=made.finding, other=before, title="Plans are not precise", by=made.leader, at=AT)
        client.force_login(made.leader)
        (lane,) = kept_being_told(reader=made.leader, on=AT.date()).lanes
        page = client.get(reverse("recurrence", args=[lane.key])).content.decode()
        drawn = page.partition("What the measures did</h2>")[2]
        assert "<svg" in drawn
        assert "It began at" in drawn
        assert "the oldest first</caption>" in drawn
        assert reverse("improvement_measure", args=[made.measure]) in drawn
