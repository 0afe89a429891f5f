"""Whose a factor is, and who did a harm: from the words around it and the people a passage speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from goldenthread.rulebook.text import around, harm
from goldenthread.rulebook.text.kin import GROWN_RELATIVES, MEN, OTHERS, YOUNG_RELATIVES
from goldenthread.rulebook.text.people import Cast, Mention, Part
from goldenthread.rulebook.text.phrases import Phrases
from goldenthread.rulebook.text.words import Sentence, sentences

_OF_WHOM = {Part.CHILD: "A", Part.PARENT: "B", Part.OTHER: "C", Part.SWEETHEART: "A"}
# Where nothing says whose it is.
UNEXPLAINED = {"1": "B", "2": "B", "3": "B", "4": "A", "5": "A", "6": "A"}

_NOT_BACK: Phrases[bool] = Phrases((("not ~2 go|going|return|returning|be ~1 back|home|to|returning", True),))
_HIS_OWN = YOUNG_RELATIVES | {"mum", "mother", "dad", "father", "stepdad", "stepmum"}
_SAID_TO_BE = frozenset((Part.PARENT, Part.OTHER, Part.NAMED))


class Attribution:
    """A passage with its people, and what can be asked of it: whose, by whom, to whom."""

    def __init__(self, text: str, known: Mapping[str, Part]) -> None:
        self.text = text
        self.lines = sentences(text)
        self.cast = Cast(self.lines, known)
        self._spoken = {word.plain for line in self.lines for word in line.words}

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
            and not (group == "1" and m.owns and line.words[first].plain in around.DRINKS)
            and not (group in "45" and self._felt_for(line, m.word, first))
        ]
        if inside:
            who = inside[0]
        if (
            who is None
            and last + 1 < len(line.words)
            and line.words[last + 1].plain in ("by", "of", "between")
            and [word.plain for word in line.words[last + 2 : last + 4]] != ["the", "time"]
        ):
            after = [m for m in self.cast.mentions[number] if last < m.word <= last + 5]
            if after and after[0].part is not Part.PROFESSIONAL:
                who = after[0]
        if who is None and group in "456" and last + 1 < len(line.words) and last + 1 not in line.breaks:
            # "her disabled mother"
            who = next((m for m in self.cast.mentions[number] if m.word == last + 1), None)
        if who is None and any(word.plain in around.FOUND for word in line.words[max(0, first - 6) : last + 1]):
            who = self._owner_after(number, first)
        if who is None:
            who = self._not_fetched(self.cast.before(number, first), number)
        if who is not None and group in "12" and self._finds(who, number, first):
            # "Nan found empty bottles … and school smelled alcohol on her": not Nan's.
            who = self._owner_after(number, first) or self._on_whom(number, last) or self.cast.spoken_of(number)
        if who is not None and group in "456" and self._own_parent_tells(who, number, first):
            who = self.cast.spoken_of(number)
        if who is None:
            following = [
                m
                for m in self.cast.mentions[number]
                if m.word > last and (m.part in (Part.PARENT, Part.OTHER) or m.name)
            ]
            who = following[0] if following else None
        if group == "3":
            # Sexual or physical abuse by a parent is not abuse of one.
            if first and line.words[first - 1].plain in around.NOT_OF_A_PARTNER:
                return None
            if line.words[first].plain == "emotionally" and last + 1 < len(line.words):
                target = self.cast.named_at(number, last) or self.cast.named_at(number, last + 1)
                if target is not None and target.part in (Part.CHILD, Part.NAMED):
                    return None
            return self._abused(who, number, first, last)
        if who is not None and who.part is Part.OUTSIDE:
            return None
        then = line.words[last + 1].plain if last + 1 < len(line.words) else ""
        if group == "6" and (then == "like" or (line.words[last].plain == "stand" and then in around.WHAT_IS_HATED)):
            return None  # "epilepsy-like staring"; "cannot stand the sight of him"
        if group == "2" and line.words[first].plain in around.PLIED and who is not None and who.part is Part.CHILD:
            return "2A"
        return group + self._letter(group, who, number, first)

    def _own_parent_tells(self, who: Mention, number: int, first: int) -> bool:
        """Whether it is "his mum" who only tells of it, where the one before was spoken of as the child."""
        if who.part is not Part.PARENT or who.sentence != number or not self._finds(who, number, first):
            return False
        words = self.lines[number].words
        told = self.cast.spoken_of(number)
        return (
            bool(who.word)
            and words[who.word - 1].plain in ("his", "her")
            and told is not None
            and told.part in (Part.CHILD, Part.NAMED)
        )

    @staticmethod
    def _felt_for(line: Sentence, at: int, first: int) -> bool:
        """Whether somebody is only the one felt for: "feels nothing for the baby"."""
        return any(
            word.plain in ("for", "towards", "to", "with", "about") for word in line.words[max(first, at - 2) : at]
        )

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
        return who.part is Part.PARENT or who.grown or (who.part is Part.OTHER and plain in GROWN_RELATIVES)

    def _owner_after(self, number: int, first: int) -> Mention | None:
        """Whose things it was found among: "Mum found ketamine in his blazer"."""
        words = self.lines[number].words
        for at in range(first + 1, min(len(words), first + 8)):
            if words[at].plain in ("in", "under") and at + 1 < len(words):
                for there in range(at + 1, min(len(words), at + 7)):
                    owner = self.cast.named_at(number, there)
                    if owner is not None and any(word.plain == "of" for word in words[at + 1 : there]) and owner.grown:
                        return owner
                    if there > at + 2:
                        continue
                    if owner is not None and (words[there].plain in ("his", "her") or owner.owns):
                        return owner
        return None

    def _letter(self, group: str, who: Mention | None, number: int, first: int = 0) -> str:
        if first and self.lines[number].words[first - 1].plain in around.OF_A_PARENT:
            return "B"
        if who is None:
            here = {word.plain for word in self.lines[number].words}
            if group in "12" and (self._theirs(number) or here & around.AT_SCHOOL and not here & around.SMALL):
                return "A"
            if group in "12" and self._aged and Part.PARENT not in self._parts:
                return "A"
            # Where no parent is spoken of at all and a child is, it is the child.
            return "A" if group in "12" and self._only_a_child() else UNEXPLAINED[group]
        if who.part is Part.OTHER and who.word < len(self.lines[who.sentence].words):
            return "C"
        if who.part is Part.CHILD and group in "12" and self._small(who):
            return "B"  # found where the children are
        if who.part is Part.NAMED and group in "12" and not self._spoken & around.GROWN:
            # A first name that nothing explains, where nobody is said to have children: most likely the child.
            return "A"
        if who.part is Part.NAMED and group in "456" and Part.PARENT not in self._parts and self._has_little_ones:
            return "B"
        return _OF_WHOM.get(who.part, UNEXPLAINED[group])

    @cached_property
    def _has_little_ones(self) -> bool:
        """Whether children are spoken of together, as a parent’s are: "the three children", "the twins"."""
        return bool(self._spoken & around.LITTLE_ONES)

    @cached_property
    def _unnamed_child(self) -> bool:
        """Whether a child is in the passage, or somebody who goes to school."""
        return Part.CHILD in self._parts or bool(self._spoken & {"school", "nursery"})

    def _abused(self, who: Mention | None, number: int, first: int, last: int) -> str | None:
        """Who suffers the domestic abuse: a parent, unless the young person’s own partner does it."""
        line = self.lines[number]
        here = self.cast.mentions[number]
        if any(mention.part is Part.SWEETHEART for mention in here) and not any(
            mention.part is Part.PARENT for mention in here
        ):
            subject = self.cast.before(number, first)
            if subject is not None and subject.part in (Part.CHILD, Part.SWEETHEART, Part.OUTSIDE):
                return "3A"
        doer = self.cast.before(number, first)
        words = [word.plain for word in line.words]
        own = any(
            words[at] in ("mum", "mother", "dad", "father") and words[at - 1] in ("his", "her")
            for at in range(first + 1, last + 1)
        )
        if sum(m.part is Part.PARENT for m in here) > 1:
            own = False  # one parent hurts the other
        if own and doer is not None and doer.part in (Part.CHILD, Part.NAMED) and not self._spoken & around.COUPLES:
            return "14A"  # a child who threatens a parent
        young = who is not None and who.part is Part.CHILD and not any(m.part is Part.PARENT for m in here)
        if young and (self._teen_couple() or {word.plain for word in line.words} & around.ROMANCE):
            return "3A"
        if young and doer is not None and doer.part is Part.CHILD and not around.OF_THE_HOME & set(words):
            return None  # a child hurt outside
        grown_other = doer is not None and doer.part is Part.OTHER and self._word(doer) in OTHERS
        theirs = [m for m in here if m.part is Part.OTHER and m.word < first]
        parents = [m for m in here if m.part is Part.PARENT and line.words[m.word].plain not in around.COUPLE]
        if (grown_other or who in theirs) and theirs and not parents and line.words[theirs[0].word].plain in OTHERS:
            return "3C"
        couples = [m for m in here if m.part is Part.PARENT and line.words[m.word].plain in around.COUPLE and m.word]
        owners = [
            self.cast.named_at(number, m.word - 1) for m in couples if line.words[m.word - 1].plain in ("her", "his")
        ]
        if owners and not parents and owners[0] is not None and self._word(owners[0]) in GROWN_RELATIVES:
            return "3C"  # an aunt’s own husband
        others = [m for m in here if m.part is Part.OTHER and line.words[m.word].plain in GROWN_RELATIVES]
        if others and not any(m.part is Part.PARENT for m in here) and who in others:
            return "3C"
        return "3B"

    def _word(self, mention: Mention) -> str:
        return self.lines[mention.sentence].words[mention.word].plain

    def _small(self, who: Mention) -> bool:
        """Whether children are spoken of who do not drink or take drugs: a baby, or all of them together."""
        return self.lines[who.sentence].words[who.word].plain in around.SMALL

    def _theirs(self, number: int) -> bool:
        """Whether "he" or "she" can only be the child: one whose own mother or father is spoken of, or nobody’s."""
        words = [word.plain for word in self.lines[number].words]
        if not {"he", "she", "his", "her"} & set(words):
            return False
        return self._own_parents or not (self._parts & _SAID_TO_BE or self._spoken & around.GROWN)

    def _only_a_child(self) -> bool:
        if self._parts & _SAID_TO_BE:
            return False
        several = self._spoken & {"children", "baby", "toddler", "twins", "infant", "newborn", "unborn"}
        return not several and (bool(self._spoken & around.OF_THE_YOUNG) or self._aged)

    @cached_property
    def _own_parents(self) -> bool:
        """Whether the passage speaks of "his mum" or "her parents"."""
        plains = [word.plain for line in self.lines for word in line.words]
        kin = ("mum", "mother", "dad", "father", "parents", "nan", "foster", "carer")
        owned = any(
            word.owns and then.plain in ("mum", "mother", "dad", "father")
            for line in self.lines
            for word, then in zip(line.words, line.words[1:], strict=False)
            if word.capital and word.plain not in kin
        )
        return owned or any(
            owner in ("his", "her") and whom in kin for owner, whom in zip(plains, plains[1:], strict=False)
        )

    @cached_property
    def _parts(self) -> frozenset[Part]:
        return frozenset(mention.part for line in self.cast.mentions for mention in line)

    @cached_property
    def _aged(self) -> bool:
        """Whether an age of ten or more is given: "aged 13", "15 yr old"."""
        for line in self.lines:
            plains = ["", *(word.plain for word in line.words), ""]
            for before, plain, after in zip(plains, plains[1:], plains[2:], strict=False):
                short = plain.removesuffix("yo").removesuffix("yr").removesuffix("y")
                if not (len(short) == 2 and short.isdecimal() and 10 <= int(short) < 18):
                    continue
                if short != plain or before in ("aged", "age", "is") or after in ("yo", "yr", "yrs", "year", "years"):
                    return True
        return False

    def _children_spoken_of(self) -> bool:
        return Part.CHILD in self._parts

    def _teen_couple(self) -> bool:
        return Part.SWEETHEART in self._parts

    def _young_near(self, number: int, first: int, last: int | None = None, *, injured: bool = False) -> bool:
        """Whether the one who did it is a child: the subject of the sentence, or of the one before."""
        line = self.lines[number]
        mentions = self.cast.mentions[number]
        between = [at for at, word in enumerate(line.words) if word.plain == "between"]
        if between and any(word.plain in around.EQUALS for word in line.words[between[0] : between[0] + 5]):
            return True
        by = [at for at, word in enumerate(line.words) if word.plain == "by"]
        if any(word.plain in around.PUPILS for at in by for word in line.words[at + 1 : at + 4]):
            return True
        if any(word.plain in ("peer", "peers") for word in line.words):
            return True
        if any(word.plain.startswith("pretend") for word in line.words):
            return False
        if any(word.plain in MEN and word.plain not in ("male", "males") for word in line.words):
            return False
        doers = [
            m
            for m in mentions
            if m.word < first and not m.owns and not self._tells(number, m) and not self._listens(number, m)
        ]
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
            if (
                mention.part is Part.CHILD
                and mention.word
                and line.words[mention.word - 1].plain
                in (
                    "foster",
                    "another",
                    "older",
                )
            ):
                return True
            # Whose bruise it is did not do it.
            young = young or relative or (mention.young and not injured)
        # One who does it to a brother or sister of his own is a child too, unless something says that he is grown.
        words = line.words
        after = [m for m in mentions if last is not None and m.word >= last and words[m.word].plain in YOUNG_RELATIVES]
        own = bool(after) and words[after[0].word - 1].plain in ("his", "her", "little", "younger", "half", "step")
        return young or (own and any(m.word < first and m.part is not Part.PARENT for m in mentions))

    def _pupils_after(self, number: int) -> bool:
        """Whether the sentences after an injury tell of other children at school and of no grown-up at home."""
        for line, mentions in list(zip(self.lines, self.cast.mentions, strict=True))[number : number + 4]:
            words = [word.plain for word in line.words]
            if any(mention.part is Part.PARENT for mention in mentions):
                return False
            if any(
                word in ("boys", "girls", "lads", "pupils", "kids") and before in around.SOME
                for before, word in zip(words, words[1:], strict=False)
            ):
                return True
        return False

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

    def _listens(self, number: int, mention: Mention) -> bool:
        """Whether somebody is only told of it: "disclosed to his mum that …"."""
        before = [word.plain for word in self.lines[number].words[max(0, mention.word - 3) : mention.word]]
        return (
            any(word in around.TELLS or word in around.OWNS_UP for word in before)
            and "that" not in before
            and (
                before[-1] in around.TELLS | around.OWNS_UP
                or before[-1] == "to"
                or before[-1] in ("his", "her", "the", "their")
            )
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

    def _codes_of(self, hurt: harm.Hurt, number: int, line: Sentence) -> Iterator[str]:
        victim, agent = hurt.victim, hurt.agent
        if victim is not None and agent is not None and self._own_kin(victim, agent, line):
            # "He hit his mum", of one whom nothing else explains: a child who hits.
            yield "14A" if victim.part is Part.PARENT else "18B"
            return
        if victim is None and agent is None:
            return
        if victim is None:
            mothers = agent is not None and agent.part is Part.NAMED and self._spoken & around.COUPLES
            if hurt.young_agent and not mothers:
                yield "18B"
            elif agent is not None and agent.part is Part.PARENT:
                couple = self.lines[agent.sentence].words[agent.word].plain in around.COUPLE
                yield "3B" if couple else "18C"
            return
        part = self._victim_part(victim, agent)
        if (
            part is Part.PARENT
            and agent is None
            and victim.name == ""
            and self._child_owned(victim, number, hurt.first)
        ):
            part = Part.CHILD
        if part is Part.PARENT and agent is not None and agent.part is Part.CHILD and not agent.grown:
            yield "14A"
            return
        if part is Part.CHILD and agent is not None and agent.part is Part.CHILD and self._romance(agent, victim):
            yield "3A"
            return
        if part is Part.CHILD or part is Part.SWEETHEART:
            if hurt.young_agent and self._spoken & {"gang", "gangs", "rival", "rivals"}:
                return
            if part is Part.SWEETHEART and not (self._aged and agent is not None and agent.part is not Part.PARENT):
                yield "3B"  # a grown man’s partner
            elif agent is not None and agent.part is Part.SWEETHEART:
                yield "3A"
            elif hurt.young_agent:
                yield "18B"
            else:
                yield "18C"
        elif part is Part.PARENT:
            relative = agent is not None and agent.part is Part.OTHER and self._word(agent) in GROWN_RELATIVES
            yield "3C" if relative and victim.sentence == number and self._word(victim) in around.COUPLE else "3B"
        elif part is Part.OTHER:
            plain = self.lines[victim.sentence].words[victim.word].plain
            yield ("18B" if hurt.young_agent else "18C") if plain in YOUNG_RELATIVES else "3C"

    def _own_kin(self, victim: Mention, agent: Mention, line: Sentence) -> bool:
        """Whether one whom only a name or a pronoun tells of does it to a parent, brother or sister of his own."""
        if agent.part is not Part.NAMED or victim.sentence >= len(self.lines) or victim.word == 0:
            return False
        words = self.lines[victim.sentence].words
        if agent.sentence != victim.sentence or agent.word > victim.word:
            return False
        return (
            words[victim.word].plain in _HIS_OWN
            and words[victim.word - 1].plain in ("his", "her")
            and self.lines[victim.sentence] is line
        )

    def _child_owned(self, victim: Mention, number: int, first: int) -> bool:
        """Whether a stranger did it to a child just spoken of: "took his son to a healer, who beat him"."""
        words = self.lines[number].words
        return (
            victim.word < first - 2
            and words[first - 1].plain in ("who", "that")
            and any(m.part is Part.CHILD and m.word < first for m in self.cast.mentions[number])
        )

    def _romance(self, agent: Mention, victim: Mention) -> bool:
        """Whether the two are a young couple."""
        return bool(self._spoken & around.ROMANCE) and not any(
            self.lines[one.sentence].words[one.word].plain in YOUNG_RELATIVES for one in (agent, victim)
        )

    def _victim_part(self, victim: Mention, agent: Mention | None) -> Part:
        if victim.part is not Part.NAMED:
            return victim.part
        if agent is not None and agent.part is Part.SWEETHEART and self._aged:
            return Part.CHILD
        small = {"baby", "children", "toddler", "kids", "twins"} & self._spoken
        if agent is not None and agent.name and agent.part is Part.PARENT and small:
            return Part.PARENT  # the other parent, with the children by
        # A name that nothing explains: hurt by a parent it is most likely a child; else an adult at home.
        if agent is not None and agent.part in (Part.PARENT, Part.OTHER):
            couple = self.lines[agent.sentence].words[agent.word].plain in around.COUPLE
            return Part.PARENT if couple else Part.CHILD
        # Of two names that nothing explains, a boy hurt is most likely the child.
        return Part.CHILD if self.cast.sex_of(victim) == "m" else Part.PARENT

    def _fostering(self, number: int) -> str | None:
        """Which kind of private fostering, from the whole passage."""
        spoken = self._spoken
        if not spoken & around.LIVING:
            return None
        overseas = spoken & around.OVERSEAS if not _together(self.lines, ("working",), "in") else set()
        stays = (
            spoken & {"permanently", "settle", "indefinitely"}
            or _together(self.lines, ("no",), "plan")
            or _together(self.lines, ("for",), "good")
            or any(any(_NOT_BACK.find(line)) for line in self.lines)
        )
        returns = not stays and (
            spoken & {"return", "returns", "returning", "until"}
            or _together(self.lines, ("go", "goes", "going"), "back")
            or _together(self.lines, ("go", "goes", "going"), "home")
        )
        if ("nobody" in spoken and "arrangement" in spoken) or any(
            _together(self.lines, ("another", "other", "fostering"), word)
            for word in ("kind", "sort", "way", "private", "other")
        ):
            return "8F"
        if overseas and not spoken & {"british"}:
            return "8B" if returns else "8C"
        if spoken & around.STUDIES and spoken & {"host", "school", "college", "academy"}:
            return "8D"
        line = {word.plain for word in self.lines[number].words}
        if "foster" in line or "fostered" in line or "fostering" in line or spoken & around.HOSTS:
            return "8E"
        return "8F"


def _together(lines: tuple[Sentence, ...], first: tuple[str, ...], then: str) -> bool:
    return any(
        word.plain in first and after.plain == then
        for line in lines
        for word, after in zip(line.words, line.words[1:], strict=False)
    )
