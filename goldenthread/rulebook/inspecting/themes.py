"""What findings are about: the themes, and the words by which a sentence is told to speak of one.

A theme is a suggestion that a person confirms. The list follows what inspection reports since 2013 ask for most often.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern


@dataclass(frozen=True, slots=True)
class Theme:
    """`label` as a person reads it; `words` finds it in a sentence."""

    key: str
    label: str
    words: Pattern[str]


def _theme(key: str, label: str, *words: str) -> Theme:
    return Theme(key, label, re.compile("|".join(words), re.IGNORECASE))


THEMES: Mapping[str, Theme] = {
    theme.key: theme
    for theme in (
        _theme(
            "management_oversight",
            "Management oversight",
            r"management (?:oversight|grip|decision)",
            r"manager(?:s|ial|s’|’s)? (?:decision|grip|oversight)",
            r"oversight (?:by|of|from) (?:\w+ )?manager",
            r"managers support",
        ),
        _theme("supervision", "Supervision", r"supervis"),
        _theme("assessment_quality", "Quality of assessment", r"assess"),
        _theme(
            "plans_smart",
            "Plans that can be measured",
            r"\bplans?\b",
            r"planning",
            r"\bspecific\b",
            r"measurable",
            r"contingency",
        ),
        _theme(
            "thresholds_front_door",
            "Thresholds and the front door",
            r"threshold",
            r"front door",
            r"screening",
            r"contacts?\b",
            r"referral",
            r"\bMASH\b",
            r"\bhubs?\b",
        ),
        _theme(
            "strategy_s47",
            "Strategy discussions and section 47 enquiries",
            r"strategy (?:discussion|meeting)",
            r"section 47",
            r"child protection enquir",
        ),
        _theme(
            "core_groups_reviews",
            "Core groups and child protection conferences",
            r"core group",
            r"child.protection (?:review )?conference",
            r"review conference",
            r"child.protection chair",
        ),
        _theme("child_in_need", "Children in need", r"child(?:ren)?(?:’s)? in need"),
        _theme(
            "pre_proceedings",
            "Pre-proceedings and court",
            r"pre-?\s?proceedings",
            r"public law outline",
            r"\bPLO\b",
            r"\bcourts?\b",
        ),
        _theme("domestic_abuse", "Domestic abuse", r"domestic (?:abuse|violence)"),
        _theme("neglect", "Neglect", r"neglect"),
        _theme(
            "exploitation_missing",
            "Exploitation and children who go missing",
            r"exploit",
            r"missing",
            r"return.(?:home.)?interview",
        ),
        _theme(
            "lado_allegations",
            "Allegations against people who work with children",
            r"designated officer",
            r"\bLADO\b",
            r"allegation",
        ),
        _theme("private_fostering", "Private fostering", r"privately? foster"),
        _theme("homeless_16_17", "Homeless 16- and 17-year-olds", r"homeless", r"16.{0,8}17.year"),
        _theme("permanence", "Permanence", r"permanen", r"matching", r"life.?story", r"special guardian", r"adopt"),
        _theme(
            "sufficiency_placements",
            "Enough of the right homes",
            r"sufficiency",
            r"placements?\b",
            r"unregistered",
            r"homes for children",
            r"children’s homes",
        ),
        _theme("health_emotional", "Health and feelings", r"health", r"emotional", r"\bCAMHS\b"),
        _theme("education", "Education", r"educat", r"\bPEPs?\b", r"virtual school", r"\bschool"),
        _theme(
            "care_leavers",
            "Care leavers",
            r"care leaver",
            r"pathway plan",
            r"personal advis",
            r"care.experienced",
            r"leaving care",
        ),
        _theme("iro", "Independent reviewing officers", r"independent reviewing", r"\bIROs?\b"),
        _theme("qa_audit", "Audit and learning", r"quality.assurance", r"\baudit", r"learning", r"moderat"),
        _theme(
            "performance_data",
            "Performance information",
            r"performance",
            r"\bdata\b",
            r"management information",
            r"reporting",
        ),
        _theme(
            "workforce_caseloads",
            "Workforce and caseloads",
            r"workforce",
            r"caseload",
            r"recruit",
            r"retention",
            r"turnover",
            r"agency (?:staff|worker|social)",
            r"\bstaff",
        ),
        _theme(
            "voice",
            "The child’s voice",
            r"\bvoices?\b",
            r"\bviews\b",
            r"wishes",
            r"participation",
            r"advoca",
            r"independent visitor",
        ),
        _theme("recording", "Recording", r"\brecord"),
        _theme("consent", "Consent", r"consent"),
        _theme("history_chronology", "History and chronologies", r"\bhistor", r"chronolog"),
        _theme("young_carers", "Young carers", r"young carer"),
        _theme("disabled_children", "Disabled children", r"disab"),
        _theme("fathers", "Fathers and men in the family", r"\bfathers?\b", r"\bmales?\b", r"male carer"),
        _theme("early_help", "Early help", r"early help", r"family help"),
        _theme("partners", "Partner agencies", r"partner", r"police", r"multi-?agency"),
        _theme("kinship", "Kinship care", r"kinship", r"connected (?:carer|person)", r"family network"),
        _theme(
            "identity_diversity",
            "Identity and background",
            r"identit",
            r"cultural(?! change| and practice)",
            r"culture\b(?=,| and (?:ethnic|religio|language|identity))",
            r"divers",
            r"ethnic",
            r"heritage",
        ),
        _theme("written_agreements", "Written agreements", r"(?:written|working) agreements?\b"),
    )
}


def themes_of(words: str) -> tuple[str, ...]:
    """The keys of the themes of which the words speak, in the order of the list."""
    return tuple(key for key, theme in THEMES.items() if theme.words.search(words))
