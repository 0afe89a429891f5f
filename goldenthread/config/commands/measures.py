"""`goldenthread measures list|run|rows|explain`: the measures, their figures, and the rows behind them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from goldenthread.config.command import CalledWrongly, Refused, print_object, start_django, with_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parsers = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    listed = parsers.add_parser("list", help="list the measures, and what is wrong with the council's own")
    with_json(listed)
    for name, summary in (
        ("run", "work out one measure"),
        ("rows", "list the rows behind one figure"),
        ("explain", "say what a measure is, and how it differs from the period before"),
    ):
        one = parsers.add_parser(name, help=summary)
        one.add_argument("id", metavar="ID", help="the measure, as “measures list” names it")
        one.add_argument("--from", dest="starts_on", metavar="DATE", required=True, help="first day, as 2026-03-03")
        one.add_argument("--to", dest="ends_on", metavar="DATE", required=True, help="last day")
        if name != "rows":
            one.add_argument("--by", metavar="DIMENSION", default="", help="break it down, as by team")
        with_json(one)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked.

    Raises:
        CalledWrongly: a date is not a date.
        Refused: there is no such measure, no dataset, or the measure cannot be run.
    """
    start_django("app")
    from goldenthread.kernel.refusal import Refused as RefusedInWords

    does: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
        "list": _list,
        "run": _run,
        "rows": _rows,
        "explain": _explain,
    }
    try:
        told = does[arguments.what](arguments)
    except RefusedInWords as reason:
        raise Refused(str(reason)) from reason
    if arguments.json:
        print_object(told)
    else:
        _say(told)
    return 0


def _list(arguments: argparse.Namespace) -> dict[str, Any]:
    from goldenthread.insight.public.measures import catalogue

    found = catalogue()
    return {
        "measures": [
            {
                "id": one.id,
                "title": one.title,
                "group": one.group,
                "unit": one.unit,
                "cohort": one.cohort,
                "polarity": one.polarity,
                "waits_for": one.waits_for,
                "local": one.local,
            }
            for one in found.measures.values()
        ],
        "refused": dict(found.refused),
    }


def _run(arguments: argparse.Namespace) -> dict[str, Any]:
    from goldenthread.insight.public.measures import figure

    span, scope = _asked(arguments)
    return _as_told(figure(arguments.id, scope=scope, span=span, by=arguments.by))


def _as_told(found: Any) -> dict[str, Any]:
    return {
        "id": found.measure,
        "from": found.span.starts_on.isoformat(),
        "to": found.span.ends_on.isoformat(),
        "numerator": _number(found.numerator),
        "denominator": _number(found.denominator),
        "value": _number(found.value),
        "unit": found.unit,
        "groups": [
            {
                "by": group.label,
                "numerator": _number(group.numerator),
                "denominator": _number(group.denominator),
                "value": _number(group.value),
            }
            for group in found.groups
        ],
    }


def _rows(arguments: argparse.Namespace) -> dict[str, Any]:
    from goldenthread.insight.public.measures import rows

    span, scope = _asked(arguments)
    found = rows(arguments.id, scope=scope, span=span, many=None)
    return {
        "id": arguments.id,
        "rows": [
            {
                "child": row.child,
                "about": row.about,
                "event_on": row.event_on.isoformat(),
                "in_denominator": _number(row.in_denominator),
                "in_numerator": _number(row.in_numerator),
                **row.labels,
            }
            for row in found.rows
        ],
    }


def _explain(arguments: argparse.Namespace) -> dict[str, Any]:
    from goldenthread.insight.public.measures import explained

    span, scope = _asked(arguments)
    found = explained(arguments.id, scope=scope, span=span, by=arguments.by or "team")
    one = found.measure
    return {
        "id": one.id,
        "title": one.title,
        "definition": one.definition,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "polarity": one.polarity,
        "target": one.target_words,
        "source": one.source,
        "caveats": one.caveats,
        "fed_by": list(one.fed_by),
        "waits_for": one.waits_for,
        "now": _as_told(found.now),
        "before": _as_told(found.before),
        "change": _number(found.change),
        "by": found.by,
        "parts": [
            {
                "by": part.label,
                "rate": round(part.rate, 4),
                "mix": round(part.mix, 4),
                "chance": round(part.chance, 4),
            }
            for part in found.parts
        ],
    }


def _asked(arguments: argparse.Namespace) -> tuple[Any, Any]:
    from django.utils import timezone

    from goldenthread.insight.public.measures import Scope, Span

    span = Span(_day(arguments.starts_on), _day(arguments.ends_on))
    return span, Scope(None, timezone.now())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CalledWrongly(f"{text} is not a date: write it as 2026-03-03.") from None


def _number(value: float | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 4)


def _say(told: dict[str, Any]) -> None:
    for one in told.get("measures", ()):
        waits = f" (waits for {one['waits_for']})" if one["waits_for"] else ""
        print(f"{one['id']}: {one['title']}{waits}")
    for name, why in told.get("refused", {}).items():
        print(f"{name} cannot be used: {why}")
    for row in told.get("rows", ()):
        print("\t".join(str(value) for value in row.values()))
    if "definition" in told:
        print(f"{told['title']}\n{told['definition']}\nSource: {told['source']}")
        _say_figure("Before", told["before"])
        _say_figure("Now", told["now"])
        for part in told["parts"]:
            print(f"  {part['by']}: its own rate {part['rate']:+.1f}, its share of the work {part['mix']:+.1f}")
    elif "value" in told:
        _say_figure(told["id"], told)


def _say_figure(name: str, told: dict[str, Any]) -> None:
    of = "" if told["denominator"] is None else f" ({told['numerator']:,} of {told['denominator']:,})"
    print(f"{name}: {_shown(told['value'])} {told['unit']}{of}")
    for group in told["groups"]:
        print(f"  {group['by']}: {_shown(group['value'])}")


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:,.1f}"
