"""Documents of inspections read into proposals: short passages of our own, one of each kind, that always run."""

from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from goldenthread.rulebook.inspecting.days import first_days
from goldenthread.rulebook.inspecting.extracting import Unreadable, text_of
from goldenthread.rulebook.inspecting.proposal import Proposal
from goldenthread.rulebook.inspecting.prose import polarity_of
from goldenthread.rulebook.inspecting.reading import read
from goldenthread.rulebook.inspecting.recurring import Said, suggestions
from goldenthread.rulebook.inspecting.themes import themes_of

FILES = Path(__file__).parents[1] / "files" / "inspections"
ASKED = ("area_for_improvement", "priority_action")


def proposal(name: str) -> Proposal:
    return read(text_of((FILES / name).read_bytes()))


def said(found: Proposal, *polarities: str) -> list[str]:
    return [one.words for one in found.findings if one.polarity in polarities]


@pytest.mark.parametrize(
    ("name", "kind", "regime", "began", "ended", "published"),
    [
        ("unannounced_2010.txt", "letter", "unannounced_2009_12", "2010-01-19", "2010-01-20", "2010-02-12"),
        ("safeguarding_2012.txt", "report", "lac_safeguarding_2009_13", "2012-03-05", "2012-03-16", "2012-04-27"),
        ("single_inspection_2015.txt", "report", "sif_2013_17", "2015-09-21", "2015-10-15", "2015-12-04"),
        ("peer_review.txt", "letter", "lga_peer", "2017-09-11", "2017-09-14", None),
        ("focused_visit.txt", "letter", "focused_visit", "2019-02-12", "2019-02-13", "2019-03-14"),
        ("monitoring_visit.txt", "letter", "monitoring_visit", "2021-05-18", "2021-05-19", "2021-06-09"),
        ("joint_inspection.txt", "letter", "jtai", "2024-05-13", "2024-05-17", "2024-07-02"),
        ("inspection_2024.txt", "report", "ilacs_2023_mar2026", "2024-10-28", "2024-11-08", None),
        ("story.html", "press", "focused_visit", None, None, None),
    ],
)
def test_what_a_document_is(name, kind, regime, began, ended, published):
    found = proposal(name).as_object()
    assert (found["kind"], found["regime"], found["authority"]) == (kind, regime, "Thornshire")
    assert [found[key] for key in ("inspection_start", "inspection_end", "published")] == [began, ended, published]


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_each_finding_stands_at_its_place_in_the_text(name):
    text = text_of((FILES / name).read_bytes())
    found = read(text).findings
    assert found
    for one in found:
        first, last = one.words.split()[0], one.words.split()[-1]
        assert text[one.start : one.end].startswith(first)
        assert text[one.start : one.end].endswith(last)


def test_a_finding_that_a_page_break_splits_is_whole_without_the_header():
    split = "The challenge that supervisors give when nothing has changed for a child over several months, and the "
    split += "direction that follows."
    assert said(proposal("focused_visit.txt"), *ASKED) == [
        "The precision of plans, so that a family can tell what will be different for the child, and by when.",
        split,
        "The use of earlier concerns when a new one is weighed.",
    ]


def test_grades_as_printed_with_care_leavers_apart():
    assert [(one.area[-12:], one.grade) for one in proposal("inspection_2024.txt").judgements] == [
        ("and families", "Good"),
        ("d protection", "Requires improvement to be good"),
        ("dren in care", "Outstanding"),
        ("care leavers", "Inadequate"),
        ("ffectiveness", "Requires improvement to be good"),
    ]


def test_the_tag_of_the_national_framework_is_kept_as_printed():
    assert [one.tag for one in proposal("inspection_2024.txt").findings if one.polarity in ASKED] == [
        "outcome 2, national framework",
        "enabler 1, national framework",
    ]


def test_a_report_without_an_overall_grade_is_of_the_newest_form():
    text = (FILES / "inspection_2024.txt").read_text()
    newer = text.replace("8 November 2024", "8 November 2026")
    newer = newer.replace("Overall effectiveness Requires improvement to be good\n", "")
    found = read(newer)
    assert found.regime == "ilacs_apr2026_on"
    assert len(found.judgements) == 4


def test_items_of_the_safeguarding_board_are_not_the_councils():
    found = proposal("single_inspection_2015.txt")
    assert len(said(found, *ASKED)) == 3
    assert [one.words for one in found.for_others] == ["Ensure that the board learns from each review."]
    assert "safeguarding board" in found.said[0]
    assert found.judgements[-1].area == "Local Safeguarding Children Board"


def test_what_waits_for_priority_action_is_told_apart():
    found = proposal("joint_inspection.txt")
    assert said(found, "priority_action") == [
        "The sharing of information on the night that a child is found to be at risk."
    ]
    assert len(said(found, "area_for_improvement")) == 2
    assert len(said(found, "strength")) == 1


def test_that_there_is_no_area_for_priority_action_is_no_finding():
    assert not said(proposal("unannounced_2010.txt"), "priority_action")


def test_a_letter_without_a_list_is_read_by_its_sentences():
    found = proposal("monitoring_visit.txt")
    assert [one.polarity for one in found.findings] == [
        "progress",
        "strength",
        "area_for_improvement",
        "area_for_improvement",
    ]


def test_adverts_other_stories_and_what_the_council_says_of_itself_are_left_out_of_a_story():
    found = proposal("story.html")
    whole = " ".join(one.words for one in found.findings)
    assert len(found.findings) == 3
    for away in ("garden", "delighted", "keep improving", "weather", "newsletter", "cookies"):
        assert away not in whole
    assert "press story" in found.said[0]


def test_a_text_that_is_no_report_says_so_and_leads_on():
    found = read("Minutes of the parish council. The hedge will be cut in May, and the bench painted. " * 6)
    assert (found.kind, found.regime, found.findings) == ("other", None, ())
    assert any("right document" in one for one in found.said)


def test_the_same_words_in_a_word_document_and_a_web_page():
    document = Document()
    document.add_paragraph("Focused visit to Thornshire Council children’s services")
    document.add_paragraph("Dear Ms Aldous")
    document.add_paragraph("What needs to improve in this area of social work practice?")
    document.add_paragraph("The recording of managers’ decisions.", style="List Bullet")
    document.add_paragraph("The precision of plans.", style="List Bullet")
    document.add_paragraph("Yours sincerely")
    kept = io.BytesIO()
    document.save(kept)
    page = (
        "<html><body><main><p>Dear Ms Aldous</p><h2>What needs to improve?</h2><ul>"
        "<li>The recording of managers’ decisions.</li><li>The precision of plans.</li></ul>"
        "<p>Yours sincerely</p></main></body></html>"
    ).encode()
    for data in (kept.getvalue(), page):
        assert said(read(text_of(data)), *ASKED) == ["The recording of managers’ decisions.", "The precision of plans."]


def a_pdf(pages: int, *, words: bool) -> bytes:
    """A PDF of so many pages, with text or without any."""
    import typst

    line = r"Plans are written soon. Some children wait too long for a visit, and nobody says why. " * 30
    body = "\n#pagebreak()\n".join(line if words else "#rect(width: 90%, height: 90%)" for _ in range(pages))
    return typst.compile(body.encode())


def test_a_scanned_pdf_is_refused_with_a_way_on():
    with pytest.raises(Unreadable, match="scanned.*text recognised.*type the findings in"):
        text_of(a_pdf(2, words=False))


def test_a_pdf_of_110_pages_is_read_in_two_seconds():
    data = a_pdf(110, words=True)
    began = time.process_time()
    found = read(text_of(data))
    took = time.process_time() - began
    assert found.kind
    assert took < 2, f"{took:.1f} seconds of processor time"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 cut off", "damaged"),
        (b"PK\x03\x04 not a document", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "old Word file"),
        (b"\x89PNG\x00\x00\x00", "not a text"),
        (b"<html><body><nav>Menu</nav></body></html>", "no words"),
    ],
)
def test_what_cannot_be_read_says_why(data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        text_of(data)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("16 to 27 January 2023", (date(2023, 1, 16), date(2023, 1, 27))),
        ("30 September – 22 October 2014", (date(2014, 9, 30), date(2014, 10, 22))),
        ("26 February 2018–22 March 2018", (date(2018, 2, 26), date(2018, 3, 22))),
        ("12 and 13 January 2010", (date(2010, 1, 12), date(2010, 1, 13))),
        ("15-19 July 2013", (date(2013, 7, 15), date(2013, 7, 19))),
        ("on 5 December 2014", (date(2014, 12, 5), date(2014, 12, 5))),
        ("31 February 2024", (None, None)),
    ],
)
def test_days_as_reports_write_them(words, days):
    assert first_days(words) == days


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("Plans are not specific enough.", "area_for_improvement"),
        ("Children are seen promptly by skilled social workers.", "strength"),
        ("Since the last inspection, supervision has improved.", "progress"),
        ("Inspectors did not find any children at immediate risk of harm.", "strength"),
        ("Although caseloads were too high, they have improved a great deal.", "progress"),
        ("Supervision is regular, although its quality varies.", "area_for_improvement"),
        ("The visit took place in May.", None),
    ],
)
def test_a_sentence_is_told_by_its_own_words(sentence, polarity):
    assert polarity_of(sentence) == polarity


def test_themes_are_told_by_words_and_not_by_parts_of_words():
    assert themes_of("The female worker recorded a change of culture") == ("recording",)
    assert themes_of("Fathers and male carers are left out of plans") == ("plans_smart", "fathers")


def test_a_repeat_is_suggested_for_the_rare_words_that_it_shares():
    now = Said(1, "The precision of plans, so that they can be measured by families.", ("plans_smart",))
    before = [
        Said(2, "Plans cannot be measured, and families do not understand them.", ("plans_smart",)),
        Said(3, "The sufficiency of homes for children in care.", ("sufficiency_placements",)),
        Said(4, "Caseloads are too high in two teams.", ("workforce_caseloads",)),
    ]
    (found,) = suggestions(now, before)
    assert found.key == 2
    assert {"plans", "measured", "families"} <= set(found.shared)
    assert found.themes == ("plans_smart",)
