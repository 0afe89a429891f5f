"""How well a person fits what was typed: rules with points, each with its sentence. Pure.

The points only put candidates in order. They are never shown, and nothing is chosen by them: a person reads the
sentences and decides. Every rule is here, with its weight beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from goldenthread.people.models.nicknames import stands_for
from goldenthread.people.models.spelling import sounds_of
from goldenthread.people.queries.typed import Typed
from goldenthread.ui.words import MONTHS
from goldenthread.ui.words import day as day_in_words

A_WORD = 20.0  # for each typed word of a name that is the person's own
NO_SUCH_WORD = -12.0
WORTH_SHOWING = 16.0


@dataclass(frozen=True, slots=True)
class HeldName:
    """One name of a person, as compared and as shown."""

    kind: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    shown: str


@dataclass(frozen=True, slots=True)
class HeldAddress:
    """One address of a person, as compared (without its postcode) and as shown. `until` is empty while it holds."""

    compared: str
    postcode: str
    shown: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about one person, as far as matching reads it."""

    names: tuple[HeldName, ...]
    born_on: date | None = None
    expected_on: date | None = None
    nhs_number: str = ""
    upn: str = ""
    la_child_id: str = ""
    addresses: tuple[HeldAddress, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(slots=True)
class Fit:
    """Points, and the sentences for and against. `same_name` and `same_date` are what `certain` asks for."""

    points: float = 0.0
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    same_name: bool = False
    same_date: bool = False
    same_number: bool = False
    contradicted: bool = False
    fits_place: bool = False
    any_name: bool = False

    def add(self, points: float, sentence: str = "", against: bool = False) -> None:
        self.points += points
        if sentence:
            (self.doubts if against else self.reasons).append(sentence)


@lru_cache(maxsize=200_000)
def word_fits(typed: str, held: str, given: bool) -> tuple[float, str]:
    """How far one typed word is one held word, from 0 to 1, and how: same, nickname, sounds, spelling or initial."""
    if typed == held:
        return 1.0, "same"
    if given and stands_for(typed, held):
        return 0.85, "nickname"
    near = JaroWinkler.similarity(typed, held)
    alike = not set(sounds_of(typed)).isdisjoint(sounds_of(held))
    if alike and near >= 0.75:
        return 0.75 + near / 10, "sounds"
    slips = OSA.distance(typed, held, score_cutoff=2)
    if (slips == 1 and min(len(typed), len(held)) >= 3) or (slips == 2 and len(held) >= 6):
        return 0.85 - slips / 20, "spelling"
    if alike and near >= 0.6:
        return 0.65, "sounds"
    if min(len(typed), len(held)) >= 4 and (held.startswith(typed) or typed.startswith(held)):
        return 0.6, "part"
    if near >= 0.88:
        return 0.6, "spelling"
    if len(typed) == 1 and held[0] == typed:
        return 0.4, "initial"
    return 0.0, ""


def _name(typed: Typed, name: HeldName) -> tuple[float, list[tuple[str, str, str, bool]], list[str]]:
    """Points for one name, how each typed word fitted (typed, held, how, held is a given name), and words that
    did not fit. Each held word is spent once, best pairs first."""
    pairs = []
    for place, word in enumerate(typed.names):
        for spot, (held, given) in enumerate([(w, True) for w in name.given] + [(w, False) for w in name.family]):
            grade, how = word_fits(word, held, given)
            if grade:
                # A word on its own side of the name, when it was said which is which, goes before one that is not.
                sided = 0.001 if (word in typed.given) == given and typed.given else 0.0
                pairs.append((grade + sided, -place, -spot, word, held, how, given))
    pairs.sort(reverse=True)
    points, fits, used, spent = 0.0, [], set(), set()
    for grade, place, spot, word, held, how, given in pairs:
        if place in used or spot in spent:
            continue
        used.add(place)
        spent.add(spot)
        points += grade * A_WORD
        fits.append((word, held, how, given))
    missed = [word for place, word in enumerate(typed.names) if -place not in used]
    points += NO_SUCH_WORD * len(missed) - 0.5 * (len(name.given) + len(name.family) - len(spent))
    return points, fits, missed


_HOW = {
    "nickname": "{typed} is a form of {held}",
    "sounds": "{held} sounds like {typed}",
    "spelling": "{held} is spelled close to {typed}",
    "part": "{held} begins like {typed}",
    "initial": "{held} begins with {typed}",
}


_KIND_OF_NAME = {
    "former": ", a former name",
    "birth": ", the name at birth",
    "alias": ", another name used",
    "known_as": ", the name used",
}


def _names(fit: Fit, typed: Typed, held: Held) -> None:
    if not typed.names:
        return
    if not held.names:
        fit.doubts.append("No name is held.")
        return
    best = max(((*_name(typed, name), name) for name in held.names), key=lambda row: row[0])
    points, fits, missed, name = best
    fit.add(points)
    fit.any_name = bool(fits)
    same = [fits_ for fits_ in fits if fits_[2] == "same"]
    if len(same) == len(typed.names) and len(typed.names) >= 2 and len(name.given) + len(name.family) == len(same):
        fit.same_name = True
    if fit.same_name:
        fit.reasons.append(f"The name is the same: {name.shown}{_KIND_OF_NAME.get(name.kind, '')}.")
    elif same:
        typed_same = [word for word in typed.names if any(word == fitted[0] for fitted in same)]
        said = " and ".join(word.title() for word in typed_same)
        fit.reasons.append(
            f"{said} {'is' if len(same) == 1 else 'are'} in {name.shown}{_KIND_OF_NAME.get(name.kind, '')}."
        )
    for word, match, how, _ in fits:
        if how != "same":
            fit.reasons.append(_HOW[how].format(typed=word.title(), held=match.title()) + ".")
    if typed.family and typed.given and _other_way_round(typed, fits):
        fit.reasons.append("The given name and family name are the other way round.")
    if name.kind in _KIND_OF_NAME and not same:
        fit.reasons.append(f"{name.shown} is {_KIND_OF_NAME[name.kind].removeprefix(', ')}.")
    for word in missed:
        fit.doubts.append(f"No name like {word.title()} is held.")


def _other_way_round(typed: Typed, fits: Sequence[tuple[str, str, str, bool]]) -> bool:
    sides = [(word in typed.given, given) for word, _, _, given in fits]
    return len(sides) >= 2 and all(said != found for said, found in sides)


def dates_differ(typed: date, held: date) -> tuple[str, float]:
    """How a typed date differs from the one held, in words, and the points for it. Empty words: far apart."""
    if typed == held:
        return "", 40.0
    if (typed.day, typed.month, typed.year) == (held.month, held.day, held.year):
        return "Born {held}: day and month are the other way round.", 30.0
    one, other = f"{typed:%d%m%Y}", f"{held:%d%m%Y}"
    wrong = [place for place in range(8) if one[place] != other[place]]
    if len(wrong) == 1:
        return "Born {held}: one figure of the date differs.", 26.0
    if (
        len(wrong) == 2
        and wrong[1] - wrong[0] == 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    ):
        return "Born {held}: two figures of the date have changed places.", 26.0
    if (typed.day, typed.month) == (held.day, held.month) and abs(typed.year - held.year) == 1:
        return "Born {held}: the year is one off.", 24.0
    if abs((typed - held).days) <= 3:
        return "Born {held}: a day or so from the date typed.", 18.0
    if typed.year == held.year:
        return "", -8.0
    return "", -20.0


def dates_near(typed: date) -> list[date]:
    """Every date that `dates_differ` calls near: the one typed, turned round, one figure off, a year or a day off."""
    found = {typed}
    text = f"{typed:%d%m%Y}"
    texts = {text[2:4] + text[:2] + text[4:]}
    texts |= {text[:n] + figure + text[n + 1 :] for n in (0, 1, 2, 3, 6, 7) for figure in "0123456789"}
    texts |= {text[:n] + text[n + 1] + text[n] + text[n + 2 :] for n in (0, 2, 6)}
    for each in texts:
        try:
            found.add(date(int(each[4:]), int(each[2:4]), int(each[:2])))
        except ValueError:
            continue
    for years in (-1, 1):
        try:
            found.add(typed.replace(year=typed.year + years))
        except ValueError:
            continue
    ordinal = typed.toordinal()
    found |= {date.fromordinal(ordinal + n) for n in range(-3, 4)}
    return sorted(found)


def _birth(fit: Fit, typed: Typed, held: Held) -> None:
    if not (typed.born_on or typed.born_year):
        return
    day = held.born_on
    if day is None and held.expected_on is not None:
        near = typed.born_on and abs((typed.born_on - held.expected_on).days) <= 30
        if near or (typed.born_on is None and typed.born_year == held.expected_on.year):
            fit.add(16.0, f"Expected on {day_in_words(held.expected_on)}.")
        else:
            fit.add(-20.0, f"Expected on {day_in_words(held.expected_on)}, not near the date typed.", against=True)
        return
    if day is None:
        fit.doubts.append("No date of birth is held.")
        return
    if typed.born_on:
        words, points = dates_differ(typed.born_on, day)
        if typed.born_on == day:
            fit.same_date = True
            fit.add(points, f"Born {day_in_words(day)}, the same.")
        elif words:
            fit.add(points, words.format(held=day_in_words(day)))
        else:
            fit.contradicted = True
            fit.add(points, f"Born {day_in_words(day)}, not {day_in_words(typed.born_on)}.", against=True)
    elif typed.born_month == (day.month, day.year):
        fit.add(22.0, f"Born in {MONTHS[day.month - 1]} {day.year}.")
    elif day.year == typed.born_year:
        fit.add(6.0 if typed.born_month else 14.0, f"Born in {day.year}.")
    elif typed.born_year and abs(day.year - typed.born_year) == 1:
        fit.add(5.0, f"Born in {day.year}, a year from the one typed.")
    else:
        fit.add(-15.0, f"Born in {day.year}, not {typed.born_year}.", against=True)


def _numbers(fit: Fit, typed: Typed, held: Held) -> None:
    for what, said, known in (
        ("NHS number", typed.nhs_number, held.nhs_number),
        ("unique pupil number", typed.upn, held.upn),
    ):
        if said and said == known:
            fit.same_number = True
            fit.add(100.0, f"The {what} is the same.")
        elif said and known:
            fit.contradicted = True
            fit.add(-30.0, f"The {what} differs.", against=True)
    if held.la_child_id and held.la_child_id.lower() in {number.lower() for number in typed.ids}:
        fit.same_number = True
        fit.add(100.0, f"The council’s number is {held.la_child_id}.")
    if typed.phone and typed.phone in held.phones:
        fit.fits_place = True
        fit.add(30.0, "The telephone number is the same.")
    if typed.email and typed.email in held.phones:
        fit.fits_place = True
        fit.add(30.0, "The email is the same.")


def address_fits(typed: Typed, held: HeldAddress) -> float:
    """How far an address is the one typed, from 0 to 1."""
    same_code = bool(typed.postcode) and typed.postcode == held.postcode
    if not typed.address:
        return 0.7 if same_code else 0.0
    if held.compared.startswith(typed.address) or typed.address in held.compared:
        return 1.0
    said, known = typed.address.split(), held.compared.split()
    number = next((word for word in said if word[0].isdigit()), "")
    street = " ".join(word for word in said if word != number)
    near = fuzz.partial_ratio(street, held.compared) / 100
    if near >= 0.85 and (not number or number in known):
        return 0.9
    if same_code:
        return 0.8 if number in known else 0.7
    return 0.4 if near >= 0.85 else 0.0


def _places(fit: Fit, typed: Typed, held: Held) -> None:
    if not (typed.address or typed.postcode):
        return
    graded = [(address_fits(typed, place), place.until is None, place) for place in held.addresses]
    best = max(graded, key=lambda row: (row[0], row[1]), default=None)
    if best and best[0] > 0:
        grade, current, place = best
        fit.fits_place = grade >= 0.7
        way = "Lives" if current else "Lived"
        where = place.shown if grade >= 0.9 else ("in the same postcode" if grade >= 0.7 else "in the same street")
        at = f"{way} at {where}" if grade >= 0.9 else f"{way} {where}"
        fit.add(
            grade * (26.0 if current else 22.0), f"{at}." if current else f"{at} until {day_in_words(place.until)}."
        )
        return
    now = next((place for place in held.addresses if place.until is None), None)
    fit.doubts.append(f"Lives at {now.shown}, another address." if now else "No address is held.")


def fit_of(typed: Typed, held: Held) -> Fit:
    """How well one person fits, by every rule. Sentences come in the order a person would say them."""
    fit = Fit()
    _numbers(fit, typed, held)
    _names(fit, typed, held)
    _birth(fit, typed, held)
    _places(fit, typed, held)
    return fit


def settled(fits: Iterable[Fit], typed: Typed, namesakes: int, too_many: int) -> list[bool]:
    """Which of these is certain: a national or council number that is the same and nothing against it, or the full
    name and full date the same, nobody else fitting as well, and the name not so common that a stranger could share
    both. An address or telephone number that fits makes a common name certain as well."""
    rows = list(fits)
    numbered = [fit.same_number and not fit.contradicted and (fit.any_name or not typed.names) for fit in rows]
    named = [
        fit.same_name and fit.same_date and not fit.contradicted and (namesakes <= too_many or fit.fits_place)
        for fit in rows
    ]
    if sum(numbered):
        return numbered if sum(numbered) == 1 else [False] * len(rows)
    twins = sum(fit.same_name and fit.same_date for fit in rows) > 1
    return [False] * len(rows) if twins else named
