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
from goldenthread.rulebook.text.lexicon import VOCABULARY
from goldenthread.rulebook.text.words import Sentence, Word, listed


class Part(StrEnum):
    """What somebody is to the child. `OTHER` lives in or near the household; `OUTSIDE` is somebody else's story."""

    CHILD = "child"
    PARENT = "parent"
    OTHER = "other"
    SWEETHEART = "sweetheart"  # the young person's own partner
    PROFESSIONAL = "professional"
    OUTSIDE = "outside"
    NAMED = "named"


_SHE, _HE = "f", "m"

MOTHERS = listed("mum mother mother-in-law stepmum stepmother")
FATHERS = listed("dad daddy father stepdad stepfather")
PARENTS = MOTHERS | FATHERS | listed("parent parents carer carers husband wife couple stepparent stepparents")
CHILDREN = listed(
    """
    child children baby babies son sons daughter daughters twin twins boy boys girl girls infant toddler newborn
    teenager teenagers pupil unborn kids kid yp siblings childs childrens
    """
)
_OTHERS_SHE = listed(
    """
    nan nana nanna gran granny grandma grandmother aunt auntie aunty sister stepsister half-sister nanny
    """
)
_OTHERS_HE = listed(
    """
    grandad granddad grandfather grandpa uncle brother stepbrother half-brother lodger brothers
    """
)
OTHERS = _OTHERS_SHE | _OTHERS_HE | listed("cousin cousins sibling grandparent grandparents tenant sisters")
_KIN = PARENTS | OTHERS
YOUNG_RELATIVES = listed(
    """
    brother brothers sister sisters sibling siblings cousin cousins stepbrother stepsister half-brother
    """
)
GROWN_RELATIVES = OTHERS - YOUNG_RELATIVES
PROFESSIONALS = listed(
    """
    teacher teachers school schools gp doctor doctors midwife nurse police officer officers paediatrician
    consultant dentist psychiatrist counsellor worker workers social-worker tutor ta sw hv fsw senco dsl head
    referrer caller reporter interviewer camhs hospital nursery college agency ambulance paramedics professional
    professionals pastor neighbours neighbour landlord court judge solicitor adviser coach priest imam we i lado
    iro psychologist therapist optician probation staff
    """
)
OUTSIDERS = listed("friend friends mate mates peer peers classmate classmates stranger")
_PARTNERS = listed("partner boyfriend girlfriend ex ex-partner fiance")
_SHES = MOTHERS | _OTHERS_SHE | listed("daughter girl girls wife daughters girlfriend")
_HES = FATHERS | _OTHERS_HE | listed("son boy boys husband sons boyfriend man men")
MEN = listed("man men male males adult adults lad lads someone woman bloke guy offender")
PRONOUNS: Mapping[str, str | None] = {
    "she": _SHE,
    "her": _SHE,
    "hers": _SHE,
    "herself": _SHE,
    "he": _HE,
    "him": _HE,
    "his": _HE,
    "himself": _HE,
    "they": None,
    "them": None,
    "their": None,
    "themselves": None,
}
TITLES = listed("mr mrs ms miss dr pc prof sir nurse sister sgt dc")
# Words that begin a sentence with a capital, or carry one anywhere, and name nobody.
NOBODY = listed(
    """
    a about above abuse after again against alcohol all although an and another any anyone are as asked at
    attendance be because been before being below between both but by can child children concerns considered could
    current currently denies denied did do does domestic drug drugs during each england english even every
    everyone evidence family following for from further gang gcp half has have having he health hence her here him
    his historic history home house how however if in initial is it its january february march april may june july
    august september october november december just last later like many mental monday tuesday wednesday thursday
    friday saturday sunday more most mother much my neither never next no nobody none nor not nothing now of off
    on once one only or other our out over own parents past people physical physically police practitioners
    previous previously professionals professional referral referred reports return risk rumours school sexual she
    should since so social some somebody someone still strengths substance such suspected that the their them then
    there these they this those though three through to two uasc under until up very visited was we were what when
    where whether which while who whose why will with without worries would year yes yesterday you your camhs gp
    cse cce uk us nrm iro lado marac mash tac taf cin cp snapchat instagram tiktok facebook whatsapp christmas
    easter bst gmt a&e ae ehcp send adhd asd fgm dka eupd ptsd ms class audi bmw overall worried recently today
    tonight tomorrow staff neighbours neighbour anonymous caller drinking harmful inappropriate unexplained drink
    paraphernalia allegation allegations section act team children's freedom programme triple youth justice
    service services british transport so-called twins toxicology tests given known well baby older younger elder
    adult uncle aunt grandad nan gran grandma grandmother grandfather dads mums
    down downs crohns parkinsons alzheimers aspergers crohn parkinson alzheimer asperger huntington hodgkin
    huntingtons tourettes
    afghanistan albania eritrea iran
    iraq vietnam nigeria ghana somalia sudan syria gambia ethiopia india pakistan poland romania dover kent london
    hull leeds manchester birmingham liverpool accra dubai scotland wales ireland brownies scouts cubs rainbows
    xanax valium diazepam ketamine cannabis cocaine heroin crack weed spice mdma methadone subutex pregabalin sertraline
    fluoxetine citalopram lithium nitrous oxide makaton bsl intel intelligence young unborn baby marac dash idva merlin
    women's womens aid freedom programme core asylum home office education health care plan leaving camhs yot yjs
    mondays tuesdays wednesdays thursdays fridays saturdays sundays
    vodka boxing day ofsted nhs phq cafcass probation step ran went says said told found seen came reported
    described discloses disclosed witnessed heard saw felt
    """
)
_NO_NAMES = PARENTS | CHILDREN | OTHERS | PROFESSIONALS | OUTSIDERS | _PARTNERS | MEN | frozenset(PRONOUNS) | TITLES
_OWNED = _PARTNERS | _KIN | OUTSIDERS | CHILDREN
_AGE = re.compile(r"^\d{1,2}$")
_CHILD_SETTING = listed(
    """
    mates school nursery class teacher tutor college pupil homework lessons playground excluded gcse gcses year
    attendance camhs detention foster placement schools form carer carers
    """
)
_AT_WORK = listed(
    "teacher tutor head senco social worker nurse form class rang noticed year school officer who visited told"
)
_DEEDS = listed(
    """
    told said came went took left found ran felt hit gets saw heard hid held wrote drew got sat kept began broke cut
    drank fell gave knew made met put rang slept spoke threw woke wore can could may would must never also
    """
)
_OF_CHILDREN = listed(
    "protection services service social home homes centre hospital benefit maintenance ward safeguarding"
)
_PLURAL = listed(
    "girls boys children twins parents kids babies sons daughters siblings brothers sisters carers teenagers"
)
_TELLING = listed("says said tells told thinks thought reports reported believes states stated alleges alleged found")
_CHILDS_OWN = _KIN | listed("school teacher foster")
_ADULT_SETTING = listed(
    """
    children kids baby tenancy job husband wife pregnant methadone midwife pickup gate marriage wages landlord
    twins son daughter sons daughters universal
    """
)


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
            if at in here and here[at].part is not Part.PROFESSIONAL and not self._passing(sentence, at):
                return here[at]
            plain = line.words[at].plain
            subject = plain in ("he", "she") or (plain == "they" and not singular)
            # "her drinking", "his mental health": whose it is stands right before it.
            if subject or (plain in ("her", "his", "their") and word - at <= 2):
                return self._resolve(sentence, at, PRONOUNS[plain])
        return self._resolve(sentence, 0, None)

    def _passing(self, sentence: int, at: int) -> bool:
        """Whether the one named only passes by: "when Moira calls at noon", "since the baby was born"."""
        words = self._sentences[sentence].words
        after = words[at + 1].plain if at + 1 < len(words) else ""
        if any(word.plain == "born" for word in words[at + 1 : at + 4]):
            return True
        return bool(at) and words[at - 1].plain == "when" and after in ("calls", "called", "visits", "visited", "rings")

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
            if sex is not None and words[mention.word].plain in _PLURAL:
                return False
            if but is not None and self._tells(mention) and mention.word:
                owner = words[mention.word - 1].plain
                if owner in ("her", "his"):
                    return False  # "Her sister says that he hits her": not the sister
            return sex is None or (mention.sex or self._sexes.get(mention.name)) in (None, sex)

        earlier = [mention for mention in self.mentions[sentence] if mention.word < word and fits(mention)]
        # The one a sentence begins with is most likely the one it goes on about, unless that one only tells of another.
        sure = [mention for mention in earlier if not mention.owns] or earlier
        sure = [mention for mention in sure if not self._tells(mention)] or sure
        if sure:
            return replace(sure[0], sex=sure[0].sex or sex)
        found = self._earlier(sentence, fits) or self._later(sentence, fits if sex else None)
        return None if found is None else replace(found, sex=found.sex or sex)

    def _earlier(self, sentence: int, fits: Callable[[Mention], bool]) -> Mention | None:
        for number in range(sentence - 1, max(-1, sentence - 5), -1):
            for mention in self.mentions[number]:
                if fits(mention):
                    return mention
        return None

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
        return any(word.plain in _TELLING for word in words[mention.word + 1 : mention.word + 3])

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
                if word.plain in _NO_NAMES:
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
        if number and sentence.words[number - 1].plain in _LETTERED:
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
                or after in _DEEDS
                or _AGE.match(after) is not None
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
                        for at in (number + 1, number + 2)
                        if at < len(words)
                        and _AGE.match(words[at].plain)
                        and (breaks.get(number + 1) in ("(", ",") or words[number + 1].plain in ("aged", "age", "is"))
                        and breaks.get(at + 1) in (",", ")", "(", None, ";")
                        and not (at + 1 < len(words) and words[at + 1].plain in ("times", "days", "march", "june"))
                    ),
                    None,
                )
                if (
                    before in ("with", "seeing", "dating")
                    and _couples(words, number)
                    and self._has_young(number, words)
                ):
                    self._say(name, Part.SWEETHEART)
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
                elif before in _PARTNERS and number > 1 and words[number - 2].plain in PARENTS:
                    self._say(name, Part.PARENT)
                elif before in ("boyfriend", "girlfriend", "with", "seeing", "dating") and _couples(words, number):
                    self._say(name, Part.SWEETHEART if self._has_young(number, words) else Part.PARENT)
                elif (before in CHILDREN and breaks.get(number) is None) or (word.owns and after in _CHILDS_OWN):
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
            lone = [word.plain for word in sentence.words if word.plain in names]
            # A sentence that names nobody goes on about the one named last.
            if lone:
                name = lone[0]
            elif not name or spoken[0] not in PRONOUNS:
                continue
            if name in self._parts or name in self._known:
                continue
            belongs = any(
                owner in ("his", "her") and thing in _KIN for owner, thing in zip(spoken, spoken[1:], strict=False)
            )
            has_children = any(
                owner in ("his", "her") and thing in CHILDREN for owner, thing in zip(spoken, spoken[1:], strict=False)
            )
            if has_children or inside & _ADULT_SETTING:
                self._say(name, Part.PARENT)
            elif belongs or inside & _CHILD_SETTING:
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
                    self._sexes[last] = _SHE if word.plain == "she" else _HE

    def _mentions(self, number: int, sentence: Sentence, names: frozenset[str]) -> Iterator[Mention]:
        words = sentence.words
        skip = -1
        for at, word in enumerate(words):
            if at <= skip:
                continue
            plain = word.plain
            after = words[at + 1].plain if at + 1 < len(words) else ""
            before = words[at - 1].plain if at else ""
            sex = _SHE if plain in _SHES else _HE if plain in _HES else None
            part = self._part(plain, before, words, at, names)
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
                        and words[at + step].plain in _OWNED
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
            if plain in ("mr", "mrs", "ms", "miss") and after and words[at + 1].capital:
                # A titled name is a parent's, unless the words about it say that it is somebody at work.
                if not _AT_WORK & {one.plain for one in words[at + 2 : at + 6]}:
                    skip = at + 1
                    yield Mention(number, at + 1, Part.PARENT, "", _HE if plain == "mr" else _SHE, words[at + 1].owns)
                continue
            young, grown = self._ages(words, at, sentence)
            if plain in ("husband", "wife") and before in ("her", "his") and self._child_first(words[:at], names):
                part = Part.SWEETHEART
            if grown and (
                part is Part.CHILD and before in ("adult", "grown") or plain in YOUNG_RELATIVES or plain == "son"
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
        if plain in _PARTNERS:
            return self._whose_partner(before)
        if plain in _PEOPLE and before == "young":
            return Part.CHILD
        if _aged(words, at):
            return Part.CHILD
        if plain in CHILDREN:
            after = words[at + 1].plain if at + 1 < len(words) else ""
            return None if after in _OF_CHILDREN else Part.CHILD
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
        if owned in _PARTNERS:
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
            if _AGE.match(word):
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


_LETTERED = listed("section class category vitamin year group plan")
_SPANS = listed("yo yr yrs year years month months week weeks mth mths")
_PEOPLE = listed("person persons people man woman men women lady gentleman female male")


def _aged(words: Sequence[Word], at: int) -> bool:
    """Whether an age stands for a child where nobody is named: "15 yr old female", "14yo", "aged 13"."""
    plain = words[at].plain
    if not plain[:1].isdigit():
        return False
    after = words[at + 1].plain if at + 1 < len(words) else ""
    if _AGE.match(plain) and int(plain) < 18:
        then = words[at + 2].plain if at + 2 < len(words) else ""
        if after in _SPANS and then in ("old", "olds", "male", "female"):
            return True
        return after == "yo" or (at == 1 and words[0].plain == "aged")
    short = re.match(r"^(\d{1,2})(?:yo|yrs?|y)$", plain)
    return short is not None and int(short[1]) < 18


def _couples(words: Sequence[Word], number: int) -> bool:
    before = {word.plain for word in words[max(0, number - 4) : number]}
    return bool(before & {"boyfriend", "girlfriend", "relationship", "seeing", "dating"})


def _sex(plain: str) -> str | None:
    return _SHE if plain in _SHES else _HE if plain in _HES else None
