"""Pictures of time: a journey with its bands, rows of events, and how much of a time is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from goldenthread.ui.pictures import drawing
from goldenthread.ui.pictures.drawing import INK, LATE, QUIET, Scale, Shelf, line, mark_at, n, text_width, words_at

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LATE_STATES = ("late", "over", "miss", "broken")


@dataclass(frozen=True, slots=True)
class Event:
    """Something on one day. `state`: dot, done, late, over, to_come, miss, broken, night or square."""

    on: date
    label: str = ""
    state: str = "dot"


@dataclass(frozen=True, slots=True)
class Span:
    """Something that lasts. `ends_on` of `None` means it still does. `tone`: white, grey, mint, peach, lilac, gold."""

    starts_on: date
    ends_on: date | None
    label: str = ""
    tone: str = "grey"


@dataclass(frozen=True, slots=True)
class Band:
    """A row of spans under the line."""

    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of events. With `threaded`, a gold line joins the first to the last."""

    label: str
    events: tuple[Event, ...]
    threaded: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a time that counts, such as one working day; `share` is its part of the whole, from 0 to 1."""

    label: str
    share: float


def journey_line(
    *,
    title: str,
    description: str,
    starts_on: date,
    ends_on: date,
    today: date,
    events: Sequence[Event],
    open_spans: Sequence[Span] = (),
    bands: Sequence[Band] = (),
    born_on: date | None = None,
    counted: str = "Age",
    key: str = "journey",
    width: int = 1140,
    most_label_rows: int = 3,
) -> SafeString:
    """Somebody's whole journey: a thread with its events, bands of what lasted beneath, years along the foot.

    The thread is gold where an `open_spans` holds and dotted between. Labels beyond `most_label_rows` are left to the
    list beside the picture. `born_on` adds a row of ages called `counted`.
    """
    left = max([92.0, *(text_width(band.label, bold=True) + 12 for band in bands)])
    scale = Scale(starts_on, max(ends_on, today), left, width - 14)
    shelf = Shelf(most_label_rows, 0, scale.x(today) - 46 if scale.x(today) > width - 60 else width)
    placed: list[tuple[Event, tuple[int, float] | None]] = []
    for event in sorted(events, key=lambda one: (one.state not in LATE_STATES, one.on, one.label)):
        if not scale.holds(event.on):
            continue
        wide = text_width(event.label, bold=event.state in LATE_STATES)
        placed.append((event, shelf.place(scale.x(event.on), wide) if event.label else None))
    rows = 1 + max((spot[0] for _, spot in placed if spot), default=0)
    line_y = 22 + rows * 20 + 14
    foot = line_y + 22 + len(bands) * 30
    body = [
        line(scale.x(year), line_y - 20, scale.x(year), foot, colour=drawing.GRID, thick=1) for year in years(scale)
    ]
    body.append(line(scale.left, line_y, scale.right, line_y, colour=drawing.THREAD, thick=2, dashes="2 5"))
    for span in open_spans:
        to = min(span.ends_on or today, today)
        if to >= starts_on:
            body.append(line(scale.x(span.starts_on), line_y, scale.x(to), line_y, colour=drawing.THREAD, thick=5))
    for place, band in enumerate(bands):
        body += _band(band, scale, today, line_y + 16 + place * 30)
    for event, spot in placed:
        if spot and spot[0]:
            top = line_y - 24 - spot[0] * 20 + 6
            body.append(line(scale.x(event.on), top, scale.x(event.on), line_y - 8, colour=QUIET, thick=1))
    for event, spot in placed:
        late = event.state in LATE_STATES
        body.append(mark_at(scale.x(event.on), line_y, event.state))
        if spot:
            y = line_y - 18 - spot[0] * 20
            colour = LATE if late else INK
            body.append(words_at(spot[1], y, event.label, bold=late, colour=colour, halo=True))
    body += _today(scale.x(today), 14, foot + 4, width)
    height = foot
    if born_on is not None:
        height += 18
        body.append(words_at(0, height, counted, colour=QUIET))
        body += _ages(scale, born_on, height)
    height += 18
    body.append(words_at(0, height, "Year", colour=QUIET))
    after = 0.0
    for year in years(scale):
        x = scale.x(year)
        if x >= after and x + 34 <= width:
            body.append(words_at(x + 3, height, str(year.year), colour=QUIET))
            after = x + 44
    return drawing.picture(width, height + 8, body, key=key, title=title, description=description)


def strip(
    *,
    title: str,
    description: str,
    rows: Sequence[Row],
    starts_on: date,
    ends_on: date,
    window_from: date | None = None,
    before_label: str = "",
    window_label: str = "",
    today: date | None = None,
    months: bool = False,
    key: str = "strip",
    width: int = 366,
) -> SafeString:
    """Rows of events over one stretch of time, one row for each person or kind of thing.

    `window_from` lightens the part that counts and names both parts at the foot. `today` draws a line, with what is
    still to come washed in gold. `months` writes the months along the foot.
    """
    longest = max((text_width(row.label, bold=months) for row in rows), default=0)
    left = min(longest + 14, width * 0.4)
    scale = Scale(starts_on, ends_on, left + 8, width - 10)
    labelled = any(event.label for row in rows for event in row.events)
    each = 37 if labelled else 28
    top = 24 if today else 4
    foot = top + each * len(rows) + (2 if labelled else 0)
    body: list[str] = []
    if window_from is not None:
        x = scale.x(window_from)
        body.append(f'<rect x="{n(x)}" y="{n(top)}" width="{n(width - x)}" height="{n(foot - top)}" fill="#fff"/>')
    if today is not None and today < ends_on:
        x = scale.x(today)
        wash = drawing.TO_COME_WASH
        body.append(f'<rect x="{n(x)}" y="{n(top)}" width="{n(width - x)}" height="{n(foot - top)}" fill="{wash}"/>')
    if months:
        body += [line(scale.x(on), top, scale.x(on), foot, colour=drawing.GRID, thick=1) for on in month_starts(scale)]
    if today is not None:
        body += _today(scale.x(today), 14, foot + 2, width)
    for place, row in enumerate(rows):
        body += _row(row, scale, top + place * each + 14, left, width, today, months=months)
    height = foot + 4
    if months:
        height += 14
        after = -1.0
        for on in month_starts(scale):
            x = scale.x(on)
            wide = text_width(MONTHS[on.month - 1])
            if x >= after and x + wide <= width:
                body.append(words_at(x + 2, height, MONTHS[on.month - 1], colour=QUIET))
                after = x + wide + 8
                if (on.month == 1 or on == next(month_starts(scale))) and x + 36 <= width:
                    body.append(words_at(x + 2, height + 17, str(on.year), colour=QUIET))
        height += 17
    elif before_label or window_label:
        height += 14
        room = width - left - text_width(window_label) - 12
        body.append(words_at(left + 8, height, drawing.shorten(before_label, room), colour=QUIET))
        body.append(words_at(width, height, window_label, colour=QUIET, anchor="end"))
    fit = "" if months else "gt-picture--fit"
    return drawing.picture(width, height + 6, body, key=key, title=title, description=description, classes=fit)


def time_bar(
    *,
    title: str,
    share_gone: float,
    key: str = "time",
    stretches: Sequence[Stretch] = (),
    began: str = "",
    now: str = "",
    closes: str = "",
    left_words: str = "",
    width: int = 160,
) -> SafeString:
    """How much of a time is gone, in black, and how much is left, in white.

    By itself a small bar for a list. With `stretches` a wide one, cut where a working day ends, with words: `began` and
    `closes` above its ends, `now` above the line between, each stretch's label and `left_words` beneath.
    """
    gone = min(max(share_gone, 0.0), 1.0)
    if not stretches:
        body = [
            f'<rect x="0.5" y="0.5" width="{width - 1}" height="9" fill="#fff" stroke="{INK}"/>',
            f'<rect x="0" y="0" width="{n(width * gone)}" height="10" fill="{INK}"/>',
        ]
        return drawing.picture(width, 10, body, key=key, title=title, description="", classes="gt-picture--bar")
    body = []
    total = sum(stretch.share for stretch in stretches) or 1.0
    gap, x = 9.0, 1.0
    room = width - 2 - gap * (len(stretches) - 1)
    passed, now_x, label_ends = 0.0, 1.0, -1.0
    limit = width - text_width(left_words, bold=True) - 12
    for stretch in stretches:
        wide = room * stretch.share / total
        used = min(max((gone * total - passed) / (stretch.share or 1.0), 0.0), 1.0)
        body.append(
            f'<rect x="{n(x)}" y="24" width="{n(wide)}" height="18" fill="#fff" stroke="{INK}" stroke-width="2"/>'
        )
        body.append(f'<rect x="{n(x)}" y="24" width="{n(wide * used)}" height="18" fill="{QUIET}"/>')
        if used > 0:
            now_x = x + wide * used
        label = drawing.shorten(stretch.label, min(wide + gap, limit - max(x, label_ends)))
        if label and x >= label_ends:
            body.append(words_at(x, 60, label, colour=QUIET))
            label_ends = x + text_width(label) + 8
        passed += stretch.share
        x += wide + gap
    body.append(line(now_x, 18, now_x, 46, thick=4))
    shelf = Shelf(1, 0, width)
    spots = [
        (words, shelf.place(at, text_width(words, bold=bold)), bold)
        for words, at, bold in ((now, now_x, True), (began, 0, False), (closes, width, False))
        if words
    ]
    body += [words_at(spot[1], 13, words, bold=bold) for words, spot, bold in spots if spot]
    if left_words:
        body.append(words_at(width, 60, left_words, bold=True, anchor="end"))
    return drawing.picture(width, 66, body, key=key, title=title, description="", classes="gt-picture--fit gt-wide")


def years(scale: Scale) -> Iterator[date]:
    """Each first of January within."""
    for year in range(scale.starts_on.year, scale.ends_on.year + 1):
        if scale.holds(date(year, 1, 1)):
            yield date(year, 1, 1)


def month_starts(scale: Scale) -> Iterator[date]:
    """Each first of a month within."""
    on = scale.starts_on.replace(day=1)
    while on <= scale.ends_on:
        if on >= scale.starts_on:
            yield on
        on = date(on.year + on.month // 12, on.month % 12 + 1, 1)


def _ages(scale: Scale, born_on: date, y: float) -> list[str]:
    drawn: list[str] = []
    after = 0.0
    for year in range(scale.starts_on.year, scale.ends_on.year + 1):
        turned = year - born_on.year
        # 29 February is kept on 1 March in other years.
        leap = born_on.month == 2 and born_on.day == 29
        birthday = date(year, 3, 1) if leap else born_on.replace(year=year)
        if turned >= 0 and scale.holds(birthday) and scale.x(birthday) - 8 >= after:
            drawn.append(words_at(scale.x(birthday), y, str(turned), colour=QUIET, anchor="middle"))
            after = scale.x(birthday) + 14
    return drawn


def _band(band: Band, scale: Scale, today: date, y: float) -> list[str]:
    drawn = [words_at(0, y + 15, band.label, bold=True)]
    for span in sorted(band.spans, key=lambda one: one.starts_on):
        ends = min(span.ends_on or today, scale.ends_on)
        if ends < scale.starts_on or span.starts_on > scale.ends_on:
            continue
        x = scale.x(span.starts_on)
        wide = max(scale.x(ends) - x, 3.0)
        wash = drawing.WASHES.get(span.tone, drawing.WASHES["grey"])
        drawn.append(f'<rect x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="21" fill="{wash}" stroke="{INK}"/>')
        label = drawing.shorten(span.label, wide - 8)
        if label:
            drawn.append(words_at(x + 4, y + 15, label))
    return drawn


def _row(row: Row, scale: Scale, y: float, left: float, width: float, today: date | None, *, months: bool) -> list[str]:
    within = [event for event in sorted(row.events, key=lambda one: (one.on, one.label)) if scale.holds(event.on)]
    drawn = [words_at(0, y + 5, drawing.shorten(row.label, left - 6, bold=months), bold=months)]
    base = drawing.GRID if months else drawing.KNOW
    drawn.append(line(scale.left - 8, y, width, y, colour=base))
    if row.threaded and len(within) > 1:
        until = max((event.on for event in within if today is None or event.on <= today), default=within[0].on)
        drawn.append(line(scale.x(within[0].on), y, scale.x(until), y, colour=drawing.THREAD, thick=4))
    shelf = Shelf(1, left, width)
    labels: list[str] = []
    # What is late is named first; where words would collide the later one gives way to the list.
    for event in sorted(within, key=lambda one: one.state not in LATE_STATES):
        late = event.state in LATE_STATES
        spot = shelf.place(scale.x(event.on), text_width(event.label, bold=late)) if event.label else None
        if spot:
            colour = LATE if late else INK
            labels.append(words_at(spot[1], y + 20, event.label, bold=late, colour=colour, halo=True))
    return drawn + [mark_at(scale.x(event.on), y, event.state) for event in within] + labels


def _today(x: float, top: float, foot: float, width: float) -> list[str]:
    near_edge = x > width - 60
    return [
        line(x, top - 12, x, foot, thick=2),
        words_at(x - 6 if near_edge else x + 6, top - 2, "Today", bold=True, anchor="end" if near_edge else "start"),
    ]
