"""A chronology as a paper: the values that both forms print, and the form that a word processor opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from goldenthread.casework.public.chronology import KINDS, Chosen, Chronology
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words

HEADINGS = ("Date", "What happened", "What it meant", "Source")


def as_values(
    found: Chronology,
    chosen: Chosen,
    *,
    children: Sequence[tuple[str, date | None]],
    made_by: str,
    made_at: datetime,
    council: str,
) -> dict[str, Any]:
    """Everything that the paper says, as plain values: whose it is, who made it when, what was left out, the rows."""
    several = len(children) > 1
    who = [
        f"{name}, born {words.day(born_on)}" if born_on else f"{name}, born on a day not known"
        for name, born_on in children
    ]
    return {
        "title": f"Chronology: {words.join_names(name for name, _ in children)}",
        "children": who,
        "made": f"Made by {made_by}, {words.day(made_at)} at {words.clock_time(made_at)}, from the record of {council}",
        "left_out": _left_out(found, chosen),
        "council": council,
        "headings": list(HEADINGS),
        "rows": [
            {
                "on": words.day(entry.on),
                "title": entry.title,
                "who": words.join_names(found.names[key] for key in entry.children if key in found.names)
                if several
                else "",
                "words": _printable(entry.words),
                "impact": _printable(entry.impact),
                "source": _printable(entry.source),
            }
            for entry in found.entries
        ],
    }


def _left_out(found: Chronology, chosen: Chosen) -> str:
    """What the choice leaves out, in a sentence: a court must know what it does not see."""
    limits = []
    if chosen.kind:
        of_note = chosen.kind.startswith("note:")
        label = SETS["note_kind"].label(chosen.kind[5:]) if of_note else KINDS[chosen.kind]
        limits.append(f"only entries of the kind “{label.lower()}”")
    elif not chosen.everything:
        limits.append("only entries that are marked as significant")
    if chosen.since:
        limits.append(f"from {words.day(chosen.since)}")
    if chosen.until:
        limits.append(f"to {words.day(chosen.until)}")
    closed = sum(not entry.opens for entry in found.entries)
    contacts = words.plural(closed, "contact")
    shut = f" The words of {contacts} are left out, because they are restricted." if closed else ""
    every = words.plural(found.every, "entry", "entries")
    if not limits:
        return f"This is everything on the record: {every}.{shut}"
    out = f"{words.plural(found.left_out, 'entry', 'entries')} {'is' if found.left_out == 1 else 'are'} left out."
    return f"This paper holds {', '.join(limits)}: {words.number(found.total)} of {every}. {out}{shut}"


def as_document(values: Mapping[str, Any]) -> Paper:
    """The paper for a word processor: a header of names, a table whose first row repeats, and numbered pages."""
    made = Document()
    made.core_properties.title = values["title"]
    made.core_properties.author = values["council"]
    made.core_properties.language = "en-GB"
    made.styles["Normal"].font.name = "Arial"
    made.styles["Normal"].font.size = Pt(11)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.header.paragraphs[0].text = "; ".join(values["children"])
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run(f"{values['made']}. Page ")
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")
    made.add_heading(values["title"], level=1)
    for line in (*values["children"], f"{values['made']}.", values["left_out"]):
        made.add_paragraph(line)
    table = made.add_table(rows=1, cols=len(HEADINGS))
    table.style = "Table Grid"
    for cell, label in zip(table.rows[0].cells, values["headings"], strict=True):
        cell.paragraphs[0].add_run(label).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in values["rows"]:
        cells = table.add_row().cells
        cells[0].text = row["on"]
        cells[1].paragraphs[0].add_run(row["title"]).bold = True
        for line in (row["who"], row["words"]):
            if line:
                cells[1].add_paragraph(line)
        cells[2].text = row["impact"]
        cells[3].text = row["source"]
    return made


def _field(paragraph: Any, name: str) -> None:
    """A number that the word processor works out: the page, or how many there are."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _printable(text: str) -> str:
    """Without control characters, which neither form can hold."""
    return "".join(one for one in text if one >= " " or one in "\n\t")
