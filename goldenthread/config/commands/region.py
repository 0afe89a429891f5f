"""`goldenthread region authorities|run`: the authorities of the region, and measures in each of them."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from goldenthread.config.command import CalledWrongly, Refused, print_object, progress_bar, start_django, with_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parsers = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    listed = parsers.add_parser("authorities", help="list the authorities whose datasets lie under GOLDENTHREAD_REGION")
    with_json(listed)
    one = parsers.add_parser("run", help="work out a measure, or all, in each authority and in the region")
    one.add_argument("id", metavar="ID", nargs="?", default="", help="the measure; every measure without it")
    one.add_argument("--from", dest="starts_on", metavar="DATE", required=True, help="first day, as 2026-03-03")
    one.add_argument("--to", dest="ends_on", metavar="DATE", required=True, help="last day")
    with_json(one)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked. Numbers that are small, or would give a small one away, are left out.

    Raises:
        CalledWrongly: a date is not a date.
        Refused: no region is set, it cannot be read, or there is no such measure.
    """
    start_django("app")
    from goldenthread.kernel.refusal import Refused as RefusedInWords

    try:
        told = _authorities() if arguments.what == "authorities" else _run(arguments)
    except RefusedInWords as reason:
        raise Refused(str(reason)) from reason
    if arguments.json:
        print_object(told)
    else:
        _say(told)
    return 0


def _authorities() -> dict[str, Any]:
    from django.utils import timezone

    from goldenthread.insight.public.measures import Scope
    from goldenthread.insight.public.region import region_members

    return {
        "authorities": [
            {
                "authority": one.authority,
                "own": one.own,
                "built_at": one.built_at.isoformat() if one.built_at else None,
                "children_in_area": one.children_in_area,
                "rows": one.rows,
                "wrong": one.wrong,
            }
            for one in region_members(scope=Scope(None, timezone.now()))
        ]
    }


def _run(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.utils import timezone

    from goldenthread.insight.public.measures import Scope, Span
    from goldenthread.insight.public.region import region_figures, region_measures

    span, scope = Span(_day(arguments.starts_on), _day(arguments.ends_on)), Scope(None, timezone.now())
    asked = (arguments.id,) if arguments.id else region_measures()
    found = []
    with progress_bar("Counting") as tell:
        tell(0, len(asked), "each authority")
        for one in region_figures(asked, scope=scope, span=span):
            found.append(_as_told(one))
            tell(len(found), len(asked), one.measure.id)
    return {"from": arguments.starts_on, "to": arguments.ends_on, "measures": found}


def _as_told(found: Any) -> dict[str, Any]:
    outside = {one.key for one in found.groups if one.outside}
    return {
        "id": found.measure.id,
        "unit": found.measure.unit,
        "region": _part(found.whole),
        "authorities": [
            {"authority": one.authority, **_part(one), "outside_limits": one.authority in outside, "wrong": one.wrong}
            for one in found.parts
        ],
    }


def _part(one: Any) -> dict[str, Any]:
    return {
        "numerator": _number(one.numerator),
        "denominator": _number(one.denominator),
        "value": _number(one.value),
        "left_out": one.left_out,
    }


def _number(value: float | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 4)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CalledWrongly(f"{text} is not a date: write it as 2026-03-03.") from None


def _say(told: dict[str, Any]) -> None:
    for one in told.get("authorities", ()):
        own = " (this authority)" if one["own"] else ""
        print(f"{one['authority']}{own}: {one['wrong'] or f'{one["rows"]:,} rows, built {one["built_at"]}'}")
    for measure in told.get("measures", ()):
        print(f"{measure['id']}: {_shown(measure['region'])} {measure['unit']} in the region")
        for one in measure["authorities"]:
            marked = ", beyond what its size explains" if one["outside_limits"] else ""
            print(f"  {one['authority']}: {one['wrong'] or _shown(one)}{marked}")


def _shown(one: dict[str, Any]) -> str:
    if one["left_out"]:
        return "left out, because a number in it is small or would give one away"
    return "none" if one["value"] is None else f"{one['value']:,.1f}"
