"""The same report reads the same, whatever was done to it on the way: copied, marked, or saved as another file."""

from __future__ import annotations

import html
import io
import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from goldenthread.rulebook.inspecting.extracting import text_of
from goldenthread.rulebook.inspecting.headings import begins_list
from goldenthread.rulebook.inspecting.lines import BULLET
from goldenthread.rulebook.inspecting.reading import IMPROVING, read

FOLDER = Path(__file__).parents[1] / "files" / "inspections"
NAMES = ("inspection_2024", "focused_visit", "monitoring_visit", "single_inspection_2015", "unannounced_2010")


def each(change):
    return lambda text: "\n".join(change(line) for line in text.split("\n")).encode()


def marked(mark):
    return each(lambda line: mark + BULLET.sub("", line.strip(), count=1) if BULLET.match(line.strip()) else line)


def with_headers(text):
    kept = []
    for at, line in enumerate(text.split("\n"), 1):
        kept.append(line)
        if at % 5 == 0:
            kept.append(f"{at // 5} | A report of children’s services, Thornshire")
    return "\n".join(kept).encode()


def as_word(text):
    document = Document()
    for line in text.split("\n"):
        if line.strip():
            document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


ALTERED = {
    "ends of lines of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "a blank line after every line": lambda text: text.replace("\n", "\n\n").encode(),
    "hard spaces": lambda text: text.replace(" ", "\u00a0").encode(),
    "straight marks of quotation": lambda text: text.replace("’", "'").replace("‘", "'").encode(),
    "pushed in": each(lambda line: f"    {line}"),
    "dashes for bullets": marked("- "),
    "stars for bullets": marked("* "),
    "bullets of a symbol font": marked("\uf0a7\t"),
    "bullets on lines of their own": marked("•\n"),
    "headings in capitals": each(lambda line: line.upper() if begins_list(line.strip()) else line),
    "headings marked as in a plain-text page": each(lambda line: f"## {line}" if begins_list(line.strip()) else line),
    "headings made bold by stars": each(lambda line: f"**{line}**" if begins_list(line.strip()) else line),
    "a header on every page, close to the text": with_headers,
    "a web page of broken lines": lambda text: (
        f"<html><body><p>{'<br>'.join(map(html.escape, text.split(chr(10))))}</p></body></html>".encode()
    ),
    "a web page of set lines": lambda text: f"<html><body><pre>{html.escape(text)}</pre></body></html>".encode(),
    "a Word document": as_word,
}


def told(data):
    found = read(text_of(data))
    asked = [re.sub(r"\W+", " ", one.words).strip() for one in found.findings if one.polarity in IMPROVING]
    grades = [(one.area, one.grade) for one in found.judgements]
    return found.regime, found.inspection_start, found.inspection_end, found.published, grades, asked


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("altered", ALTERED)
def test_an_altered_report_reads_the_same(name, altered):
    text = (FOLDER / f"{name}.txt").read_text()
    assert told(ALTERED[altered](text)) == told(text.encode())


@pytest.mark.parametrize("mark", ["a) ", "(b) ", "(iv) "])
def test_letters_and_small_numerals_mark_items_as_bullets_do(mark):
    text = (FOLDER / "inspection_2024.txt").read_text()
    assert told(marked(mark)(text)) == told(text.encode())


def test_the_end_of_a_sentence_on_its_own_line_begins_no_list():
    text = (FOLDER / "focused_visit.txt").read_text()
    tail = "Leaders recognise this as an\narea for improvement.\n12. Workers are proud of what they do.\n"
    assert told(f"{text}\n{tail}".encode())[-1] == told(text.encode())[-1]


def test_items_of_a_web_page_that_are_paragraphs_inside_items_and_cells_that_are_a_row():
    page = (
        "<html><body><p>Inspection of Thornshire children’s services</p>"
        "<table><tr><th>Judgement</th><th>Grade</th></tr>"
        "<tr><td>The impact of leaders on social work practice with children and families</td><td>Good</td></tr>"
        "<tr><td>Overall effectiveness</td><td>Requires improvement to be good</td></tr></table>"
        "<h2>What needs to improve?</h2><ul><li><p>The recording of managers’ <b>decisions</b>.</p></li>"
        "<li>The precision of plans, in<ul><li>their dates.</li></ul></li></ul>"
        "<div><a href='/a'>What else we do</a> <a href='/b'>Home</a></div></body></html>"
    )
    text = text_of(page.encode())
    assert "What else we do" not in text
    found = read(text)
    assert [one.grade for one in found.judgements] == ["Good", "Requires improvement to be good"]
    asked = [one.words for one in found.findings if one.polarity in IMPROVING]
    assert asked == ["The recording of managers’ decisions.", "The precision of plans, in", "their dates."]


def test_letters_drawn_as_one_and_hidden_marks_are_letters_again():
    page = "<html><body><p>The \ufb01rst o\ufb03cer who re\u00adviews it\u00a0soon</p></body></html>"
    assert text_of(page.encode()).strip() == "The first officer who reviews it soon"


def test_a_plain_copy_of_the_table_of_grades_and_days_behind_a_comma():
    found = read(
        "Joint report\nInspection of Elmshire local authority children’s services, 6 to 10 May 2024\n"
        "Lead inspector: Ann Hart\n"
        "| Judgement | Grade |\n|---|:--|\n"
        "| The impact of leaders on social work practice with children and families | Good |\n"
        "| Overall effectiveness | Inadequate |\nPractice is good.\n"
    )
    assert [one.grade for one in found.judgements] == ["Good", "Inadequate"]
    assert (found.inspection_start, found.inspection_end) == (date(2024, 5, 6), date(2024, 5, 10))
