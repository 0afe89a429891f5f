"""Somebody hurts somebody: who did it, and to whom, from the verb and the people around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.rulebook.text.kin import MEN, PRONOUNS, YOUNG_RELATIVES
from goldenthread.rulebook.text.people import Cast, Mention, Part
from goldenthread.rulebook.text.words import Sentence, Word, listed

HURTS = listed(
    """
    hit hits hitting beat beats beating beaten slap slaps slapped slapping punch punches punched punching kick
    kicks kicked kicking strangle strangles strangled strangling choke chokes choked smack smacks smacked smacking
    throw throws threw thrown grab grabs grabbed drag drags dragged push pushes pushed pushing shove shoves shoved
    bite bites bit bitten burn burns burned burnt stab stabs stabbed assault assaults assaulted assaulting
    headbutt headbutted shake shook shaken pinch pinches pinched pins pinned whip whips whipped batter batters
    battered thump thumps thumped hurt hurts scald scalded attack attacks attacked
    """
)
# These hurt only somebody: one may push a pram, throw a ball, grab a coat, burn toast.
_NEEDS_PERSON = listed(
    """
    throw throws threw thrown grab grabs grabbed drag drags dragged push pushes pushed pushing shove shoves shoved
    bite bites bit bitten burn burns burned burnt shake shook shaken pins pinned kick kicks kicked kicking attack
    attacks attacked
    """
)
_BODY = listed(
    """
    arm arms face head neck hair stomach leg legs wrist wrists hand hands back throat ear ears cheek mouth eye
    """
)
_NAMES_A_THING = listed("a an the this that panic heart asthma cigarette no of any little")
_BLOWS = listed("bereavement grief loss death divorce separation covid news illness redundancy")
_MINDERS = listed(
    "childminder nanny babysitter teacher coach tutor carer man men woman someone neighbour imam pastor who"
)
_YOUNG_ONES = listed(
    "resident residents pupil pupils peer peers classmate classmates student students youths youth teenagers"
)
_BETWEEN = listed("own mr mrs ms miss the a an his her their out in to and of over up down on at him")


@dataclass(frozen=True, slots=True)
class Hurt:
    """A verb of hurting, the words it spans, who did it and to whom, where that can be seen."""

    first: int
    last: int
    agent: Mention | None
    victim: Mention | None
    young_agent: bool


def hurts(number: int, sentence: Sentence, cast: Cast) -> Iterator[Hurt]:
    """Every hurting of a sentence."""
    words = sentence.words
    for at, word in enumerate(words):
        if word.plain not in HURTS or _noun(words, at):
            continue
        passive = _passive(sentence, at)
        if passive:
            victim, end = cast.before(number, at), at
            agent, end = _by(number, sentence, cast, at)
            if victim is not None and victim.part in (Part.PROFESSIONAL, Part.OUTSIDE):
                continue
            peers = any(word.plain in _YOUNG_ONES for word in words[at + 1 : at + 7])
            unsaid = agent is None and not peers and words[at].plain in ("stabbed", "attacked", "assaulted")
            if victim is not None and not unsaid and (agent is not None or peers or end == at):
                peer = agent is None and peers
                yield Hurt(at, max(at, end), agent, victim, peer or _young(agent, words))
            continue
        if _out(words, at) or (at and words[at - 1].plain in ("will", "would", "might", "could", "ll")):
            continue  # "threw him out"; "will hurt her": a threat, not a deed
        agent = _doer(number, sentence, cast, at)
        victim, end = _after(number, sentence, cast, at, agent)
        if victim is not None and agent is None and _hits_home(sentence, at, end, victim):
            continue
        if victim is None:
            # "her husband hits her", of somebody not named before
            if end > at and agent is not None:
                yield Hurt(at, end, agent, None, _young(agent, words))
            continue
        if agent is not None and agent == victim:
            agent = None
        before = {word.plain for word in words[max(0, at - 6) : at]}
        peer = agent is None and bool(before & _YOUNG_ONES)
        if agent is None and not peer and victim.part is Part.NAMED and not before & _MINDERS:
            continue  # nobody says who did it, or to whom
        man = agent is None and bool(before & MEN)
        yield Hurt(at, end, agent, victim, not man and (peer or _young(agent, words)))


def _doer(number: int, sentence: Sentence, cast: Cast, at: int) -> Mention | None:
    """Who did it. In "pushed Mum, threw things at her" Mum is the one to whom the deed before was done."""
    agent = cast.before(number, at)
    if agent is not None and agent.sentence == number and agent.word and sentence.words[agent.word - 1].plain in HURTS:
        return cast.before(number, agent.word - 1)
    if agent is not None and agent.sentence == number and agent.word > 1 and agent.word < at - 1:
        # "He calls her names before the children and shoved her": those before whom it was done did not do it.
        lead = [word.plain for word in sentence.words[max(0, agent.word - 3) : agent.word]]
        beside = lead[-2] if lead[-1] in ("the", "his", "her", "their", "both", "all") else lead[-1]
        relative = sentence.words[agent.word + 1].plain == "who"
        if beside in ("before", "of", "with", "from", "to") and not relative:
            return cast.before(number, agent.word) or agent
    return agent


def _noun(words: tuple[Word, ...], at: int) -> bool:
    """Whether the word is a thing here, not a deed: "a hit", "belt burns", "heart attacks", "a bit"."""
    plain = words[at].plain
    before = words[at - 1].plain if at else ""
    if before in ("was", "were", "is", "are") and at > 1 and words[at - 2].plain == "there":
        return True
    if before in ("sexually", "related") or (
        before in ("sexual", "physical", "indecent") and plain in ("assault", "assaults", "attack")
    ):
        return True
    if before in _NAMES_A_THING:
        return True
    after = words[at + 1].plain if at + 1 < len(words) else ""
    if plain.endswith("s") and after in ("which", "that", "to", "on", "from", "and", "or", "were", "are"):
        return True
    return plain == "bit" and before in ("a", "little") or (plain == "hurt" and before in ("feel", "feels", "felt"))


def _hits_home(sentence: Sentence, at: int, end: int, victim: Mention) -> bool:
    """Whether a thing, not a person, does it: "bereavement has hit Finley hard"."""
    words = sentence.words
    if end + 1 < len(words) and words[end + 1].plain in ("hard", "badly", "financially"):
        return True
    return victim.part is Part.NAMED and any(word.plain in _BLOWS for word in words[:at])


def _out(words: tuple[Word, ...], at: int) -> bool:
    """Whether it is "threw him out", which is another thing."""
    return words[at].plain.startswith(("thr", "kick")) and any(word.plain == "out" for word in words[at + 1 : at + 4])


def _passive(sentence: Sentence, at: int) -> bool:
    words = sentence.words
    for step in range(1, 4):
        if at - step < 0:
            return False
        plain = words[at - step].plain
        if plain == "be" and words[at - step - 1].plain in ("will", "would", "could", "might", "may") and at > step:
            return False
        if plain in ("is", "was", "were", "been", "being", "are", "be", "got", "gets"):
            return words[at].plain.endswith(("ed", "hit", "en", "hurt", "nt", "n"))
        if plain not in HURTS and plain not in ("and", "or", "badly", "often", "also", "repeatedly", "then", "again"):
            return False
    return False


def _by(number: int, sentence: Sentence, cast: Cast, at: int) -> tuple[Mention | None, int]:
    words = sentence.words
    for here in range(at + 1, min(len(words), at + 5)):
        if words[here].plain == "by":
            for there in range(here + 1, min(len(words), here + 6)):
                found = cast.named_at(number, there)
                if found is not None and words[there].plain not in ("his", "her", "their"):
                    return found, there
            return None, here
    return None, at


def _after(number: int, sentence: Sentence, cast: Cast, at: int, agent: Mention | None) -> tuple[Mention | None, int]:
    """Whom it was done to: the person that follows the verb closely, or whose body does."""
    words = sentence.words
    reach = 5 if words[at].plain.startswith("thr") else 3 if words[at].plain in _NEEDS_PERSON else 4
    for here in range(at + 1, min(len(words), at + 1 + reach)):
        plain = words[here].plain
        if sentence.breaks.get(here) in (";", ":", "("):
            return None, at
        if plain in ("himself", "herself", "themselves", "myself"):
            return None, at
        follows = words[here + 1].plain if here + 1 < len(words) else ""
        if plain == "me":
            tellers = [m for m in cast.mentions[number] if m.word < at and m.part in (Part.CHILD, Part.NAMED)]
            return (tellers[0] if tellers and tellers[0] != agent else None), here
        if plain in PRONOUNS:
            if (
                plain in ("his", "her", "their")
                and follows
                and follows not in _BODY | _BETWEEN | {"when", "again", "with"}
            ):
                owned = cast.named_at(number, here + 1)
                if owned is not None:
                    return owned, here + 1
                if plain != "her":
                    return None, at
            then = words[here + 2].plain if here + 2 < len(words) else ""
            if plain in ("his", "her") and follows in _BODY and then in ("on", "against"):
                return None, at  # "she hit her head on the radiator"
            return cast.named_at(number, here, but=agent), here
        found = cast.named_at(number, here)
        if found is not None and found.word == here:
            return (None, at) if found.part in (Part.PROFESSIONAL, Part.OUTSIDE) else (found, here)
        if plain not in _BETWEEN and plain not in HURTS:
            # "kicked and punched Carly", "threw the plate at Carly"
            if words[at].plain in _NEEDS_PERSON:
                continue
            return None, at
    return None, at


def _young(agent: Mention | None, words: tuple[Word, ...]) -> bool:
    """Whether the one who did it is a child."""
    if agent is None or agent.grown:
        return False
    if agent.young or agent.part is Part.CHILD:
        return True
    plain = words[agent.word].plain if agent.word < len(words) else ""
    return agent.part is Part.OTHER and plain in YOUNG_RELATIVES
