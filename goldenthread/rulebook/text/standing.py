"""How a thing that is written stands: said to be so, denied, long past, only asked, only feared, or another's story.

A mention stands as it is read in its own clause; what follows it in the passage may still settle it ("… was found to be
unfounded"). Every standing carries the words that gave it, so that a page can say why nothing was asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.rulebook.text.around import AS_THEY_ARE
from goldenthread.rulebook.text.phrases import Found, Phrases
from goldenthread.rulebook.text.words import Sentence, Word, listed


class Standing(StrEnum):
    """How a mention stands. Only `PRESENT` and `SUSPECTED` ask the writer anything."""

    PRESENT = "present"
    SUSPECTED = "suspected"
    NEGATED = "negated"
    DENIED = "denied"
    PAST = "past"
    ASKED = "asked"
    FEARED = "feared"
    ANOTHER = "another"
    TOPIC = "topic"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Reading:
    """A standing, and the numbers of the words that gave it (both included); none for what is simply said."""

    standing: Standing
    first: int | None = None
    last: int | None = None


_NOT = listed(
    """
    no not never without neither nor none nobody noone cannot cant didnt doesnt isnt wasnt hasnt havent hadnt wont
    dont wouldnt arent werent couldnt nothing nil aint shouldnt stopped stops free unlikely
    """
)
_DENYING = listed("deny denies denied denying refutes refuted disputes disputed rejects dismissed")
# A denial of these carries over "that": "no evidence that he drinks".
_CARRIES = listed(
    """
    evidence concern concerns suggestion suggest suggests indication indications indicate sign signs reason worry
    worries allegation allegations disclosure disclosures report reports nothing record records history
    intelligence information doubt mention link risk risks question believe think consider feel suspect
    """
)
CONTRAST = listed("but however although though yet whereas despite except nevertheless nonetheless")
_JOINS = listed("because since so while where when after until as who which that whose if and then")
_SAYING = listed(
    """
    says said say saying states stated told tells reports reported claims claimed maintains
    """
)
_SUBJECTS = listed(
    """
    he she they it i we mum dad mother father parents lee there nobody police school his her their the
    """
)
_ONLY = listed("only just simply merely sure certain")
# What is not done about a thing leaves the thing as it is: "has not stopped drinking", "cannot explain the bruise".
_UNDONE = listed(
    """
    explain explained account managed manage able stop stopped cease reduce reduced recognise recognised recognises
    accept accepted accepts acknowledge acknowledged understand understands understood address addressed engage
    engaged engaging prevent prevented protect protected protecting cope control controlled seek sought tackled
    resolved improved insight minimise given gave leave left change changed sustained always taken take access
    accessed overcome complied comply yet fully open honest willing ready clear
    """
)
_MODAL = listed("might may could would should")
_UNREAL = listed("might may could would should will wont wouldnt can were risk")
_BEGIN = listed("start starts begin begins become return returns go relapse resume happen")

_ASKED: Phrases[Standing] = Phrases(
    (
        ("asked ~2 whether|if|about", Standing.ASKED),
        ("asked ~3 directly about", Standing.ASKED),
        ("ask|asks|asked|asking what", Standing.ASKED),
        ("explored|considered|discussed|checked|wondered ~1 whether|if", Standing.ASKED),
        ("was|were|been|is explored|considered|discussed", Standing.ASKED),
        ("referrer|school|we|hospital|nursery|police|paediatrician ~1 asked|wondered|considered", Standing.ASKED),
        ("looked at whether", Standing.ASKED),
        ("looked into", Standing.ASKED),
        ("we considered", Standing.ASKED),
        ("risk of|from ~4 was|were assessed", Standing.ASKED),
        ("questions about", Standing.ASKED),
        ("assessed for", Standing.ASKED),
    )
)
_ALLEGED: Phrases[Standing] = Phrases(
    (
        ("alleg*", Standing.SUSPECTED),
        ("rumour|rumours|gossip", Standing.SUSPECTED),
        ("suspect*|suspicion*", Standing.SUSPECTED),
        ("worries|concerns ~3 raised", Standing.SUSPECTED),
        ("anonymous ~2 caller|referral|call|report", Standing.SUSPECTED),
    )
)
_PAST: Phrases[Standing] = Phrases(
    (
        ("histor*", Standing.PAST),
        ("previous|previously|formerly", Standing.PAST),
        ("in the past", Standing.PAST),
        ("used to", Standing.PAST),
        ("years ago", Standing.PAST),
        ("first husband|wife|marriage", Standing.PAST),
        ("at the time", Standing.PAST),
        ("in <own> teens|twenties|youth|thirties|adolescence", Standing.PAST),
        ("has|have|had not used|drunk|touched|taken|misused ~2 for|since|in", Standing.PAST),
        ("as a teenager|youth", Standing.PAST),
        ("once ~8 when he|she|they was|were", Standing.PAST),
        ("when he|she was ~1 sixteen|seventeen|eighteen|nineteen|twenty|16|17|18|19|20", Standing.PAST),
        ("prior to ~3 birth|pregnan*|becoming|having|meeting|moving", Standing.PAST),
        ("before he|she|they ~1 became|had|met|fell|got", Standing.PAST),
        ("no longer", Standing.PAST),
        ("not spoken|met|seen ~2 for ~1 years|ages", Standing.PAST),
        ("has|have since stopped|left|separated|recovered|ended", Standing.PAST),
        ("ended ~3 ago|when|in|after", Standing.PAST),
        ("abstinent|sober|clean|recovered|in_remission ~1 for|since|from", Standing.PAST),
    ),
    {"own": ("her", "his", "their")},
)
_SPELLS = listed("day days week weeks fortnight month months year six few twelve three two 12 6")
_BEING = listed("is are was were being been get gets got")
_STILL = listed(
    """
    still again now current currently ongoing continues continue remains recent recently today relapse relapsed
    persists unresolved this lifelong escalating increasing worsening worse long present daily weekly
    """
)
_OTHERWISE = listed("adults adult grown settled well stable abstinent clean sober recovered married retired")
_CHILDHOOD: Phrases[Standing] = Phrases(
    (
        ("as a child|girl|boy|baby|teenager|youngster", Standing.ANOTHER),
        ("<own> own childhood|upbringing", Standing.ANOTHER),
        (
            "<own> own parents|mother|father|mum|dad ~2 was|were|used|had|drank|hit|as|who|when|abus*|neglect*|violen*",
            Standing.ANOTHER,
        ),
        ("by|of|from <own> own parents|mother|father|mum|dad", Standing.ANOTHER),
        ("in <own> childhood", Standing.ANOTHER),
        ("growing up", Standing.ANOTHER),
        ("grew up ~3 with|in|around|where|surrounded", Standing.ANOTHER),
        ("raised in|by ~2 home|household|family|parent|parents", Standing.ANOTHER),
        ("<own>|a own? difficult? ~1 childhood|upbringing", Standing.ANOTHER),
        ("childhood|adolescence|upbringing of|was|were|with|characterised|marked|included", Standing.ANOTHER),
        ("in|at|from|by another|other|different ~1 year|family|families|school|household|class", Standing.ANOTHER),
        (
            "in|across|at the ~2 country|area|city|town|school|neighbourhood|community as_a_whole|generally",
            Standing.ANOTHER,
        ),
        ("was ~1 in care ~2 as|from|until|because|due", Standing.ANOTHER),
        ("died of|from", Standing.ANOTHER),
        ("in error", Standing.ANOTHER),
        ("similarity|similar ~1 of|in surname|surnames|name|names", Standing.ANOTHER),
        ("belong|belongs|belonged|belonging to ~1 another|different", Standing.ANOTHER),
        ("meant for ~2 another|different|lad|boy|girl|child|family|other", Standing.ANOTHER),
        (
            "man|men|lady|woman|couple|family|families|tenant*|household|people|house|flat|neighbour* ~4 <near>",
            Standing.ANOTHER,
        ),
        ("difficult|unhappy|traumatic|abusive|troubled childhood", Standing.ANOTHER),
        ("when he|she|they was|were ~1 child|young|little|small|boy|girl|children|younger|kid", Standing.ANOTHER),
        ("when <own> was ~1 child|young|little|girl|boy", Standing.ANOTHER),
        ("like <own> ~1 friend|mate|cousin|brother|sister did|does|has", Standing.ANOTHER),
    ),
    {
        "own": ("her", "his", "their", "mum", "dad", "mother", "father"),
        "near": listed(
            """
            next_door doors_down doors_away at_number in_number over_the_road across_the_road opposite down_the_road
            """
        ),
    },
)
_TOPIC_AFTER = listed(
    """
    awareness course courses programme programmes training leaflet leaflets policy service services lessons lesson
    workshop workshops test tests testing screening questionnaire nurse pathway helpline charity group groups
    prevention education module tool toolkit counselling counsellor
    """
)
_TAUGHT: Phrases[Standing] = Phrases(
    (
        ("learn* ~2 about|around|regarding|on", Standing.TOPIC),
        ("taught|teaches|teaching ~4 about|around", Standing.TOPIC),
        ("leaflet*|booklet*|information|talk|talks|session|sessions|assembly|workshop* ~3 <about>", Standing.TOPIC),
        ("presentation|course|training|video|advice|education|lesson|lessons ~3 <about>", Standing.TOPIC),
        ("works|worked|employed as|on", Standing.TOPIC),
        ("nurse|volunteers|volunteer|volunteering ~1 on|for|at|with", Standing.TOPIC),
        ("campaign|poster|posters|guidance ~3 <about>", Standing.TOPIC),
        ("work|spoke|spoken|talked|talk ~4 risks|dangers|effects|impact of|around|from", Standing.TOPIC),
        ("spoken|spoke to ~3 about the risks|dangers", Standing.TOPIC),
        ("community|culture|country|countries ~3 where|in_which|that", Standing.TOPIC),
    ),
    {"about": ("about", "on", "around", "regarding", "of")},
)
_TOPIC_BEFORE = listed("training trained awareness course courses workshop lesson lessons leaflet policy taught")


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of one sentence that may change how a thing in it stands, found once."""

    childhood: tuple[Found[Standing], ...]
    past: tuple[Found[Standing], ...]
    asked: tuple[Found[Standing], ...]
    alleged: tuple[Found[Standing], ...]
    taught: tuple[Found[Standing], ...]


def cues(sentence: Sentence) -> Cues:
    """What in a sentence may change how a thing stands."""
    return Cues(*(tuple(book.find(sentence)) for book in (_CHILDHOOD, _PAST, _ASKED, _ALLEGED, _TAUGHT)))


def read(sentence: Sentence, first: int, last: int, given: Cues | None = None) -> Reading:
    """How the words from `first` to `last` stand in their own sentence. `given` are its cues, where they are known."""
    given = given or cues(sentence)
    words = sentence.words
    if sentence.question:
        return Reading(Standing.ASKED, len(words) - 1, len(words) - 1)
    if _heads(sentence, last):
        return Reading(Standing.TOPIC, first, last)
    if _topic_follows(sentence, last):
        return Reading(Standing.TOPIC, last + 1, last + 1)
    before = [word.plain for word in words[max(0, first - 7) : first]]
    if any(word in _TOPIC_BEFORE for word in before):
        return Reading(Standing.TOPIC, max(0, first - 7), first - 1)
    for found in given.taught:
        if found.last < first and first - found.last <= 7 and not _apart(sentence, found.last, first):
            return Reading(Standing.TOPIC, found.first, found.last)
    for found in given.childhood:
        if not _apart(sentence, found.last, first):
            return Reading(Standing.ANOTHER, found.first, found.last)
    denied = _denied(sentence, first)
    if denied is not None:
        return denied
    ruled = _denied_after(sentence, last)
    if ruled is not None:
        return ruled
    feared = _feared(sentence, first)
    if feared is not None:
        return feared
    for found in given.past:
        if _not_past(words, found.first, found.last) or (found.first and words[found.first - 1].plain in ("no", "any")):
            continue
        if words[found.last].plain == "ago" and any(word.plain.startswith("diagnos") for word in words):
            continue
        ended = found.first > last and words[found.first - 1].plain in _BEING
        if words[found.last].plain == "longer" and not ended and not 0 <= first - found.last <= 4:
            continue  # "has a disease and can no longer speak"
        # A word inside the thing itself ("history of") counts too; a word past a contrast does not.
        if _apart(sentence, min(found.first, first), max(found.last, last), contrast=True):
            continue
        if not any(word.plain in _STILL and not _now_otherwise(words, at) for at, word in enumerate(words)):
            return Reading(Standing.PAST, found.first, found.last)
    year = _year(sentence, first)
    if year is not None:
        return Reading(Standing.PAST, year, year)
    for found in given.asked:
        if found.first and words[found.first - 1].plain in ("when", "after", "once"):
            continue
        if (
            words[found.last].plain == "asked"
            and found.last + 1 < len(words)
            and words[found.last + 1].plain in ("for", "to")
        ):
            continue
        if found.first < first and not _apart(sentence, found.last, first, contrast=True):
            return Reading(Standing.ASKED, found.first, found.last)
        if first <= found.first <= last + 4 and not _apart(sentence, last, found.first, contrast=True):
            return Reading(Standing.ASKED, found.first, found.last)
    for found in given.alleged:
        if not _apart(sentence, min(found.first, first), max(found.last, last), contrast=True):
            return Reading(Standing.SUSPECTED, found.first, found.last)
    return Reading(Standing.PRESENT)


def _now_otherwise(words: tuple[Word, ...], at: int) -> bool:
    """Whether "now" says that it is otherwise: "who are now adults"."""
    after = words[at + 1].plain if at + 1 < len(words) else ""
    return words[at].plain == "now" and after in _OTHERWISE


def _topic_follows(sentence: Sentence, last: int) -> bool:
    """Whether a service, a course or a test of that name is meant: "domestic abuse support group"."""
    after = [word.plain for word in sentence.words[last + 1 : last + 3]]
    if not after or last + 1 in sentence.breaks:
        return False
    return after[0] in _TOPIC_AFTER or (after[0] == "support" and after[-1] in _TOPIC_AFTER)


def _not_past(words: tuple[Word, ...], first: int, last: int) -> bool:
    """Whether "in the past" is "in the past month", or "used to" is "is being used to"."""
    plain = [word.plain for word in words[first : last + 1]]
    after = [word.plain for word in words[last + 1 : last + 4]]
    if plain[:3] == ["in", "the", "past"]:
        return any(word in _SPELLS for word in after)
    return plain == ["used", "to"] and first > 0 and words[first - 1].plain in _BEING


def _heads(sentence: Sentence, last: int) -> bool:
    """Whether the words are the heading of what follows: a line of its own, or before a colon."""
    if sentence.heading:
        return True
    colon = next((at for at in sorted(sentence.breaks) if sentence.breaks[at] == ":" and at <= 5), None)
    if colon is None or last >= colon:
        return False
    return not any(word.plain in _BEING or word.plain in ("has", "have") for word in sentence.words[:colon])


def _apart(sentence: Sentence, first: int, last: int, *, contrast: bool = False) -> bool:
    """Whether a contrast or a strong mark stands between two words."""
    low, high = min(first, last), max(first, last)
    for at in range(low + 1, high + 1):
        if sentence.words[at].plain in CONTRAST:
            return True
        if not contrast and sentence.breaks.get(at) in (";", ":"):
            return True
    return any(sentence.breaks.get(at) == ";" for at in range(low + 1, high + 1))


_PAST_VERBS = listed("hit hurt took went ran put cut threw told drank left found kept saw gave is was has are were")


def _verb_like(plain: str) -> bool:
    return (plain.endswith(("s", "ed")) and not plain.endswith(("ss", "ings"))) or plain in _PAST_VERBS


def _denied(sentence: Sentence, first: int) -> Reading | None:
    """The denial, before a mention, that covers it."""
    words, breaks = sentence.words, sentence.breaks
    if words[0].plain in ("nothing", "none", "nobody", "neither") and first > 1:
        # "Nothing that we have been told suggests …", however far it stands.
        before = {word.plain for word in words[1:first]}
        if before & _CARRIES and not before & CONTRAST:
            return Reading(Standing.NEGATED, 0, 0)
    blocked = False
    carried_only = False
    for at in range(first - 1, max(-1, first - 15), -1):
        plain = words[at].plain
        follows = words[at + 1].plain if at + 1 < len(words) else ""
        if plain == "so" and follows != "far" and at and (words[at - 1].plain == "and" or at in breaks):
            return None  # what follows from it is said
        if plain == "without" and follows in AS_THEY_ARE:
            continue
        if plain in CONTRAST or breaks.get(at + 1) in (";", ":") or (breaks.get(at + 1) == "-" and at + 1 < first):
            return None
        if plain in _DENYING:
            return (
                None if at and words[at - 1].plain in ("not", "didnt", "doesnt") else Reading(Standing.DENIED, at, at)
            )
        if plain == "out" and at and words[at - 1].plain == "ruled" and not _kept_open(words, at):
            return Reading(Standing.SETTLED, at - 1, at)
        if plain in _NOT and not (plain in ("stopped", "stops") and not _stopping(words, at, first)):
            if follows in _ONLY or (plain == "free" and follows not in ("from", "of")):
                continue
            if plain in ("not", "cannot", "cant") and "ruled" in (
                words[at + 1].plain,
                words[min(at + 2, len(words) - 1)].plain,
            ):
                return None
            noun = any(word.plain in _CARRIES for word in words[at : min(first, at + 5)])
            if not noun and any(word.plain in _UNDONE for word in words[at + 1 : min(first + 1, at + 4)]):
                return None
            if noun or (
                not blocked
                and not carried_only
                and first - at <= (13 if plain in ("no", "none", "nobody", "neither", "never", "nor") else 8)
            ):
                said = at and any(word.plain in _SAYING for word in words[max(0, at - 6) : at])
                return Reading(Standing.DENIED if said else Standing.NEGATED, at, min(first - 1, at + 1))
            return None
        if plain in ("and", "then") and at + 1 <= first:
            here = words[at + 1]
            if here.plain in _SUBJECTS or here.capital or (_verb_like(here.plain) and follows == here.plain):
                blocked = True
        elif plain in _JOINS:
            carried_only = True
        if breaks.get(at + 1) in (",", '"') and at + 1 < len(words):
            here = words[at + 1]
            if here.plain in _SUBJECTS or (here.capital and here.plain not in ("CSE",)):
                blocked = True
            elif _verb_like(here.plain):
                carried_only = True
    return None


def _kept_open(words: tuple[Word, ...], at: int) -> bool:
    return any(word.plain in ("not", "cannot", "cant", "couldnt") for word in words[max(0, at - 4) : at])


def _stopping(words: tuple[Word, ...], at: int, first: int) -> bool:
    """Whether "stopped" ends the thing itself ("stopped drinking"), not something that should go on."""
    return first - at <= 2 and not any(
        word.plain in ("taking", "eating", "going", "attending") for word in words[at:first]
    )


def _denied_after(sentence: Sentence, last: int) -> Reading | None:
    """The denial that follows a mention: "… was ruled out", "…: none", "… are not a concern"."""
    words, breaks = sentence.words, sentence.breaks
    for at in range(last + 1, min(len(words), last + 7)):
        plain = words[at].plain
        if plain in CONTRAST or breaks.get(at) == ";":
            return None
        if breaks.get(at) == ":" and at > last + 1:
            return None
        if breaks.get(at) in (":", "-", "(") and plain in ("no", "none", "nil", "not", "denied"):
            return Reading(Standing.NEGATED, at, at)
        if plain == "ruled" and at + 1 < len(words) and words[at + 1].plain == "out":
            back = {word.plain for word in words[last + 1 : at]}
            return (
                None if back & {"not", "cannot", "cant", "hasnt", "couldnt"} else Reading(Standing.SETTLED, at, at + 1)
            )
        if plain in ("unfounded", "unsubstantiated", "discounted", "malicious"):
            return Reading(Standing.SETTLED, at, at)
        if plain == "denied" and words[at - 1].plain in ("was", "were", "is", "been"):
            return Reading(Standing.DENIED, at, at)
        if plain in ("not", "never") and at + 1 < len(words):
            rest = {word.plain for word in words[at + 1 : at + 5]}
            if words[at - 1].plain in ("is", "are", "was", "were", "been") and rest & {
                "concern",
                "concerns",
                "factor",
                "feature",
                "evident",
                "identified",
                "seen",
                "worry",
                "present",
                "issue",
            }:
                return Reading(Standing.NEGATED, at, at + 1)
    return None


def _feared(sentence: Sentence, first: int) -> Reading | None:
    """What is only imagined: "if he came back", "would", "might start"."""
    words = sentence.words
    # "If he comes back … we would see them at risk": what follows is as unreal as the condition.
    if words[0].plain == "if" and not any(word.plain in _UNREAL for word in words):
        return None  # "If he drops his arms he is hit": what happens each time
    if words[0].plain in ("if", "should", "were", "unless") and first > 0:
        return Reading(Standing.FEARED, 0, 0)
    for at in range(first - 1, max(-1, first - 14), -1):
        plain = words[at].plain
        if plain in CONTRAST or sentence.breaks.get(at + 1) == ";":
            return None
        if plain in ("if", "unless") and (at == 0 or words[at - 1].plain not in ("asked", "know", "sure")):
            return Reading(Standing.FEARED, at, at)
        if plain == "case" and at and words[at - 1].plain == "in":
            return Reading(Standing.FEARED, at - 1, at)
        if plain in ("would", "wouldnt") and first - at <= 6 and not _clause_between(sentence, at, first):
            return Reading(Standing.FEARED, at, at)
        if plain == "may" and (words[at].capital or (at and words[at - 1].plain.isdigit())):
            continue  # the month
        if any(word.plain.startswith("wish") for word in words[max(0, at - 4) : at]):
            continue
        if plain in ("could", "would") and at + 1 < len(words) and words[at + 1].plain == "not":
            continue  # "could not explain": nothing imagined
        if plain in _MODAL and first - at <= 5:
            between = {word.plain for word in words[at + 1 : first + 1]}
            if between & {"be", "have", "been"} and not between & _BEGIN:
                return Reading(Standing.SUSPECTED, at, at)
            return Reading(Standing.FEARED, at, at)
    return None


def _clause_between(sentence: Sentence, at: int, first: int) -> bool:
    return any(sentence.words[here].plain in ("because", "so", "while", "that", "as") for here in range(at + 1, first))


def _year(sentence: Sentence, first: int) -> int | None:
    """The year of something long past: "in 2014", with nothing that says it goes on."""
    words = sentence.words
    plains = [word.plain for word in words]
    if any(word in _STILL or word.startswith("diagnos") for word in plains):
        return None
    for at, plain in enumerate(plains):
        if len(plain) == 4 and plain.isdigit() and plain[:2] in ("19", "20") and at:
            before = plains[at - 1]
            if before in ("in", "until", "during", "back", "around", "of") and not _apart(sentence, at, first):
                return at
    return None
