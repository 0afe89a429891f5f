"""Who a passage speaks of: each mention of a person, and the part that person plays for the child.

The record knows who is who, and may say so (`known`). Where it does not, the words beside a name say it: "Ruby (14)",
"Sandra’s daughter", "Carly (mum)". A name that nothing explains stays unexplained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from goldenthread.rulebook.text.around import OVERSEAS
from goldenthread.rulebook.text.first_names import SEX_OF
from goldenthread.rulebook.text.kin import (
    ADULT_SETTING,
    AGE,
    AT_WORK,
    BEFORE_A_PLACE,
    CHILD_SETTING,
    CHILDREN,
    CHILDS_OWN,
    DEEDS,
    FATHERS,
    GOES_ON,
    GRANDADS,
    GROWN_UP,
    HE,
    HES,
    IN_WORDS,
    KIN,
    LETTERED,
    MEN,
    MOTHERS,
    NO_NAMES,
    NOBODY,
    OF_AGE,
    OF_CHILDREN,
    OTHERS,
    OUTSIDERS,
    OWNED,
    PARENTS,
    PARTNERS,
    PEOPLE,
    PLURAL,
    PROFESSIONALS,
    PRONOUNS,
    SHE,
    SHES,
    SPANS,
    TELLING,
    TITLES,
    WITH,
    YOUNG_RELATIVES,
)
from goldenthread.rulebook.text.lexicon import VOCABULARY
from goldenthread.rulebook.text.words import Sentence, Word


class Part(StrEnum):
    """What somebody is to the child. `OTHER` lives in or near the household; `OUTSIDE` is somebody else's story."""

    CHILD = "child"
    PARENT = "parent"
    OTHER = "other"
    SWEETHEART = "sweetheart"  # the young person's own partner
    PROFESSIONAL = "professional"
    OUTSIDE = "outside"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of somebody: which sentence and word, the part, the name if one was used, `f`, `m` or neither, and
    whether it owns what follows. `young` and `grown` say what an age beside it said."""

    sentence: int
    word: int
    part: Part
    name: str
    sex: str | None
    owns: bool
    young: bool = False
    grown: bool = False


class Cast:
    """Everyone a passage speaks of."""

    def __init__(self, sentences: Sequence[Sentence], known: Mapping[str, Part] | None = None) -> None:
        self._sentences = sentences
        self._known = {name.lower(): part for name, part in (known or {}).items()}
        self._parts: dict[str, Part] = {}
        self._sexes: dict[str, str] = dict(SEX_OF)
        self.mentions: list[list[Mention]] = []
        names = self._names()
        self._explain(names)
        for number, sentence in enumerate(sentences):
            self.mentions.append(list(self._mentions(number, sentence, names)))
        self._learn_sexes()

    def part_of(self, name: str) -> Part:
        """The part a name plays, where the record or the passage says."""
        return self._known.get(name) or self._parts.get(name, Part.NAMED)

    def before(self, sentence: int, word: int) -> Mention | None:
        """Who a verb at this word is about: the last one named before it in the sentence, a pronoun resolved; else the
        one whom the sentence before began with."""
        line = self._sentences[sentence]
        here = {mention.word: mention for mention in self.mentions[sentence]}
        singular = any(one.plain in ("he", "she") for one in line.words[:word])
        for at in range(word - 1, -1, -1):
            if at in here and here[at].part is not Part.PROFESSIONAL and not self._passing(sentence, at, word):
                return here[at]
            plain = line.words[at].plain
            subject = plain in ("he", "she") or (plain == "they" and not singular)
            # "her drinking", "his mental health": whose it is stands right before it.
            if subject or (plain in ("her", "his", "their") and word - at <= 2):
                return self._resolve(sentence, at, PRONOUNS[plain])
        return self._resolve(sentence, 0, None)

    def _beside(self, sentence: int, at: int, word: int) -> bool:
        """Whether one named is only with whom another stays, who goes on: "Elena is with her nan and was sent home"."""
        line = self._sentences[sentence]
        words = line.words
        lead = [one.plain for one in words[max(0, at - 2) : at]]
        if self._kin_of(sentence, self.mentions_at(sentence, at)) and word - at > 2:
            # "She has felt low since her brother's funeral, …": she goes on.
            return any(one.plain in ("he", "she") for one in words[:at])
        if not lead or not (lead[-1] in WITH or (lead[0] in WITH and lead[-1] in ("his", "her", "their"))):
            return False
        if not any(mention.word < at - 1 and not mention.owns for mention in self.mentions[sentence]):
            return False
        return any(
            words[here].plain == "and" and words[here + 1].plain in GOES_ON for here in range(at + 1, min(word, at + 6))
        )

    def _passing(self, sentence: int, at: int, word: int) -> bool:
        """Whether the one named only passes by: "when Moira calls at noon", "since the baby was born"."""
        words = self._sentences[sentence].words
        after = words[at + 1].plain if at + 1 < len(words) else ""
        if self._beside(sentence, at, word):
            return True
        if any(word.plain == "born" for word in words[at + 1 : at + 4]):
            return True
        return bool(at) and words[at - 1].plain == "when" and after in ("calls", "called", "visits", "visited", "rings")

    def mentions_at(self, sentence: int, word: int) -> Mention:
        """The mention that stands at this word, where there is one for sure."""
        return next(mention for mention in self.mentions[sentence] if mention.word == word)

    def named_at(self, sentence: int, word: int, *, but: Mention | None = None) -> Mention | None:
        """The one mentioned exactly at this word, a pronoun resolved; never `but`, who does it to this one."""
        for mention in self.mentions[sentence]:
            if mention.word == word:
                return mention
        plain = self._sentences[sentence].words[word].plain
        return self._resolve(sentence, word, PRONOUNS[plain], but) if plain in PRONOUNS else None

    def spoken_of(self, sentence: int) -> Mention | None:
        """Whom the sentences before were about."""
        return self._resolve(sentence, 0, None)

    def sex_of(self, mention: Mention) -> str | None:
        """`f` or `m`, where a word or a pronoun said so."""
        return mention.sex or self._sexes.get(mention.name)

    def _resolve(self, sentence: int, word: int, sex: str | None, but: Mention | None = None) -> Mention | None:
        def fits(mention: Mention) -> bool:
            if mention.part in (Part.PROFESSIONAL, Part.OUTSIDE):
                return False
            if but is not None and (mention.sentence, mention.word) == (but.sentence, but.word):
                return False
            words = self._sentences[mention.sentence].words
            if sex is not None and words[mention.word].plain in PLURAL:
                return False
            if but is not None and self._tells(mention) and mention.word:
                owner = words[mention.word - 1].plain
                if owner in ("her", "his"):
                    return False  # "Her sister says that he hits her": not the sister
            return sex is None or (mention.sex or self._sexes.get(mention.name)) in (None, sex)

        earlier = [mention for mention in self.mentions[sentence] if mention.word < word and fits(mention)]
        # The one a sentence begins with is most likely the one it goes on about, unless that one only tells of another.
        sure = [mention for mention in earlier if not mention.owns]
        if not sure and earlier and all(self._kin_of(sentence, mention) for mention in earlier):
            # "Since his dad's death he has stopped eating": the one whose dad it was.
            found = self._earlier(sentence, fits)
            if found is not None:
                return replace(found, sex=found.sex or sex)
        sure = sure or earlier
        sure = [mention for mention in sure if not self._tells(mention)] or sure
        if sure:
            return replace(sure[0], sex=sure[0].sex or sex)
        found = self._earlier(sentence, fits) or self._later(sentence, fits if sex else None)
        return None if found is None else replace(found, sex=found.sex or sex)

    def _earlier(self, sentence: int, fits: Callable[[Mention], bool]) -> Mention | None:
        passed = None
        for number in range(sentence - 1, max(-1, sentence - 5), -1):
            fitting = [mention for mention in self.mentions[number] if fits(mention)]
            if not fitting:
                continue
            if not self._goes_on(number, fitting[0]):
                return fitting[0]
            passed = passed or fitting[0]
        return passed

    def _kin_of(self, sentence: int, mention: Mention) -> bool:
        before = self._sentences[sentence].words[mention.word - 1].plain if mention.word else ""
        return mention.owns and before in ("his", "her")

    def _goes_on(self, number: int, found: Mention) -> bool:
        """Whether a sentence goes on about somebody named before, and this one only comes into it: "She finds it hard
        to manage Amy’s asthma"."""
        words = self._sentences[number].words
        sex = PRONOUNS.get(words[0].plain)
        of = found.sex or self._sexes.get(found.name)
        return sex is not None and found.word > 1 and of in (None, sex)

    def _later(self, sentence: int, fits: Callable[[Mention], bool] | None) -> Mention | None:
        """The one named just after, where a passage begins with "she"."""
        if fits is None:
            return None
        for number in range(sentence + 1, min(len(self.mentions), sentence + 3)):
            for mention in self.mentions[number]:
                if mention.part is Part.PARENT and mention.sex is not None and fits(mention):
                    return mention
        return None

    def _tells(self, mention: Mention) -> bool:
        words = self._sentences[mention.sentence].words
        return any(word.plain in TELLING for word in words[mention.word + 1 : mention.word + 3])

    def _names(self) -> frozenset[str]:
        inside, first = set(self._known), set()
        for sentence in self._sentences:
            for number, word in enumerate(sentence.words):
                if not word.capital or word.plain in NOBODY or word.plain in OVERSEAS or word.plain.isdigit():
                    continue
                if len(word.plain) == 1 and not self._initial(sentence, number):
                    continue
                if number and sentence.words[number - 1].plain in TITLES:
                    continue
                if _placed(sentence.words, number):
                    continue
                if word.plain in NO_NAMES:
                    continue
                opens = number == 0 or sentence.breaks.get(number) == '"'
                (first if opens else inside).add(word.plain)
        starts = {
            name
            for name in first
            if name in inside
            or (
                name not in VOCABULARY
                and (name in SEX_OF or not name.endswith(("ing", "ed", "ly")))
                and self._acts(name)
            )
        }
        return frozenset(inside | starts)

    def _initial(self, sentence: Sentence, number: int) -> bool:
        """Whether one capital letter stands for a child, as where names are left out: "L is struggling"."""
        after = sentence.words[number + 1].plain if number + 1 < len(sentence.words) else ""
        plain = sentence.words[number].plain
        if plain in ("a", "i") or (plain == "e" and number and sentence.words[number - 1].plain == "a"):
            return False  # the article, oneself, "A&E"
        if number and sentence.words[number - 1].plain in LETTERED:
            return False
        self._parts.setdefault(sentence.words[number].plain, Part.CHILD)
        return not after.isdigit()

    def _acts(self, name: str) -> bool:
        """Whether a word that opens a sentence is followed as a name is."""
        for sentence in self._sentences:
            words = sentence.words
            if words[0].plain != name:
                continue
            if words[0].owns:
                return True
            if len(words) == 1:
                return False
            after = words[1].plain
            return (
                sentence.breaks.get(1) in ("(", ",")
                or after in ("and", "has", "is", "was", "will", "had", "did", "does", "cannot", "cant")
                or (after.endswith(("s", "ed")) and after not in ("is", "as", "this"))
                or after in DEEDS
                or AGE.match(after) is not None
            )
        return False

    def _explain(self, names: frozenset[str]) -> None:
        for sentence in self._sentences:
            words, breaks = sentence.words, sentence.breaks
            for number, word in enumerate(words):
                name = word.plain
                if name not in names:
                    continue
                after = words[number + 1].plain if number + 1 < len(words) else ""
                before = words[number - 1].plain if number else ""
                close = breaks.get(number + 1) in ("(", ",")
                aged = next(
                    (
                        int(words[at].plain)
                        for at in (number + 1, number + 2, number + 3)
                        if at < len(words)
                        and (at < number + 3 or [one.plain for one in words[number + 1 : at]] == ["who", "is"])
                        and AGE.match(words[at].plain)
                        and (
                            breaks.get(number + 1) in ("(", ",")
                            or words[number + 1].plain in ("aged", "age", "is", "who")
                        )
                        and breaks.get(at + 1) in (",", ")", "(", None, ";", ":", '"')
                        and not (at + 1 < len(words) and words[at + 1].plain in ("times", "days", "march", "june"))
                    ),
                    None,
                )
                if (
                    aged is None
                    and close
                    and after in IN_WORDS
                    and breaks.get(number + 2) is not None
                    or (aged is None and close and after in IN_WORDS and number + 2 == len(words))
                ):
                    aged = IN_WORDS[after]
                if (
                    before in ("with", "seeing", "dating")
                    and _couples(words, number)
                    and self._has_young(number, words)
                ):
                    self._say(name, Part.SWEETHEART)
                elif before in ("called", "nicknamed") and {one.plain for one in words} & (MEN | {"older", "dealer"}):
                    self._say(name, Part.OUTSIDE)
                elif aged is not None:
                    self._say(name, Part.CHILD if aged < 18 else Part.OTHER)
                elif (close and after in PARENTS) or (
                    before in PARENTS
                    and (
                        breaks.get(number) in (None, "(", "-")
                        # "His mother, Kiera, said" but not "After a row with his mother, Kiera said".
                        or (
                            breaks.get(number) == ","
                            and (number + 1 == len(words) or breaks.get(number + 1) is not None)
                        )
                    )
                ):
                    self._say(name, Part.PARENT)
                elif (close and after in OTHERS) or before in OTHERS:
                    self._say(name, Part.OTHER)
                elif before in PARTNERS and number > 1 and words[number - 2].plain in PARENTS:
                    self._say(name, Part.PARENT)
                elif before in ("boyfriend", "girlfriend", "with", "seeing", "dating") and _couples(words, number):
                    self._say(name, Part.SWEETHEART if self._has_young(number, words) else Part.PARENT)
                elif (before in CHILDREN and breaks.get(number) is None) or (word.owns and after in CHILDS_OWN):
                    self._say(name, Part.CHILD)
                elif word.owns and (after in CHILDREN or after in ("husband", "wife", "pregnancy", "midwife")):
                    self._say(name, Part.PARENT)
        name = ""
        for sentence in self._sentences:
            spoken = [word.plain for word in sentence.words]
            # "children's home" and "children's services" say nothing of whose parent somebody is.
            inside = {
                word
                for word, then in zip(spoken, [*spoken[1:], ""], strict=True)
                if not (word == "children" and then in ("home", "homes", "services", "social", "centre", "ward"))
            }
            # A sentence that names nobody goes on about the one named last.
            lone = [
                word.plain
                for at, word in enumerate(sentence.words)
                if word.plain in names and not (at and sentence.words[at - 1].plain in PARTNERS)
            ]
            if lone:
                name = lone[0]
            elif not name or spoken[0] not in PRONOUNS:
                continue
            if name in self._parts or name in self._known:
                continue
            belongs = any(
                owner in ("his", "her") and thing in KIN for owner, thing in zip(spoken, spoken[1:], strict=False)
            )
            has_children = any(
                owner in ("his", "her") and (thing in CHILDREN or (thing in OF_AGE and then in CHILDREN))
                for owner, thing, then in zip(spoken, spoken[1:], [*spoken[2:], ""], strict=False)
            )
            if spoken[0] in ("he", "she") and len(spoken) > 2 and spoken[1] == "is" and AGE.match(spoken[2]):
                self._say(name, Part.CHILD if int(spoken[2]) < 18 else Part.PARENT)
                continue
            if has_children or inside & ADULT_SETTING:
                self._say(name, Part.PARENT)
            elif belongs or inside & CHILD_SETTING:
                self._say(name, Part.CHILD)

    def _has_young(self, number: int, words: Sequence[Word]) -> bool:
        return any(self._parts.get(word.plain) is Part.CHILD for word in words[:number])

    def _say(self, name: str, part: Part) -> None:
        self._parts.setdefault(name, part)

    def _learn_sexes(self) -> None:
        """A name followed by one kind of pronoun before another name is of that sex."""
        for number, sentence in enumerate(self._sentences):
            last = None
            here = {mention.word: mention for mention in self.mentions[number]}
            for at, word in enumerate(sentence.words):
                if at in here:
                    last = here[at].name if here[at].name and last is None else None
                elif last and word.plain in ("she", "he", "his") and last not in self._sexes:
                    self._sexes[last] = SHE if word.plain == "she" else HE

    def _mentions(self, number: int, sentence: Sentence, names: frozenset[str]) -> Iterator[Mention]:
        words = sentence.words
        skip = -1
        for at, word in enumerate(words):
            if at <= skip:
                continue
            plain = word.plain
            after = words[at + 1].plain if at + 1 < len(words) else ""
            before = words[at - 1].plain if at else ""
            sex = SHE if plain in SHES else HE if plain in HES else None
            part = self._part(plain, before, words, at, names)
            if part is None and word.capital and plain in GRANDADS:
                part = Part.OTHER
            if part is None and plain not in ("mr", "mrs", "ms", "miss"):
                continue
            part = part or Part.PARENT
            # "Mum’s partner", "Daddy’s friend", "father’s mother": the person owned is who is meant.
            if word.owns and part in (Part.PARENT, Part.CHILD, Part.NAMED, Part.OTHER):
                reach = next(
                    (
                        step
                        for step in (1, 2, 3)
                        if at + step < len(words)
                        and not any(near in sentence.breaks for near in range(at + 1, at + step + 1))
                        and words[at + step].plain in OWNED
                    ),
                    None,
                )
                if reach is not None:
                    if plain in names:
                        yield Mention(number, at, part, plain, None, True)
                    owned = words[at + reach].plain
                    skip = at + reach
                    young, grown = self._ages(words, skip, sentence)
                    theirs = self._owned(part, owned)
                    if grown and theirs is Part.CHILD:
                        theirs = Part.OTHER
                    yield Mention(number, skip, theirs, "", _sex(owned), words[skip].owns, young, grown)
                    continue
            if plain in ("mr", "mrs", "ms", "miss") and after not in ("", "i") and words[at + 1].capital:
                # A titled name is a parent's, unless the words about it say that it is somebody at work.
                kin = words[at + 2].plain if words[at + 1].owns and at + 2 < len(words) else ""
                if kin in PARENTS | OTHERS:
                    skip = at + 2
                    theirs = Part.PARENT if kin in ("husband", "wife") else Part.OTHER
                    yield Mention(number, skip, theirs, "", _sex(kin), words[skip].owns)
                    continue
                if not AT_WORK & {one.plain for one in words[at + 2 : at + 6]}:
                    skip = at + 1
                    yield Mention(number, at + 1, Part.PARENT, "", HE if plain == "mr" else SHE, words[at + 1].owns)
                continue
            young, grown = self._ages(words, at, sentence)
            if plain in ("brother", "sister") and before == "their" and not grown:
                part = Part.CHILD  # a brother of the children who are spoken of
            if plain in ("husband", "wife") and before in ("her", "his") and self._child_first(words[:at], names):
                part = Part.SWEETHEART
            if grown and (
                part is Part.CHILD and before in ("adult", "grown") or plain in YOUNG_RELATIVES or plain in GROWN_UP
            ):
                part = Part.OTHER
            if plain in ("son", "daughter", "brother", "sister") and after in names and grown:
                part = Part.OTHER
            yield Mention(number, at, part, plain if plain in names else "", sex, word.owns, young, grown)

    def _child_first(self, words: Sequence[Word], names: frozenset[str]) -> bool:
        """Whether the sentence has named a child so far, and no grown-up."""
        parts = {self.part_of(word.plain) for word in words if word.plain in names}
        return Part.CHILD in parts and Part.PARENT not in parts and not any(word.plain in PARENTS for word in words)

    def _part(self, plain: str, before: str, words: Sequence[Word], at: int, names: frozenset[str]) -> Part | None:
        if plain in names:
            return self.part_of(plain)
        if plain in PARENTS:
            return Part.PARENT
        if plain in PARTNERS:
            grown = any(
                word.plain in MOTHERS | FATHERS and not (place and words[place - 1].plain in ("her", "his"))
                for place, word in enumerate(words[:at])
            )
            return Part.PARENT if grown and before in ("her", "his") else self._whose_partner(before)
        if plain in PEOPLE and before == "young":
            return Part.CHILD
        if _aged(words, at):
            return Part.CHILD
        if plain in CHILDREN:
            after = words[at + 1].plain if at + 1 < len(words) else ""
            return None if after in OF_CHILDREN else Part.CHILD
        if plain in OTHERS:
            return Part.OTHER
        if plain in PROFESSIONALS:
            return Part.PROFESSIONAL
        if plain in OUTSIDERS:
            return Part.OUTSIDE
        return None

    def _whose_partner(self, before: str) -> Part:
        if before in ("her", "his", "older", "an", "a"):
            return Part.SWEETHEART
        return Part.PARENT

    @staticmethod
    def _owned(owner: Part, owned: str) -> Part:
        if owned in PARTNERS:
            return Part.SWEETHEART if owner is Part.CHILD else Part.PARENT
        if owned in PARENTS:
            # A child's father is a parent; a parent's father is somebody else.
            return Part.OTHER if owner is Part.PARENT else Part.PARENT
        if owned in CHILDREN:
            return Part.CHILD
        if owned in OUTSIDERS:
            return Part.OUTSIDE if owner is not Part.PARENT else Part.OTHER
        return Part.OTHER

    @staticmethod
    def _ages(words: Sequence[Word], at: int, sentence: Sentence) -> tuple[bool, bool]:
        """Whether an age beside a mention says young, or grown."""
        young = grown = False
        all_words = sentence.words
        far = any(word.plain == "who" for word in all_words[at + 1 : at + 5])
        for step in range(1, 8 if far else 5):
            if at + step >= len(all_words):
                break
            word = all_words[at + step].plain
            if AGE.match(word):
                follows = all_words[at + step + 1].plain if at + step + 1 < len(all_words) else ""
                if follows in ("times", "days", "weeks", "months", "nights", "miles", "pm", "am", "years") or (
                    all_words[at + step - 1].plain in ("at", "for", "on", "since", "by")
                ):
                    break
                young, grown = int(word) < 18, int(word) >= 18
                break
        before = all_words[at - 1].plain if at else ""
        if before in ("adult", "grown"):
            grown = True
        return young, grown


def _aged(words: Sequence[Word], at: int) -> bool:
    """Whether an age stands for a child where nobody is named: "15 yr old female", "14yo", "aged 13"."""
    plain = words[at].plain
    if not plain[:1].isdigit():
        return False
    after = words[at + 1].plain if at + 1 < len(words) else ""
    if AGE.match(plain) and int(plain) < 18:
        then = words[at + 2].plain if at + 2 < len(words) else ""
        if after in SPANS and then in ("old", "olds", "male", "female"):
            return True
        return after == "yo" or (at == 1 and words[0].plain == "aged")
    short = re.match(r"^(\d{1,2})(?:yo|yrs?|y)$", plain)
    return short is not None and int(short[1]) < 18


def _placed(words: Sequence[Word], number: int) -> bool:
    """Whether a word with a capital is a place: "in Helmand", "near Hebden Bridge"."""
    if words[number].owns or words[number].plain in SEX_OF:
        return False
    before = number - 1
    if before > 0 and words[before].capital:
        before -= 1  # the second word of its name
    return before >= 0 and words[before].plain in BEFORE_A_PLACE and not words[before].capital


def _couples(words: Sequence[Word], number: int) -> bool:
    before = {word.plain for word in words[max(0, number - 4) : number]}
    return bool(before & {"boyfriend", "girlfriend", "relationship", "seeing", "dating"})


def _sex(plain: str) -> str | None:
    return SHE if plain in SHES else HE if plain in HES else None
