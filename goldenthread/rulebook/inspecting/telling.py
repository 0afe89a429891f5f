"""What a document is: a report, a letter or a press story; of which regime, which authority, on which days, by whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from goldenthread.rulebook.inspecting.days import DAY, first_day, first_days
from goldenthread.rulebook.inspecting.lines import HARD, Line, joined
from goldenthread.rulebook.inspecting.proposal import Judgement

_OFFICIAL = (
    r"^inspection dates?\s*:",
    r"^(?:lead|reporting) inspector\b",
    r"^dear\s+\w+",
    r"^yours (?:sincerely|faithfully)",
    r"^(?:report )?published\s*:",
    r"^this letter (?:summarises|contains|outlines|sets out|to all)",
    r"© crown copyright",
    r"under section \d+ of the (?:education|children)",
    r"^judge?ments? grades?$",
    r"^contents$",
)
_PRESS = (
    r"\b(?:ofsted|watchdog|regulator|the report|the review|inspectors)\b[^.]{0,30}\b(?:said|stated|warned|told)\b",
    r"\b(?:ofsted|watchdog|regulator|the report|the review|inspectors)\b[^.]{0,30}\b(?:added|praised|noted|found)\b",
    r"\b(?:ofsted|the report|the review)\b[^.]{0,30}\b(?:highlighted|recommend\w*)\b",
    r"\bsaid (?:the|an?) (?:report|inspectors?|ofsted)\b",
    r"\b(?:said|told|added)[^.]{0,30}[:,] ?[“\"]",
    r"\b(?:told|according to) (?:community care|the bbc|\w+ council|a peer review)",
    r"\bread more\b|\bhide ad\b|\bsubscribe\b|\bsign up\b|\bnewsletter\b|\bcookies?\b",
    r"^(?:by|image|photo|picture)\b.{0,40}$",
)
_CLOSED = r"(?:local authority|county council|city council|district council|borough council|council)"
_PROPER = r"[A-Z][\w’'&-]+"
_SERVICES = r"children[’']s (?:social care )?services"
_NOT_A_PLACE = (
    r"(?!local authority|services|safeguarding|looked after|children|contact|the (?:multi|response|criminal))"
)
_NAMED = (
    rf"(?:^|\s)inspection of (?:the )?{_NOT_A_PLACE}(.{{3,80}}?)(?: council)?,? local\s+authority\s+{_SERVICES}",
    rf"inspection of {_NOT_A_PLACE}(.{{3,60}}?) {_SERVICES}",
    rf"joint targeted area inspection of {_NOT_A_PLACE}(.{{3,50}}?)(?= This letter|$|\.)",
    (
        r"[Jj]oint targeted area inspection\b.{3,160}? in (?:the )?"
        rf"({_PROPER}(?:(?: and| upon| on| of| the)? {_PROPER}){{0,4}}?)(?= This| Between|\.|,| \d|$)"
    ),
    rf"(?:focused|monitoring) visit (?:to|of) (.{{3,60}}?) {_CLOSED}",
    rf"(?:focused|monitoring) visit (?:to|of|at) (.{{3,50}}?) {_SERVICES}",
    rf"(?:in|within) ((?:{_PROPER} ){{1,4}}?)(?:Metropolitan |Borough |Council |County |City )*{_SERVICES}",
    rf"{_SERVICES} (?:in|of|at) ((?:{_PROPER} ){{1,4}}?)(?:Metropolitan |Borough |County |City )*Council",
)


def kind_of(lines: Sequence[Line]) -> str:
    """report, letter, press or other."""
    official = sum(any(re.search(cue, line.words, re.IGNORECASE) for line in lines) for cue in _OFFICIAL)
    press = sum(bool(re.search(cue, line.words, re.IGNORECASE)) for line in lines for cue in _PRESS)
    letter = any(
        re.match(r"^(?:dear\s+\w+|yours (?:sincerely|faithfully))", line.words, re.IGNORECASE) for line in lines
    )
    if official == 0:
        return "press" if press >= 2 else "other"
    if official == 1 and press >= 3:
        return "press"
    return "letter" if letter else "report"


def regime_of(lines: Sequence[Line], kind: str, judgements: Sequence[Judgement], on: date | None) -> str | None:
    """The regime's key; None where the document does not say which."""
    top = joined([line.words for line in lines[:45]]).casefold().replace("’", "'")
    whole = top if kind in ("report", "letter") else joined([line.words for line in lines]).casefold().replace("’", "'")
    if not judgements and re.search(r"joint targeted area inspection|\bjtai\b", top):
        return "jtai"
    for key, words in (
        ("unannounced_2009_12", r"unannounced inspection of (?:the )?contact, referral and assessment"),
        ("sif_2013_17", r"inspection of services for children in need of help and protection"),
        ("lac_safeguarding_2009_13", r"inspection of (?:safeguarding and )?looked after (?:children(?:'s)?|and) "),
        ("lac_safeguarding_2009_13", r"inspection of safeguarding and"),
        ("lga_peer", r"\bpeer (?:review|challenge|diagnostic|visit)"),
        ("monitoring_visit", r"monitoring visit"),
        ("focused_visit", r"focused visit|focus visit"),
    ):
        looked = top[:2500] if kind in ("report", "letter") and key in ("lga_peer", "monitoring_visit") else whole
        if re.search(words, looked) and not (key == "lga_peer" and judgements):
            if key in ("monitoring_visit", "focused_visit", "lga_peer") and judgements:
                continue
            return key
    if re.search(r"inspection of (?:.{3,80} )?children's (?:social care )?services", top) or (
        judgements and any("impact of leaders" in one.area.casefold() for one in judgements)
    ):
        return _ilacs(judgements, on)
    if kind == "press" and re.search(r"\b(?:ofsted|inspector|regulator)", whole):
        return "focused_visit" if re.search(r"\bvisit\b", whole) else None
    return None


def _ilacs(judgements: Sequence[Judgement], on: date | None) -> str:
    areas = [one.area.casefold() for one in judgements]
    overall = any("overall" in area for area in areas)
    apart = any(re.search(r"progress of care[ -](?:leavers|experienced)", area) for area in areas)
    if on is not None and on >= date(2026, 4, 1) or (judgements and apart and not overall):
        return "ilacs_apr2026_on"
    if apart or (not judgements and on is not None and on >= date(2023, 1, 1)):
        return "ilacs_2023_mar2026"
    return "ilacs_2018_22"


def days_of(lines: Sequence[Line], kind: str) -> tuple[date | None, date | None]:
    """The first and the last day of the inspection."""
    for at, line in enumerate(lines[:60]):
        if re.match(r"^inspection dates?\b", line.words, re.IGNORECASE):
            found = first_days(joined([one.words for one in lines[at : at + 2]]))
            if found[0]:
                return found
    words = joined([line.words for line in lines[:70]])
    cues = (
        r"(?:inspection|visit|review|fieldwork)[^.]{0,160}?\b(?:took place|conducted|carried out|undertaken|held)\b",
        r"\b(?:visit|inspection) (?:to|of)\b[^.]{3,120}?\b(?:on|from|between)\b",
        r"\b(?:visit|inspection) (?:to|of)\b[^.]{3,200}?,(?=\s*\d)",
        r"\bbetween\b",
    )
    for cue in cues:
        for begun in re.finditer(cue, words, re.IGNORECASE):
            near = words[begun.end() - 3 : begun.end() + 90]
            found = first_days(near)
            named = DAY.search(near)
            if found[0] and named and named.start() < 60:
                return found
    return None, None


def published_on(text: str, lines: Sequence[Line], kind: str) -> date | None:
    """The day of publication: as it is said, else the date of a letter, else the date in the name of the file."""
    text = HARD.sub(" ", text)
    said = re.search(r"(?:report )?published(?: on)?\s*:?\s*(\d{1,2} \w+ \d{4})", text[:6000], re.IGNORECASE)
    if said and (day := first_day(said[1])):
        return day
    for line in lines[:30]:
        alone = DAY.match(line.words)
        if alone and alone.end() >= len(line.words) - 1:
            return first_day(line.words)
    named = re.search(r"\binspection,?[^\n|]{0,20}- (\d{1,2} \w+ \d{4})\s*$", text[:400], re.IGNORECASE | re.MULTILINE)
    return first_day(named[1]) if named else None


def inspectors_of(lines: Sequence[Line], kind: str) -> tuple[str, ...]:
    """The lead inspector, or whoever signed the letter."""
    for at, line in enumerate(lines):
        if at < 60:
            led = re.match(r"^(?:lead|reporting) inspector\s*:?\s*(.+)$", line.words, re.IGNORECASE)
            if led:
                name = re.split(r",|\s+(?:HMI|H(?:er|is) Majesty)", led[1])[0].strip()
                return (name,) if name else ()
        if re.match(r"^yours (?:sincerely|faithfully)", line.words, re.IGNORECASE) and at + 1 < len(lines):
            name = re.split(r",|\s+(?:HMI|H(?:er|is) Majesty)", lines[at + 1].words)[0].strip()
            if re.fullmatch(rf"{_PROPER}(?: {_PROPER}){{1,3}}", name) and "Ofsted" not in name:
                return (name,)
    if kind != "press":
        return ()
    written = re.search(
        r"inspectors? ((?:[A-Z][\w’'-]+ ){1,2}[A-Z][\w’'-]+)(?: and ((?:[A-Z][\w’'-]+ ){0,2}[A-Z][\w’'-]+))?",
        joined([line.words for line in lines]),
    )
    return tuple(one.strip() for one in written.groups() if one) if written else ()


def authority_of(lines: Sequence[Line], kind: str) -> str | None:
    """The short name of the council: "Bristol" for Bristol City Council."""
    top = [line.words for line in lines[:45]]
    words = joined(top)
    for pattern in _NAMED:
        found = re.search(pattern, words, re.IGNORECASE if "[A-Z]" not in pattern else 0)
        if found:
            return short_name(found[1])
    for at, line in enumerate(top):
        if re.match(r"^(?:re-?)?inspection of\b", line, re.IGNORECASE):
            before = [one for one in top[:at] if not re.fullmatch(r"[\W\d]*", one)][-2:]
            if len(before) == 2:
                pair = joined(before)
                goes_on = re.match(r"^(?:council|metropolitan|borough|district)", before[1], re.IGNORECASE)
                if goes_on or re.search(r"\b(?:of|upon|and|on|metropolitan(?: district)?)$", before[0], re.IGNORECASE):
                    return short_name(pair)
            if before:
                return short_name(before[-1])
            after = next((one for one in top[at + 1 :] if re.search(rf"\b{_CLOSED}$", one, re.IGNORECASE)), None)
            if after:
                return short_name(after)
    return _named_often(lines)


def short_name(words: str) -> str:
    """A council's name without what it shares with every other."""
    name = " ".join(words.split()).strip(" ,.:–-")
    if name.casefold() == "city of london":
        return name
    name = re.sub(
        r"^(?:the )?(?:london borough|royal borough|city|county|borough) of\s+", "", name, flags=re.IGNORECASE
    )
    tail = r"\s+(?:metropolitan|borough|district|county|city|unitary|authority|council|local|and district)$"
    shorter = re.sub(tail, "", name, flags=re.IGNORECASE)
    while shorter != name:
        name, shorter = shorter, re.sub(tail, "", shorter, flags=re.IGNORECASE)
    return re.sub(r"\s+&\s+", " & ", name).strip()


def _named_often(lines: Sequence[Line]) -> str | None:
    """The place that is named beside its council or services most often: for a letter in running text, or a story."""
    whole = joined([line.words for line in lines])
    name = r"((?:[A-Z][\w-]+ ){0,2}[A-Z][\w-]+)"
    counted: dict[str, int] = {}
    for pattern in (
        rf"{name} (?:(?:Metropolitan |County |City |Borough |District )*Council|children[’']s (?:social|services))",
        rf"(?:at|in|of|that) {name}(?:[’']s)? children[’']s (?:social care|services)",
        rf"(?:[Ff]ocused|[Mm]onitoring) visit of {name}",
        rf"peer review (?:of|at|in) {name}",
    ):
        for found in re.findall(pattern, whole):
            short = short_name(re.sub(r"^(?:The|In|At|Of|And|For|With|That|Of the)\s+", "", found))
            if short and short not in ("Ofsted", "The", "Children", "Local", "Her Majesty"):
                counted[short] = counted.get(short, 0) + 1
    return max(counted, key=lambda one: (counted[one], -len(one))) if counted else None
