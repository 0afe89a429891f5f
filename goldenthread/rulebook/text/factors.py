"""The factors that a passage speaks of, each with the words that say so and how they stand.

`prompts` gives what to ask the writer: factors spoken of as present or suspected. `mentions` gives everything that was
read, what was passed over among it, so that a page can say "no evidence of self-harm was read as a no". Nothing is
ticked, weighed or added up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from goldenthread.rulebook.codes.census import ASSESSMENT_FACTORS
from goldenthread.rulebook.text import around, harm, standing
from goldenthread.rulebook.text.lexicon import PHRASES
from goldenthread.rulebook.text.people import CHILDREN, MEN, OTHERS, PARENTS, YOUNG_RELATIVES, Cast, Mention, Part
from goldenthread.rulebook.text.phrases import Phrases
from goldenthread.rulebook.text.standing import Standing
from goldenthread.rulebook.text.words import Sentence, Word, sentences

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


_OWN = ("his", "her", "their", "my", "our", "its", "mum", "dad", "mother", "father", "parents", "@")
_BOOK = Phrases(
    PHRASES,
    {
        "own": _OWN,
        "obj": ("her", "him", "them", "me", "mum", "mother", "dad", "us", "it", "@"),
        "subj": ("he", "she", "they", "@", "it"),
        "self": ("herself", "himself", "themselves", "themself", "myself", "yourself", "self"),
        "parent": (*PARENTS, "mums", "@"),
        "child": (*CHILDREN, "him", "her", "them", "@", "me", "brother", "sister"),
        "name": ("@",),
        "kid": (*CHILDREN, "me"),
        "africa": (
            "hargeisa",
            "somalia",
            "mali",
            "gambia",
            "sudan",
            "guinea",
            "egypt",
            "freetown",
            "kenya",
            "ethiopia",
            "africa",
        ),
        "harsh": ("fat", "useless", "stupid", "worthless", "thick", "ugly", "names", "evil", "mistake", "animals"),
        "met": ("met", "she_met", "he_met", "they_met", "meeting", "talking_to", "messaging"),
        "twenties": ("19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "35", "40"),
    },
)
_OF_WHOM = {Part.CHILD: "A", Part.PARENT: "B", Part.OTHER: "C", Part.SWEETHEART: "A"}
# Where nothing says whose it is.
_UNEXPLAINED = {"1": "B", "2": "B", "3": "B", "4": "A", "5": "A", "6": "A"}


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
    return _Reader(text, known or {}, year).read()


@dataclass(frozen=True, slots=True)
class _Raw:
    code: str
    sentence: int
    first: int
    last: int
    reading: standing.Reading


class _Reader:
    def __init__(self, text: str, known: Mapping[str, Part], year: int | None) -> None:
        self.text = text
        self.lines = sentences(text)
        self.cast = Cast(self.lines, known)
        self.year = year
        self._spoken = {word.plain for line in self.lines for word in line.words}

    def read(self) -> tuple[Spoken, ...]:
        raw = [found for number in range(len(self.lines)) for found in self._of(number)]
        raw = [one for one in (self._witnessed(found, raw) for found in raw) if one is not None]
        settled = [standing.settled_by(line) for line in self.lines]
        spoken = [self._told(found, settled) for found in raw]
        spoken.sort(key=lambda one: (one.start, one.end))
        return tuple(dict.fromkeys(spoken))

    def _of(self, number: int) -> Iterator[_Raw]:
        line = self.lines[number]
        cues: standing.Cues | None = None
        for found in _BOOK.find(self._renamed(number)):
            if found.meaning == "2" and self._put_to_use(line, found.first):
                continue
            if found.meaning == "1" and self._soft(line, found.first, found.last):
                continue
            if found.meaning in around.OWN_DOING and self._another_child(number, found.first):
                continue
            code = self._code(found.meaning, number, found.first, found.last)
            if code is not None:
                cues = cues or standing.cues(line)
                yield _Raw(code, number, found.first, found.last, standing.read(line, found.first, found.last, cues))
        for hurt in harm.hurts(number, line, self.cast):
            if self._imagined(line, hurt.first):
                continue
            for code in self._codes_of(hurt, number):  # one deed may be more than one kind of harm
                cues = cues or standing.cues(line)
                yield _Raw(code, number, hurt.first, hurt.last, standing.read(line, hurt.first, hurt.last, cues))

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
        if meaning in _UNEXPLAINED:
            return self._whose(meaning, number, first, last)
        if meaning in ("18", "19") and first and self.lines[number].words[first - 1].plain in ("was", "were", "been"):
            # "Dad was physically abused in care": a parent's own story.
            who = self.cast.before(number, first)
            if who is not None and who.part is Part.PARENT:
                return None
        if meaning == "18N":
            # An injury that nobody explains: a parent's is not the child's.
            whose = self.cast.before(number, first)
            if first and self.lines[number].words[first - 1].plain in around.OTHER_MARKS:
                return None
            if whose is not None and whose.part is Part.PARENT and not self._child_between(number, whose, first):
                return "3B" if self._spoken & around.OF_ASSAULT else None
            return "18B" if self._young_near(number, first) else "18C"
        if meaning == "18":
            return "18B" if self._young_near(number, first) else "18C"
        if meaning == "19":
            return "19B" if self._young_near(number, first, last) else "19C"
        if meaning == "8":
            return self._fostering(number)
        if meaning == "17V":
            who = self.cast.before(number, first)
            if who is None or who.part is Part.NAMED:
                return None
            return "14A" if who.part is Part.CHILD else "17A"
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

    def _whose(self, group: str, number: int, first: int, last: int) -> str | None:
        """The code of a group by whose it is."""
        line = self.lines[number]
        who = None
        # "her mum’s drinking", "drug use by the lodger": one within or just after the words decides first.
        inside = [
            m
            for m in self.cast.mentions[number]
            if first <= m.word <= last
            and m.part is not Part.PROFESSIONAL
            and (m.part is not Part.NAMED or m.owns or m.word in (first, last))
        ]
        if inside:
            who = inside[0]
        if who is None and last + 1 < len(line.words) and line.words[last + 1].plain in ("by", "of", "between"):
            after = [m for m in self.cast.mentions[number] if last < m.word <= last + 5]
            if after and after[0].part is not Part.PROFESSIONAL:
                who = after[0]
        if who is None and group in "456" and last + 1 < len(line.words):
            # "her disabled mother"
            who = next((m for m in self.cast.mentions[number] if m.word == last + 1), None)
        if who is None and any(word.plain in around.FOUND for word in line.words[max(0, first - 6) : last + 1]):
            who = self._owner_after(number, first)
        if who is None:
            who = self._not_fetched(self.cast.before(number, first), number)
        if who is not None and group in "12" and self._finds(who, number, first):
            # "Nan found empty bottles … and school smelled alcohol on her": not Nan's.
            who = self._owner_after(number, first) or self._on_whom(number, last) or self.cast.spoken_of(number)
        if who is None:
            following = [
                m
                for m in self.cast.mentions[number]
                if m.word > last and (m.part in (Part.PARENT, Part.OTHER) or m.name)
            ]
            who = following[0] if following else None
        if group == "3":
            return self._abused(who, number, first)
        if who is not None and who.part is Part.OUTSIDE:
            return None
        return group + self._letter(group, who, number)

    def _not_fetched(self, who: Mention | None, number: int) -> Mention | None:
        """The one who came, where "Dad came to collect Poppy, unsteady on his feet"."""
        if who is None or who.sentence != number or who.part not in (Part.CHILD, Part.NAMED):
            return who
        before = {word.plain for word in self.lines[number].words[max(0, who.word - 3) : who.word]}
        grown = [m for m in self.cast.mentions[number] if m.word < who.word and m.part is Part.PARENT]
        return grown[0] if grown and before & around.FETCHING else who

    def _on_whom(self, number: int, last: int) -> Mention | None:
        """On whom it was smelt or found: "alcohol on her"."""
        words = self.lines[number].words
        for at in range(last + 1, min(len(words) - 1, last + 3)):
            if words[at].plain in ("on", "from"):
                return self.cast.named_at(number, at + 1)
        return None

    def _grown_up_appointments(self, number: int, first: int, last: int) -> bool:
        """Whether a parent missed an appointment of her own: with a keyworker, at probation."""
        words = [word.plain for word in self.lines[number].words]
        return "appointments" in words[first : last + 1] and bool(around.OWN_APPOINTMENTS & set(words))

    def _grown_up(self, who: Mention) -> bool:
        """Whether somebody is a parent, or an uncle or a grandparent."""
        plain = self.lines[who.sentence].words[who.word].plain
        return who.part is Part.PARENT or (who.part is Part.OTHER and plain in OTHERS - YOUNG_RELATIVES)

    def _owner_after(self, number: int, first: int) -> Mention | None:
        """Whose things it was found among: "Mum found ketamine in his blazer"."""
        words = self.lines[number].words
        for at in range(first + 1, min(len(words), first + 8)):
            if words[at].plain in ("in", "under") and at + 1 < len(words):
                for there in range(at + 1, min(len(words), at + 3)):
                    owner = self.cast.named_at(number, there)
                    if owner is not None and (words[there].plain in ("his", "her") or owner.owns):
                        return owner
        return None

    def _letter(self, group: str, who: Mention | None, number: int) -> str:
        if who is None:
            return _UNEXPLAINED[group]
        if who.part is Part.OTHER and who.word < len(self.lines[who.sentence].words):
            return "C"
        if who.part is Part.NAMED and group in "12" and not self._spoken & around.GROWN:
            # A first name that nothing explains, where nobody is said to have children: most likely the child.
            return "A"
        return _OF_WHOM.get(who.part, _UNEXPLAINED[group])

    def _abused(self, who: Mention | None, number: int, first: int) -> str:
        """Who suffers the domestic abuse: a parent, unless the young person’s own partner does it."""
        line = self.lines[number]
        here = self.cast.mentions[number]
        if any(mention.part is Part.SWEETHEART for mention in here) and not any(
            mention.part is Part.PARENT for mention in here
        ):
            subject = self.cast.before(number, first)
            if subject is not None and subject.part in (Part.CHILD, Part.SWEETHEART):
                return "3A"
        young = who is not None and who.part is Part.CHILD and not any(m.part is Part.PARENT for m in here)
        if young and (self._teen_couple() or {word.plain for word in line.words} & around.ROMANCE):
            return "3A"
        others = [m for m in here if m.part is Part.OTHER and line.words[m.word].plain in OTHERS - YOUNG_RELATIVES]
        if others and not any(m.part is Part.PARENT for m in here) and who in others:
            return "3C"
        return "3B"

    def _teen_couple(self) -> bool:
        return any(mention.part is Part.SWEETHEART for line in self.cast.mentions for mention in line)

    def _young_near(self, number: int, first: int, last: int | None = None) -> bool:
        """Whether the one who did it is a child: the subject of the sentence, or of the one before."""
        line = self.lines[number]
        mentions = self.cast.mentions[number]
        if any(word.plain in MEN and word.plain not in ("male", "males") for word in line.words):
            return False
        doers = [m for m in mentions if m.word < first and not m.owns and not self._tells(number, m)]
        if not doers:
            doers = [m for m in mentions if last is not None and m.word > last and self._by(number, m)]
            if any(mention.part is Part.CHILD for mention in doers):
                return True
        young = False
        for mention in doers:
            plain = line.words[mention.word].plain
            relative = plain in YOUNG_RELATIVES and not mention.grown
            if mention.grown or mention.part is Part.PARENT or (mention.part is Part.OTHER and not relative):
                return False
            young = young or relative or mention.young
        # One who does it to a brother or sister of his own is a child too, unless something says that he is grown.
        words = line.words
        after = [m for m in mentions if last is not None and m.word >= last and words[m.word].plain in YOUNG_RELATIVES]
        own = bool(after) and words[after[0].word - 1].plain in ("his", "her", "little", "younger", "half", "step")
        return young or (own and any(m.word < first and m.part is not Part.PARENT for m in mentions))

    def _by(self, number: int, mention: Mention) -> bool:
        """Whether something was done by somebody (and not only said by them)."""
        words = self.lines[number].words
        for at in range(mention.word - 1, max(0, mention.word - 5), -1):
            if words[at].plain == "by":
                return words[at - 1].plain not in around.TELLS
        return False

    def _tells(self, number: int, mention: Mention) -> bool:
        """Whether somebody only tells or sees it."""
        after = [word.plain for word in self.lines[number].words[mention.word + 1 : mention.word + 6]]
        # One who "has been found" does not tell: he was told of.
        return any(
            word in around.TELLS and (at == 0 or after[at - 1] not in ("been", "was", "were", "is"))
            for at, word in enumerate(after[:4])
        )

    def _finds(self, who: Mention, number: int, first: int) -> bool:
        """Whether somebody only found or saw it: "Mum found razor blades", but not "Mum said she had thought of it"."""
        if not self._tells(who.sentence, who):
            return False
        since = self.lines[number].words[who.word if who.sentence == number else 0 : first]
        return not any(word.plain in ("she", "he", "they") for word in since)

    def _child_between(self, number: int, whose: Mention, first: int) -> bool:
        return whose.sentence == number and any(
            mention.part in (Part.CHILD, Part.NAMED) and whose.word < mention.word < first
            for mention in self.cast.mentions[number]
        )

    def _codes_of(self, hurt: harm.Hurt, number: int) -> Iterator[str]:
        victim, agent = hurt.victim, hurt.agent
        if victim is None:
            mothers = agent is not None and agent.part is Part.NAMED and self._spoken & around.COUPLES
            if hurt.young_agent and not mothers:
                yield "18B"
            elif agent is not None and agent.part is Part.PARENT:
                couple = self.lines[agent.sentence].words[agent.word].plain in around.COUPLE
                yield "3B" if couple else "18C"
            return
        part = self._victim_part(victim, agent)
        if part is Part.CHILD or part is Part.SWEETHEART:
            if agent is not None and agent.part is Part.SWEETHEART:
                yield "3A"
            elif hurt.young_agent:
                yield "18B"
            else:
                yield "18C"
        elif part is Part.PARENT:
            yield "3B"
        elif part is Part.OTHER:
            plain = self.lines[victim.sentence].words[victim.word].plain
            yield ("18B" if hurt.young_agent else "18C") if plain in YOUNG_RELATIVES else "3C"

    def _victim_part(self, victim: Mention, agent: Mention | None) -> Part:
        if victim.part is not Part.NAMED:
            return victim.part
        # A name that nothing explains: hurt by a parent it is most likely a child; else an adult at home.
        if agent is not None and agent.part in (Part.PARENT, Part.OTHER):
            couple = self.lines[agent.sentence].words[agent.word].plain in around.COUPLE
            return Part.PARENT if couple else Part.CHILD
        # Of two names that nothing explains, a boy hurt is most likely the child.
        return Part.CHILD if self.cast.sex_of(victim) == "m" else Part.PARENT

    def _fostering(self, number: int) -> str | None:
        """Which kind of private fostering, from the whole passage."""
        spoken = self._spoken
        overseas = spoken & around.OVERSEAS
        returns = spoken & {"return", "returns", "returning"} or _together(self.lines, ("go", "goes", "going"), "back")
        if "nobody" in spoken and "arrangement" in spoken:
            return "8F"
        if overseas and not spoken & {"british"}:
            return "8B" if returns else "8C"
        if spoken & {"term", "language", "college", "boarder", "boarding"} and spoken & {"host", "school"}:
            return "8D"
        line = {word.plain for word in self.lines[number].words}
        if "foster" in line or "fostered" in line or "fostering" in line or spoken & around.HOSTS:
            return "8E"
        return "8F"

    def _told(self, found: _Raw, settled: list[tuple[int, int] | None]) -> Spoken:
        line = self.lines[found.sentence]
        reading = found.reading
        code = found.code
        because = self._words(line, reading.first, reading.last)
        standing_of = reading.standing
        if standing_of is Standing.PAST and self._recent(line, reading):
            standing_of = Standing.PRESENT
        if standing_of is Standing.ANOTHER and code == "22A":
            # What was done to a mother or a sister is what may be done to a girl.
            standing_of = Standing.SUSPECTED
        if standing_of is Standing.DENIED and self._contradicted(found):
            standing_of = Standing.SUSPECTED
        if standing_of in ASKS and reading.standing is not Standing.DENIED:
            by = self._settling(found, settled)
            if by is not None:
                number, (first, last) = by
                standing_of, because = Standing.SETTLED, self._words(self.lines[number], first, last)
        start, end = line.span(found.first, found.last)
        return Spoken(code, self.text[start:end], start, end, standing_of, because)

    def _contradicted(self, found: _Raw) -> bool:
        """Whether what was denied is answered by evidence: "denies drinking, but empty bottles were found"."""
        words = around.AGAINST.get(_group(found.code))
        if words is None:
            return False
        own = self.lines[found.sentence].words[found.last + 1 :]
        turns = [at for at, word in enumerate(own) if word.plain in standing.CONTRAST]
        after = list(own[turns[0] :]) if turns else []
        if not turns and found.sentence + 1 < len(self.lines):
            then = self.lines[found.sentence + 1].words
            after = list(then) if any(word.plain in standing.CONTRAST for word in then[:2]) else []
        spoken = [word.plain for word in after]
        return any(word in words for word in spoken) and not {"no", "not", "never", "nothing", "none"} & set(spoken)

    def _recent(self, line: Sentence, reading: standing.Reading) -> bool:
        """Whether the year that made it past is this year or the last."""
        if self.year is None or reading.first is None:
            return False
        plain = line.words[reading.first].plain
        return plain.isdigit() and int(plain) >= self.year - 1

    def _settling(self, found: _Raw, settled: list[tuple[int, int] | None]) -> tuple[int, tuple[int, int]] | None:
        """What settles a thing that was said: words in the same sentence after it, or in the two that follow."""
        same = settled[found.sentence]
        if same is not None and same[0] >= found.last:
            return found.sentence, same
        for number in range(found.sentence + 1, min(len(self.lines), found.sentence + 3)):
            by = settled[number]
            if by is not None and self._same_matter(found, number):
                return number, by
        return None

    def _same_matter(self, found: _Raw, number: int) -> bool:
        """Whether a sentence that settles something is about this: it speaks of the same, or of nothing else."""
        line = self.lines[number]
        spoken = {_group(one.meaning) for one in _BOOK.find(line) if one.meaning not in around.NO_MATTER}
        return not spoken or _group(found.code) in spoken

    def _words(self, line: Sentence, first: int | None, last: int | None) -> str:
        if first is None or last is None:
            return ""
        start, end = line.span(first, last)
        return self.text[start:end]


def _group(code: str) -> str:
    return code.rstrip("ABCDEF")


def _together(lines: tuple[Sentence, ...], first: tuple[str, ...], then: str) -> bool:
    return any(
        word.plain in first and after.plain == then
        for line in lines
        for word, after in zip(line.words, line.words[1:], strict=False)
    )
