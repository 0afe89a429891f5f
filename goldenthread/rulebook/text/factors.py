"""The factors that a passage speaks of, each with the words that say so and how they stand.

`prompts` gives what to ask the writer: factors spoken of as present or suspected. `mentions` gives everything that was
read, what was passed over among it, so that a page can say "no evidence of self-harm was read as a no". Nothing is
ticked, weighed or added up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from goldenthread.rulebook.codes.census import ASSESSMENT_FACTORS
from goldenthread.rulebook.text import around, harm, standing
from goldenthread.rulebook.text.attribution import UNEXPLAINED, Attribution
from goldenthread.rulebook.text.book import BOOK
from goldenthread.rulebook.text.kin import MEN
from goldenthread.rulebook.text.people import Part
from goldenthread.rulebook.text.phrases import Phrases
from goldenthread.rulebook.text.settled import settled_by
from goldenthread.rulebook.text.standing import Standing
from goldenthread.rulebook.text.words import Sentence, Word

ASKS = frozenset((Standing.PRESENT, Standing.SUSPECTED))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that speak of a factor: its code, the words and their place in the text, how they stand, and the words
    that made them stand so (the same, where it is simply said)."""

    code: str
    words: str
    start: int
    end: int
    standing: Standing
    because: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A factor that the text speaks of, and every place that says so, the first one first."""

    code: str
    places: tuple[Spoken, ...]

    @property
    def label(self) -> str:
        """The factor in words."""
        return ASSESSMENT_FACTORS.label(self.code)


def prompts(
    text: str,
    *,
    known: Mapping[str, Part] | None = None,
    ticked: Collection[str] = (),
    set_aside: Collection[str] = (),
    year: int | None = None,
) -> tuple[Prompt, ...]:
    """What to ask of a passage, in the order in which the text says it.

    `known` says who the names are, where the record knows (small letters). `ticked` and `set_aside` are factor codes
    that are answered already. `year` is the year of writing: "in 2014" is then long past and "in 2026" may not be.
    """
    answered = {*ticked, *set_aside}
    # The old codes, not split by who did it, answer both of the new ones.
    answered |= {f"{code[:2]}{letter}" for code in answered & {"18A", "19A"} for letter in "BC"}
    found: dict[str, list[Spoken]] = {}
    for spoken in mentions(text, known=known, year=year):
        if spoken.standing in ASKS and spoken.code not in answered:
            found.setdefault(spoken.code, []).append(spoken)
    return tuple(Prompt(code, tuple(places)) for code, places in found.items())


def mentions(text: str, *, known: Mapping[str, Part] | None = None, year: int | None = None) -> tuple[Spoken, ...]:
    """Everything in a text that speaks of a factor, in the order of the text, however it stands."""
    return _Reader(text, known, year).read() if known else _unexplained(text, year)


@lru_cache(256)
def _unexplained(text: str, year: int | None) -> tuple[Spoken, ...]:
    """A text whose names nobody explained. Brothers and sisters share what was written of their family, so a run over
    the record comes to the same text again."""
    return _Reader(text, {}, year).read()


_OTHERS = frozenset(("1C", "2C", "3C", "4C", "5C", "6C"))
_ELSEWHERE: Phrases[bool] = Phrases(
    (
        ("lives|living|lived in ~2 supported|sheltered|own|another|different|scotland|wales|ireland|care", True),
        ("lives|living|lived in|on|at <own>|a ~3 flat|house|home|bungalow|town|city|unit", True),
        ("lives|living|lived abroad|away|alone|elsewhere|independently|separately|overseas", True),
        ("lives|living|lived ~4 miles|hours|doors|streets|minutes away|off|drive", True),
    ),
    {"own": ("her", "his", "their")},
)


@dataclass(frozen=True, slots=True)
class _Raw:
    code: str
    sentence: int
    first: int
    last: int
    reading: standing.Reading
    sure: bool = True  # whether the sentence says who did it, or to whom


class _Reader(Attribution):
    def __init__(self, text: str, known: Mapping[str, Part], year: int | None) -> None:
        super().__init__(text, known)
        self.year = year
        self._codes_in: dict[int, frozenset[str]] = {}

    def read(self) -> tuple[Spoken, ...]:
        raw = [found for number in range(len(self.lines)) for found in self._of(number)]
        raw = self._carried(raw)
        raw = [one for one in (self._witnessed(found, raw) for found in raw) if one is not None]
        for one in raw:
            self._codes_in[one.sentence] = self._codes_in.get(one.sentence, frozenset()) | {one.code}
        settled = [settled_by(line) for line in self.lines]
        spoken = [self._told(found, settled) for found in raw]
        spoken.sort(key=lambda one: (one.start, one.end))
        return tuple(dict.fromkeys(spoken))

    def _sure(self, meaning: str, number: int, first: int) -> bool:
        """Whether a sentence says by itself who did a harm, or who suffers the abuse."""
        if meaning == "18N":
            return False
        if meaning in ("18", "19", "3"):
            return any(
                m.part is not Part.PROFESSIONAL and not (meaning == "3" and m.part is Part.CHILD)
                for m in self.cast.mentions[number]
            ) or (meaning != "3" and any(word.plain in MEN for word in self.lines[number].words))
        return True

    @staticmethod
    def _carried(raw: list[_Raw]) -> list[_Raw]:
        """The harm with what another sentence told of it: bruises are by whoever is said to hit."""
        told = {one.code for one in raw if one.sure and one.reading.standing in ASKS}
        by: dict[str, str] = {}
        if "18B" in told and "18C" not in told:
            by["18C"] = "18B"
        if "19C" not in told and ("19B" in told or ("18B" in told and "18C" not in told)):
            by["19C"] = "19B"
        if "3C" in told and "3B" not in told:
            by["3B"] = "3C"
        if "3A" in told and "3B" not in told:
            by["3B"] = "3A"
        return [one if one.sure else replace(one, code=by.get(one.code, one.code)) for one in raw]

    def _of(self, number: int) -> Iterator[_Raw]:
        line = self.lines[number]
        cues: standing.Cues | None = None
        for found in BOOK.find(self._renamed(number)):
            if found.meaning == "2" and self._put_to_use(line, found.first):
                continue
            grown = any(mention.part is Part.PARENT for mention in self.cast.mentions[number])
            if found.meaning == "2F" and not grown and self._spoken & around.OF_DEALING:
                continue  # held for others, not used
            if found.meaning == "1" and self._soft(line, found.first, found.last):
                continue
            if found.meaning in around.OWN_DOING and self._another_child(number, found.first):
                continue
            if found.meaning in around.SAID_OUTRIGHT and any(
                word.plain in ("not", "never", "no") for word in line.words[found.first + 1 : found.last]
            ):
                continue  # "has not been cut": the denial stands inside
            code = self._code(found.meaning, number, found.first, found.last)
            if code is None:
                continue
            cues = cues or standing.cues(line)
            reading = standing.read(line, found.first, found.last, cues)
            yield _Raw(code, number, found.first, found.last, reading, self._sure(found.meaning, number, found.first))
            both = self._other_of_two(found.meaning, code, number, found.first)
            if both is not None:
                yield _Raw(both, number, found.first, found.last, reading)
        for hurt in harm.hurts(number, line, self.cast):
            if self._imagined(line, hurt.first):
                continue
            for code in self._codes_of(hurt, number, line):  # one deed may be more than one kind of harm
                cues = cues or standing.cues(line)
                yield _Raw(code, number, hurt.first, hurt.last, standing.read(line, hurt.first, hurt.last, cues))

    def _other_of_two(self, meaning: str, code: str, number: int, first: int) -> str | None:
        """The code of the other, where it is said of two at once: "both Mum and Leah have anxiety"."""
        if meaning not in "12456":
            return None
        words = self.lines[number].words
        here = [m for m in self.cast.mentions[number] if m.word < first and m.part is not Part.PROFESSIONAL]
        if len(here) < 2:
            return None
        one, two = here[-2:]
        between = [word.plain for word in words[one.word + 1 : two.word]]
        if between not in (["and"], ["and", "her"], ["and", "his"], ["and", "the"]) or two.owns or one.owns:
            return None
        after = words[two.word + 1].plain if two.word + 1 < len(words) else ""
        if (
            after not in ("have", "are", "both", "were", "had", "use", "drink", "smoke", "misuse")
            or first - two.word > 6
        ):
            return None
        other = meaning + self._letter(meaning, one, number)
        return other if other != code else None

    @staticmethod
    def _imagined(line: Sentence, first: int) -> bool:
        """Whether somebody only fears or thinks of it: "thoughts about the baby being hurt"."""
        return any(word.plain in around.THOUGHTS for word in line.words[max(0, first - 6) : first])

    def _another_child(self, number: int, first: int) -> bool:
        """Whether it is a friend who does it: "Zara's friend goes missing"."""
        before = [m for m in self.cast.mentions[number] if m.word < first and not m.owns]
        return bool(before) and before[0].part is Part.OUTSIDE and not any(m.part is Part.CHILD for m in before)

    @staticmethod
    def _soft(line: Sentence, first: int, last: int) -> bool:
        """Whether it is milk or water that is drunk."""
        return any(word.plain in around.SOFT for word in line.words[first : last + 3])

    @staticmethod
    def _put_to_use(line: Sentence, first: int) -> bool:
        """Whether it is "used to": put to use by others, or a habit that has ended."""
        words = line.words[first : first + 2]
        return [word.plain for word in words] == ["used", "to"]

    def _of_a_partner(self, number: int, first: int, last: int) -> bool:
        """Whether it is a wife or a mother who is hit."""
        words = self.lines[number].words
        for at in range(first, last + 1):
            if words[at].plain in ("wife", "husband", "partner"):
                return True
            if words[at].plain in ("her", "him") and at < last:
                target = self.cast.named_at(number, at, but=self.cast.before(number, first))
                if target is not None and target.part is Part.PARENT and words[at + 1].plain in ("with", "about"):
                    return True
        return False

    def _grooming(self, number: int, first: int, last: int) -> bool:
        """Whether it is only grooming that is spoken of: which kind of abuse the passage says."""
        return any(word.plain.startswith("groom") for word in self.lines[number].words[first : last + 1])

    @staticmethod
    def _witnessed(found: _Raw, raw: list[_Raw]) -> _Raw | None:
        """A child who sees or hears is a victim in law (Domestic Abuse Act 2021, section 3), where there is abuse to
        see: in this sentence or beside it."""
        if found.code != "3W":
            return found
        near = any(
            other.code == "3B" and abs(other.sentence - found.sentence) <= 1 and other.reading.standing in ASKS
            for other in raw
        )
        return replace(found, code="3A") if near else None

    def _renamed(self, number: int) -> Sentence:
        """The sentence with every person’s name as `@`, as phrases know them."""
        line = self.lines[number]
        named = {mention.word for mention in self.cast.mentions[number] if mention.name}
        if not named:
            return line
        words = tuple(
            Word("@", word.start, word.end, word.capital, word.owns) if at in named else word
            for at, word in enumerate(line.words)
        )
        return replace(line, words=words)

    def _code(self, meaning: str, number: int, first: int, last: int) -> str | None:
        if meaning == "2F":
            meaning = "2"
        if meaning in UNEXPLAINED:
            return self._whose(meaning, number, first, last)
        if (
            meaning in ("18", "19")
            and first
            and self.lines[number].words[first - 1].plain
            in (
                "was",
                "were",
                "been",
            )
            and not any(word.plain.endswith("ing") for word in self.lines[number].words[first : last + 1])
        ):
            # "Dad was physically abused in care": a parent's own story.
            who = self.cast.before(number, first)
            if who is not None and who.part is Part.PARENT:
                return None
        near = {word.plain for word in self.lines[number].words[max(0, first - 2) : last + 3]}
        if meaning == "17A" and near & around.STRANGERS and not near & around.SMALL:
            return None  # names called after a shopkeeper
        if meaning == "18" and self._of_a_partner(number, first, last):
            return None
        if meaning == "22A" and "off" in near and "cut" in near:
            return None  # cut off from her friends
        if meaning == "11A" and near & around.OF_THE_FAMILY and near & around.COUPLE and "who" in near:
            return None  # "her partner's daughter, who is 20"
        if meaning in ("14A", "18") and near & around.SEXUAL_OFFENCE:
            return None
        if meaning == "18N":
            # An injury that nobody explains: a parent's is not the child's.
            if self._spoken & {"exploited", "cce", "county", "gang"}:
                return None  # hurt by those who exploit
            whose = self.cast.before(number, first)
            if first and self.lines[number].words[first - 1].plain in around.OTHER_MARKS:
                return None
            if (
                whose is not None
                and whose.part is Part.NAMED
                and near & around.HEAD
                and self._spoken & (around.OF_ASSAULT | {"police"})
                and not self._spoken & around.AT_SCHOOL
            ):
                return "3B"  # a grown-up whom only her name tells of
            if whose is not None and whose.part is Part.PARENT and not self._child_between(number, whose, first):
                if self._spoken & around.OF_ASSAULT:
                    return "3B"
                if whose.sentence == number or not self._unnamed_child:
                    return None
            return "18B" if self._young_near(number, first, injured=True) or self._pupils_after(number) else "18C"
        if meaning == "18":
            return "18B" if self._young_near(number, first) else "18C"
        if meaning == "19" and self._spoken & {"exploitation", "cse"} and self._grooming(number, first, last):
            return "11A"
        if meaning == "19":
            return "19B" if self._young_near(number, first, last) else "19C"
        if meaning == "8":
            return self._fostering(number)
        if meaning == "17V":
            who = self.cast.before(number, first)
            if who is None or who.part is Part.NAMED:
                return None
            if who.part is Part.CHILD:
                return "14A"
            return "17A" if any(m.part is Part.CHILD for m in self.cast.mentions[number]) else None
        if meaning == "3S":
            who = self.cast.before(number, first)
            return "3W" if who is not None and who.part in (Part.CHILD, Part.NAMED) else None
        if meaning == "3P":
            # Things are broken by children too; by a parent or a partner it is abuse of the other.
            who = self.cast.before(number, first)
            return "3B" if who is not None and who.part is Part.PARENT else None
        if meaning == "16A" and self._grown_up_appointments(number, first, last):
            return None
        if meaning == "7A" and any(word.plain in MEN for word in self.lines[number].words[:first]):
            return None
        if meaning == "17A":
            # Belittling a partner is abuse of her, not of a child; fear of one is fear of violence.
            if {word.plain for word in self.lines[number].words[first : last + 1]} & around.SWEETHEARTS:
                return None
            for at in range(first, last + 1):
                if self.lines[number].words[at].plain in ("her", "him"):
                    target = self.cast.named_at(number, at, but=self.cast.before(number, at))
                    if target is not None and target.part is Part.PARENT:
                        return None
                    by = self.cast.before(number, first)
                    if by is not None and by.part is Part.PARENT and not self._spoken & around.COUPLE:
                        continue
                    if target is not None and target.part is Part.NAMED and not self._children_spoken_of():
                        return None
        if meaning == "6" and any(word.plain == "learning" for word in self.lines[number].words[first : last + 2]):
            return None
        if (
            meaning == "24A"
            and first
            and self.lines[number].words[first - 1].plain.startswith(("smash", "broke", "lost"))
        ):
            return None  # phones that were broken
        if meaning == "24A" and self._spoken & around.OF_SEX and not self._spoken & (around.OF_CRIME - {"phones"}):
            words = self.lines[number].words[first : last + 1]
            if any(word.plain.startswith(("phone", "mobile")) for word in words):
                return None  # a second phone given by men who want something else
        words = self.lines[number].words[first : last + 1]
        if (
            meaning == "18"
            and not self._children_spoken_of()
            and any(word.plain in around.COUPLE for word in self.lines[number].words)
        ):
            return None  # a partner’s blows
        if (
            meaning == "14A"
            and self._spoken & {"gang", "gangs", "exploited", "county", "cce"}
            and any(word.plain in around.BLADES for word in words)
            and not any(word.plain.startswith(("arrest", "convict", "charge")) for word in self.lines[number].words)
        ):
            return None  # carried for those who use the child
        if meaning == "GR":
            return (
                "24A"
                if self._spoken & around.OF_CRIME and not self._spoken & (around.OF_SEX | around.OF_GIFTS)
                else "11A"
            )
        if meaning == "OM":
            # Older men around a child: sexual exploitation, unless the passage speaks of drugs or gangs alone.
            return (
                None
                if self._spoken & around.OF_CRIME and not self._spoken & (around.OF_SEX | around.OF_GIFTS)
                else "11A"
            )
        if meaning == "14A" and any(word.plain == "by" for word in self.lines[number].words[first : last + 1]):
            return None
        if meaning in around.CHILDS_ALONE:
            who = self.cast.before(number, first)
            if meaning == "24A":
                who = self._owner_after(number, first) or who
            if who is not None and self._grown_up(who) and not self._tells(who.sentence, who):
                return "2B" if meaning == "24A" and who.part is Part.PARENT else None
            if meaning != "24A" and any(
                word.plain in MEN for word in self.lines[number].words[max(0, first - 5) : first]
            ):
                return None
        if meaning == "EX":
            return "11A" if self._spoken & around.OF_SEX else "24A"
        if meaning == "15A":
            # A grown-up who harms herself is a worry about her mental health, not a child who self-harms.
            own = [at for at in range(first, last + 1) if self.lines[number].words[at].plain in ("his", "her")]
            who = self.cast.named_at(number, own[0]) if own else self.cast.before(number, first)
            if who is not None and who.part in (Part.PARENT, Part.OTHER) and not self._finds(who, number, first):
                if {word.plain for word in self.lines[number].words} & around.STREET:
                    return None  # an overdose of drugs, not of despair
                return "4" + self._letter("4", who, number)
        return meaning

    def _told(self, found: _Raw, settled: list[tuple[int, int] | None]) -> Spoken:
        line = self.lines[found.sentence]
        reading = found.reading
        code = found.code
        because = self._words(line, reading.first, reading.last)
        standing_of = reading.standing
        if standing_of is Standing.PAST and code[0] in "56" and because.endswith("ago"):
            standing_of = Standing.PRESENT  # a disability does not end by having begun long ago
        if standing_of is Standing.PAST and self._recent(line, reading):
            standing_of = Standing.PRESENT
        if standing_of is Standing.ANOTHER and code == "22A":
            # What was done to a mother or a sister is what may be done to a girl.
            standing_of = Standing.SUSPECTED
        if standing_of is Standing.DENIED and self._contradicted(found):
            standing_of = Standing.SUSPECTED
        spoken = {word.plain for word in line.words}
        if code in _OTHERS and (any(_ELSEWHERE.find(line)) or spoken & around.OVERSEAS):
            standing_of = Standing.ANOTHER
        if code in _OTHERS and spoken & {"live", "lives", "living", "contact"} and spoken & {"not", "no"}:
            standing_of = Standing.ANOTHER  # somebody who is not of the household
        if standing_of in ASKS and reading.standing is not Standing.DENIED:
            by = self._settling(found, settled)
            if by is not None and self._of_injuries(by) and _group(code) not in ("18", "16", "19", "3"):
                by = None
            if by is not None:
                number, (first, last) = by
                standing_of, because = Standing.SETTLED, self._words(self.lines[number], first, last)
        start, end = line.span(found.first, found.last)
        return Spoken(code, self.text[start:end], start, end, standing_of, because)

    def _contradicted(self, found: _Raw) -> bool:
        """Whether what was denied is answered by evidence: "denies drinking, but empty bottles were found"."""
        words = around.AGAINST.get(_group(found.code), frozenset()) | around.EVIDENCE
        line = self.lines[found.sentence].words
        opening = [at for at, word in enumerate(line[:3]) if word.plain in around.CONCEDING]
        if opening:
            # "Although she denies that he hits her, officers saw a mark": what follows the comma answers it.
            commas = [at for at, mark in self.lines[found.sentence].breaks.items() if mark == "," and at > found.last]
            rest = {word.plain for word in line[min(commas) :]} if commas else set()
            return bool(rest & words) and not rest & around.NONE
        own = self.lines[found.sentence].words[found.last + 1 :]
        turns = [at for at, word in enumerate(own) if word.plain in standing.CONTRAST]
        after = list(own[turns[0] :]) if turns else []
        if not turns and found.sentence + 1 < len(self.lines):
            then = self.lines[found.sentence + 1].words
            after = list(then) if any(word.plain in standing.CONTRAST for word in then[:2]) else []
        spoken = [word.plain for word in after]
        return any(word in words for word in spoken) and not around.NONE & set(spoken)

    def _recent(self, line: Sentence, reading: standing.Reading) -> bool:
        """Whether the year that made it past is this year or the last."""
        if self.year is None or reading.first is None:
            return False
        plain = line.words[reading.first].plain
        return plain.isdigit() and int(plain) >= self.year - 1

    def _settling(self, found: _Raw, settled: list[tuple[int, int] | None]) -> tuple[int, tuple[int, int]] | None:
        """What settles a thing that was said: words in the same sentence after it, or in the two that follow."""
        same = settled[found.sentence]
        if same is not None and same[0] >= found.last and same[1] > found.last:
            return found.sentence, same
        for number in range(found.sentence + 1, min(len(self.lines), found.sentence + 3)):
            by = settled[number]
            theirs = self._codes_in.get(number, frozenset())
            theirs = {code for code in theirs if _group(code) == _group(found.code)}
            if theirs and found.code not in theirs:
                continue  # it is of somebody else
            if by is not None and self._same_matter(found, number):
                return number, by
        return None

    def _of_injuries(self, by: tuple[int, tuple[int, int]]) -> bool:
        """Whether the words that settle something speak of injuries: they settle nothing else."""
        number, (first, last) = by
        return any(
            word.plain.startswith(("injur", "caus", "accident", "birth", "bruis"))
            for word in self.lines[number].words[first : last + 1]
        )

    def _same_matter(self, found: _Raw, number: int) -> bool:
        """Whether a sentence that settles something is about this: it speaks of the same, or of nothing else."""
        line = self.lines[number]
        spoken = {_group(one.meaning) for one in BOOK.find(line) if one.meaning not in around.NO_MATTER}
        return not spoken or _group(found.code) in spoken

    def _words(self, line: Sentence, first: int | None, last: int | None) -> str:
        if first is None or last is None:
            return ""
        start, end = line.span(first, last)
        return self.text[start:end]


def _group(code: str) -> str:
    return code.rstrip("ABCDEF")
