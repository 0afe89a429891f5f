"""The first words of what is said of a measure, from results alone: each sentence says how sure it is and what it
rests on. A person edits them and signs.

The order is fixed: what changed, why, so what for children, what we will do, what we said last time and whether it
worked. Nothing is said of a cause where nothing moved beyond chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.insight.analysis.causes import Cut, Explanation
from goldenthread.insight.analysis.charts import RULES, Verdict
from goldenthread.insight.analysis.decomposition import waterfall
from goldenthread.ui.words import MONTHS, day, join_names

PARTS = {
    "what_changed": "What changed",
    "why": "Why",
    "so_what": "So what for children",
    "what_we_will_do": "What we will do",
    "last_time": "What we said last time",
}
"""The parts in their order."""
SURE = ("counted", "very_likely", "likely", "possible", "not_known")
CAUSAL = ("because", "due to", "as a result of", "driven by", "caused by")
"""Words that may stand only where we are likely or surer."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence. `rests_on` holds (words, key of what it rests on): rows:now, rows:missed, rows:before, chart,
    parts, tested, steps, others, definition, action:3."""

    part: str
    words: str
    sure: str
    rests_on: tuple[tuple[str, str], ...] = ()
    edited: bool = False


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """England's figure, of which year, and our own published one of the same year where there is one."""

    year: str
    england: float
    ours: float | None


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that was or will be done. `worked` is a key of `judging.WORKED`, empty for what is still to come."""

    key: int
    words: str
    owner: str
    due_on: date
    expected: float
    judged_on: date
    came: float | None = None
    worked: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that may be said. `title` is the measure's and `counts` what its numerator is, in its own words.
    Counts are of `period` and of the months it is compared with; what they are multiplied by is `per`. `unit` is % or
    empty. `at_step` is the step of the process that took most of a move, with its tenths of a point."""

    title: str
    counts: str
    period: str
    compared: str
    now: tuple[float, float | None]
    before: tuple[float, float | None]
    verdict: Verdict
    polarity: str
    unit: str = "%"
    per: float = 100.0
    target: float | None = None
    published: PublishedFigure | None = None
    explanation: Explanation | None = None
    made_up_of: Mapping[str, str] | None = None
    at_step: tuple[str, int] | None = None
    will_do: Sequence[Promise] = ()
    said: Sequence[Promise] = ()


def month_words(month: date) -> str:
    """October 2026."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def figure_words(value: float | None, unit: str) -> str:
    """72.7%, or 1,204, or 15.2."""
    if value is None:
        return "no figure"
    if unit == "%":
        return f"{value:.1f}%"
    return f"{value:,.0f}" if float(value).is_integer() or value >= 100 else f"{value:,.1f}"


def points(tenths: int, *, sign: bool = False) -> str:
    """9.7, or −9.7 with a true minus."""
    shown = f"{abs(tenths) / 10:.1f}"
    return f"{'−' if tenths < 0 else '+' if sign and tenths > 0 else ''}{shown}"


def value_of(counts: tuple[float, float | None], per: float) -> float | None:
    """The figure in its unit."""
    numerator, denominator = counts
    if denominator is None:
        return numerator
    return numerator / denominator * per if denominator else None


def draft(facts: Facts) -> tuple[Clause, ...]:
    """The sentences that the results allow, and no other. A part about which nothing is known says so."""
    return (
        *_what_changed(facts),
        *_why(facts),
        *_so_what(facts),
        *_what_we_will_do(facts),
        *_last_time(facts),
    )


def gaps(clauses: Sequence[Clause]) -> tuple[tuple[str, str], ...]:
    """What is missing before this is more than a description, as (part, sentence). Empty when it may be signed."""
    found = []
    said = {part: " ".join(one.words.strip() for one in clauses if one.part == part).strip() for part in PARTS}
    asks = {
        "what_changed": "Say what changed, or that nothing changed beyond chance",
        "why": "Say why, or that it is not known and what is being done to find out",
        "so_what": "Say what it means for children",
        "what_we_will_do": "Say what will be done, by whom and by when, or why nothing needs to be",
        "last_time": "Say what we said last time and whether it worked, or that nothing was said",
    }
    found += [(part, sentence) for part, sentence in asks.items() if not said[part]]
    for one in clauses:
        if one.sure in ("possible", "not_known") and any(word in one.words.lower() for word in CAUSAL):
            found.append(
                (
                    one.part,
                    "Words such as ‘because’ need ‘likely’ or surer: say that it fits the timing, or leave it out",
                )
            )
        if one.part == "what_we_will_do" and one.sure in ("counted", "very_likely") and one.edited:
            found.append((one.part, "What an action will do is never surer than ‘likely’"))
    return tuple(dict.fromkeys(found))


def _what_changed(facts: Facts) -> Iterator[Clause]:
    now, before = value_of(facts.now, facts.per), value_of(facts.before, facts.per)
    if now is None:
        yield Clause("what_changed", f"Nothing was counted in {facts.period}.", "counted", (("the rows", "rows:now"),))
        return
    words = f"{facts.title}: {figure_words(now, facts.unit)} in {facts.period}"
    rests = [(_of(facts.now), "rows:now")]
    if before is not None:
        way = "the same as" if _same(now, before) else "down from" if now < before else "up from"
        words += f", {way} {figure_words(before, facts.unit)} in {facts.compared}"
        rests.append((_of(facts.before), "rows:before"))
    yield Clause("what_changed", f"{words}.", "counted", tuple(rests))
    if facts.verdict.moved and facts.verdict.since:
        yield Clause(
            "what_changed",
            f"This is more than chance explains: it began in {month_words(facts.verdict.since)}, by the rule of "
            f"{RULES[facts.verdict.rule]}.",
            "very_likely",
            (("the chart", "chart"),),
        )
    elif facts.verdict.way == "same":
        yield Clause("what_changed", "There is no change beyond chance.", "counted", (("the chart", "chart"),))
    else:
        yield Clause(
            "what_changed",
            "There are too few months to tell a change from chance.",
            "not_known",
            (("the chart", "chart"),),
        )
    if facts.target is not None:
        met = now >= facts.target if facts.polarity == "high" else now <= facts.target
        yield Clause(
            "what_changed",
            f"The usual aim is {figure_words(facts.target, facts.unit)}: it is {'met' if met else 'not met'}.",
            "counted",
            (("how it is worked out", "definition"),),
        )
    if facts.published is not None:
        england = figure_words(facts.published.england, facts.unit)
        ours = "" if facts.published.ours is None else f", and ours {figure_words(facts.published.ours, facts.unit)}"
        yield Clause(
            "what_changed",
            f"The latest year published for everybody is {facts.published.year}: England was at {england}{ours}. "
            f"Nothing is published yet for {facts.period}.",
            "counted",
            (("others", "others"),),
        )


def _why(facts: Facts) -> Iterator[Clause]:
    if facts.verdict.way == "same":
        yield Clause(
            "why",
            "Nothing moved beyond chance, so there is no cause to look for.",
            "counted",
            (("the chart", "chart"),),
        )
        return
    found = facts.explanation
    if found is None or found.best is None:
        yield Clause(
            "why",
            "It is not known why. No group that we looked at explains it.",
            "not_known",
            (("what was tested", "tested"),),
        )
    else:
        yield Clause("why", _cause(facts, found.best), "counted", (("the parts add up", "parts"),))
    if facts.at_step is not None:
        step, tenths = facts.at_step
        way = "more" if tenths < 0 else "less"
        yield Clause(
            "why",
            f"By step of the process, {points(abs(tenths))} points are that {way} of the work was: "
            f"{step[0].lower()}{step[1:]}.",
            "counted",
            (("the steps add up", "steps"),),
        )
    for one in (found.timing if found else ())[:2]:
        words = one.event.words.rstrip(".")
        if one.sure == "likely":
            still = join_names(one.untouched) or "others"
            yield Clause(
                "why",
                f"It is likely that this began with what happened on {day(one.event.on)} ({words}): {still} did "
                "not move. What else happened there at that time is not ruled out.",
                "likely",
                (("what was tested", "tested"),),
            )
        else:
            yield Clause(
                "why",
                f"It fits the timing of {day(one.event.on)} ({words}), and nothing more is known of that.",
                "possible",
                (("what was tested", "tested"),),
            )


def _cause(facts: Facts, best: Cut) -> str:
    whole = waterfall(best.parts)
    change = whole.after - whole.before
    fall = "fall" if change < 0 else "rise"
    by = (facts.made_up_of or {}).get(best.by, best.by)
    if best.finding == "both_ways":
        whole_way, each_way, came = ("fell", "rose", "lower") if change < 0 else ("rose", "fell", "higher")
        return (
            f"The total {whole_way} although every group by {by} {each_way}: more of the work came from the groups "
            f"with the {came} figures."
        )
    if best.finding == "mix":
        tenths = next((part.tenths for part in whole.parts if part.kind == "mix"), 0)
        return (
            f"Most of the {fall}, {points(abs(tenths))} of {points(abs(change))} points, is a different mix of work by "
            f"{by}, and not slower or quicker work in any group."
        )
    assert best.leader is not None
    tenths = next((part.tenths for part in whole.parts if part.key == best.leader.key), 0)
    name = best.leader.key
    if abs(tenths) > abs(change):
        return (
            f"{name} alone took {points(abs(tenths))} points, more than the whole {fall} of {points(abs(change))}: the "
            "other groups together went the other way."
        )
    return f"Most of the {fall}, {points(abs(tenths))} of {points(abs(change))} points, is in {name}."


def _so_what(facts: Facts) -> Iterator[Clause]:
    numerator, denominator = facts.now
    if not denominator or facts.unit != "%" or facts.polarity not in ("high", "low"):
        yield Clause("so_what", "What it means for children is not known yet.", "not_known", ())
        return
    missed = facts.polarity == "high"
    count = int(denominator - numerator if missed else numerator)
    yield Clause(
        "so_what",
        f"{count:,} of {int(denominator):,} in {facts.period} {'did not have' if missed else 'had'} what is measured: "
        f"{facts.counts.rstrip('.')}.",
        "counted",
        ((f"{count:,} rows", "rows:missed"),),
    )
    if facts.verdict.way == "worse":
        yield Clause(
            "so_what",
            "Whether any child was harmed is not known: the figure cannot show it. The records have to be read.",
            "not_known",
            ((f"{count:,} rows", "rows:missed"),),
        )


def _what_we_will_do(facts: Facts) -> Iterator[Clause]:
    for one in facts.will_do:
        yield Clause(
            "what_we_will_do",
            f"{one.words.rstrip('.')}. {one.owner} does it by {day(one.due_on)}. We expect "
            f"{figure_words(one.expected, facts.unit)} in {month_words(one.judged_on)}.",
            "likely",
            (("the action", f"action:{one.key}"),),
        )
    if not facts.will_do and not facts.verdict.moved and facts.verdict.way != "too_few":
        yield Clause("what_we_will_do", "Nothing new: we go on as we do.", "counted", (("the chart", "chart"),))


def _last_time(facts: Facts) -> Iterator[Clause]:
    for one in facts.said:
        words = one.words.rstrip(".")
        came = figure_words(one.came, facts.unit)
        expected = f"{figure_words(one.expected, facts.unit)} in {month_words(one.judged_on)}"
        told = {
            "yes": f"It did: {month_words(one.judged_on)} was {came}",
            "in_part": f"It did in part: {month_words(one.judged_on)} was {came}",
            "no": f"It did not: {month_words(one.judged_on)} was {came}",
            "too_early": "It is too early to say",
            "not_known": "Whether it did is not known: there is no figure",
        }[one.worked or "too_early"]
        yield Clause(
            "last_time",
            f"We said: {words} ({one.owner}), and expected {expected}. {told}.",
            "counted",
            (("the action", f"action:{one.key}"),),
        )
    if not facts.said:
        yield Clause("last_time", "Nothing was said of this measure before that can be judged now.", "counted", ())


def _of(counts: tuple[float, float | None]) -> str:
    return f"{int(counts[0]):,} of {int(counts[1]):,}" if counts[1] is not None else f"{counts[0]:,.0f}"


def _same(one: float, other: float) -> bool:
    return round(one, 1) == round(other, 1)
