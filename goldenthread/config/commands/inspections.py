"""`goldenthread inspections read FILE`: what a report, a letter or a press story says. Needs no database."""

from __future__ import annotations

import argparse
from pathlib import Path

from goldenthread.config.command import Refused, print_object, with_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of the command."""
    parts = parser.add_subparsers(metavar="ACT", required=True)
    reading = parts.add_parser("read", help="Read a report, a letter or a press story, and propose what it finds")
    reading.add_argument("file", type=Path, metavar="FILE", help="a text, web page, Word document or PDF")
    with_json(reading)


def run(arguments: argparse.Namespace) -> int:
    """Read the file and print what it says."""
    # Loaded here, so that the other commands do not wait for what reads documents.
    from goldenthread.rulebook.inspecting.extracting import LARGEST, Unreadable, text_of
    from goldenthread.rulebook.inspecting.reading import read

    try:
        with arguments.file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as reason:
        raise Refused(f"{arguments.file} cannot be opened: {reason.strerror}.") from reason
    try:
        proposal = read(text_of(data))
    except Unreadable as reason:
        raise Refused(str(reason)) from reason
    if arguments.json:
        print_object(proposal.as_object())
    else:
        print(in_words(proposal))
    return 0


def in_words(proposal: object) -> str:
    """The proposal as a person reads it in a terminal."""
    from goldenthread.rulebook.codes import SETS
    from goldenthread.rulebook.inspecting.proposal import Proposal
    from goldenthread.ui.words import day

    assert isinstance(proposal, Proposal)
    kind = SETS["inspection_regime"].label(proposal.regime) if proposal.regime else "Not told"
    days = [day(one) for one in dict.fromkeys((proposal.inspection_start, proposal.inspection_end)) if one]
    lines = [
        f"Kind: {kind} ({proposal.kind})",
        f"Authority: {proposal.authority or 'not told'}",
        f"Inspected: {' to '.join(days) or 'not told'}",
        f"Published: {day(proposal.published) if proposal.published else 'not told'}",
        *(f"{one.area}: {one.grade}" for one in proposal.judgements),
        "",
    ]
    for number, one in enumerate(proposal.findings, 1):
        themes = ", ".join(SETS["finding_theme"].label(theme) for theme in one.themes)
        label = SETS["finding_polarity"].label(one.polarity)
        lines += [f"{number}. {label}{f' ({themes})' if themes else ''}", f"   {one.words}"]
    return "\n".join([*lines, *([""] if proposal.said else []), *proposal.said])
