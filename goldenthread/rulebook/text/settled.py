"""What settles a thing that was said: words after it that make it untrue, accidental, ended or no concern."""

from __future__ import annotations

from goldenthread.rulebook.text.phrases import Phrases
from goldenthread.rulebook.text.standing import CONTRAST, Standing
from goldenthread.rulebook.text.words import Sentence, listed

_NOT_SO = listed("not cannot cant hasnt isnt wasnt arent werent doesnt didnt havent")
_AFTERWARDS: Phrases[Standing] = Phrases(
    (
        ("ruled out", Standing.SETTLED),
        ("unfounded|unsubstantiated|malicious|discounted|retracted|untrue", Standing.SETTLED),
        ("found to be false|untrue|malicious|unfounded", Standing.SETTLED),
        ("making it up", Standing.SETTLED),
        ("allegation|allegations|complaint|charges|disclosure ~4 withdrawn", Standing.SETTLED),
        ("never substantiated|proven|charged", Standing.SETTLED),
        ("found|showed|revealed no injuries|injury|marks|evidence", Standing.SETTLED),
        ("which nobody disputes", Standing.SETTLED),
        ("not a concern|worry", Standing.SETTLED),
        ("no evidence|signs|sign|indication of|that|to", Standing.SETTLED),
        ("nothing to suggest|indicate|support", Standing.SETTLED),
        ("not the case", Standing.SETTLED),
        ("not substantiated|founded|upheld|proven", Standing.SETTLED),
        ("satisfied that ~4 not", Standing.SETTLED),
        ("no ~2 current|safeguarding|outstanding|ongoing ~1 concern|concerns|risk|risks", Standing.SETTLED),
        ("there are|is|were|was no concerns|worries|concern", Standing.SETTLED),
        ("found to be from", Standing.SETTLED),
        ("explained by", Standing.SETTLED),
        ("was|were caused by", Standing.SETTLED),
        ("consistent with ~2 explanation|account", Standing.SETTLED),
        ("no incidents since", Standing.SETTLED),
        ("nothing since", Standing.SETTLED),
        ("resolved", Standing.SETTLED),
        ("recovered fully|completely|well", Standing.SETTLED),
        ("fully recovered", Standing.SETTLED),
        ("no contact for", Standing.SETTLED),
        ("has|have been well|abstinent|clean|sober since|for", Standing.SETTLED),
        ("been abstinent|clean|sober", Standing.SETTLED),
        ("test|tests|toxicology|results|strand ~2 was|were|came_back|is negative|clear", Standing.SETTLED),
        ("which was clear|negative", Standing.SETTLED),
        ("none of this ~3 seen", Standing.SETTLED),
        ("not done so", Standing.SETTLED),
        ("both said ~1 they have not", Standing.SETTLED),
        ("all of the answers were no", Standing.SETTLED),
        ("has said nothing", Standing.SETTLED),
        ("have|has not spoken for|in", Standing.SETTLED),
        ("was|were from a ~2 test|fall|accident|birth|operation", Standing.SETTLED),
        ("has|have not been ~2 since", Standing.SETTLED),
        ("order ~3 expired|lapsed|ended", Standing.SETTLED),
        ("nothing was found", Standing.SETTLED),
        ("there was|is|were nothing there|to_see", Standing.SETTLED),
        ("medical|examination|doctor found nothing", Standing.SETTLED),
        ("he|she died", Standing.SETTLED),
        ("he|she passed away", Standing.SETTLED),
        ("has|have since died", Standing.SETTLED),
        ("been|is|was well|fine|stable|happy|settled ~1 ever since", Standing.SETTLED),
        ("would|will not ~2 do ~1 it|that|this|so", Standing.SETTLED),
        ("made|making it|this|that|all up", Standing.SETTLED),
        ("he|she|they stopped when|in|before|after|as", Standing.SETTLED),
        ("no recurrence|repeat|repetition", Standing.SETTLED),
        ("no indicators ~1 identified|seen|found", Standing.SETTLED),
        ("sustained this|these|it", Standing.SETTLED),
        ("nobody ~6 has seen any sign", Standing.SETTLED),
        ("test ~4 was clear|negative", Standing.SETTLED),
        ("nothing like it ~4 since", Standing.SETTLED),
        ("satisfied that", Standing.SETTLED),
        ("always clean|fed|on_time", Standing.SETTLED),
        ("has|have not ~1 done|harmed|hurt|happened ~2 since|so|herself|himself", Standing.SETTLED),
        ("seen by ~3 adults|staff", Standing.SETTLED),
        ("serving a sentence", Standing.SETTLED),
        ("no plan|plans to|for_travel|for_a_trip|of_travelling", Standing.SETTLED),
        ("strongly|firmly ~1 opposed|against", Standing.SETTLED),
        ("nothing ~4 contradict*", Standing.SETTLED),
        ("turned|turns out to be", Standing.SETTLED),
        ("not needed ~6 since", Standing.SETTLED),
        ("with no ~1 concerns|concern|worries", Standing.SETTLED),
        ("was|were not ~1 needed|required", Standing.SETTLED),
        ("not ~6 at risk", Standing.SETTLED),
        ("made no disclosure", Standing.SETTLED),
        ("never been alone with", Standing.SETTLED),
        ("never ~2 experienced|happened|occurred|witnessed ~1 it|this|any|anything|that|here", Standing.SETTLED),
        ("has|had|have never experienced|happened|occurred", Standing.SETTLED),
        ("risk ~4 low|minimal|negligible|nil", Standing.SETTLED),
        ("did not happen|occur|take_place", Standing.SETTLED),
        ("it|that|this was|is not true", Standing.SETTLED),
        ("not involved", Standing.SETTLED),
        ("this|it|which does|do|did not affect|impact", Standing.SETTLED),
        (
            "no|nothing ~1 suggestion|indication|evidence|sign ~2 of|that ~2 anything|similar|such|same",
            Standing.SETTLED,
        ),
        ("nothing ~1 similar|like_this|of_the_sort|of_this_kind", Standing.SETTLED),
        ("a|the|was|were different parent|child|family|person|man|woman|boy|girl", Standing.SETTLED),
        ("was|were|been ~1 satisfied with ~2 explanation|account|response", Standing.SETTLED),
        ("explanation|account ~3 plausible|accepted|consistent|credible", Standing.SETTLED),
        ("accidental ~3 injury|injuries|fall|bruise|bruising|cause|in_nature", Standing.SETTLED),
        ("was|were|is|are ~2 accidental", Standing.SETTLED),
        (
            "no further|ongoing|current|safeguarding|remaining|such|other ~2 concern*|worr*|incident*|issue*",
            Standing.SETTLED,
        ),
        ("no offences|offence|crimes|crime ~2 disclosed|identified|committed", Standing.SETTLED),
        ("no ~2 disclosure|disclosures ~2 made|of", Standing.SETTLED),
        ("age ~1 appropriate ~2 curiosity|play|exploration|behaviour", Standing.SETTLED),
        ("birth mark|marks", Standing.SETTLED),
        ("birthmark|birthmarks|mongolian|blue_spot|blue_spots|slate_grey", Standing.SETTLED),
        ("is|are|been|has|have ~3 fully|completely resolved|recovered|addressed", Standing.SETTLED),
        ("mistaken|mistake|misunderstanding|misheard", Standing.SETTLED),
    )
)


def settled_by(sentence: Sentence) -> tuple[int, int] | None:
    """The words by which a sentence settles what stood before it, if it does."""
    latest: tuple[int, int] | None = None
    for found in _AFTERWARDS.find(sentence):
        before = [word.plain for word in sentence.words[max(0, found.first - 3) : found.first + 1]]
        if any(word in _NOT_SO for word in before[:-1]):
            continue
        rest = {word.plain for word in sentence.words[found.last + 1 :]}
        if rest & CONTRAST:
            continue
        inside = {word.plain for word in sentence.words[found.first + 1 : found.last]}
        if sentence.words[found.first].plain in ("explanation", "account") and inside & {"not", "no", "never"}:
            continue
        latest = max(latest or (-1, -1), (found.first, found.last))
    return latest
