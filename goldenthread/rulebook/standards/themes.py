"""What inspectors write again and again, in our words: the sentences that the standards make hard to earn.

Sources: 299 reports of inspections of local authority children's services, 2018 to 2026, and earlier letters and peer
reviews (Ofsted, Open Government Licence; Local Government Association). The share of reports is our own count.
"""

from goldenthread.kernel.registry import Registry
from goldenthread.kernel.standard import Theme

_REPORTS = "Ofsted, inspections of local authority children’s services, 2018 to 2026"

PLANS_NOT_SPECIFIC = Theme(
    "plans_not_specific",
    "Plans are not specific or measurable: they do not say who does what by when, or how anyone would know.",
    f"{_REPORTS}: 63% of reports ask for better plans",
)
PLANS_NOT_USED = Theme(
    "plans_not_used",
    "Core groups and reviews cannot judge progress, because the plan is not easy to understand or to use.",
    f"{_REPORTS}; Ofsted, focused visit on planning for children in need and protection",
)
PLANS_FOR_ADULTS = Theme(
    "plans_for_adults",
    "Plans list what adults are to attend, not what should change for the child.",
    _REPORTS,
)
NO_CONTINGENCY = Theme(
    "no_contingency", "Plans do not say what will happen if nothing changes, or by when.", f"{_REPORTS}, 2025 and 2026"
)
HISTORY_NOT_WEIGHED = Theme(
    "history_not_weighed",
    "Assessments do not weigh history: each concern is looked at by itself, and the pattern is missed.",
    f"{_REPORTS}: 12% of reports name history or chronologies",
)
STRENGTHS_NOT_SHOWN = Theme(
    "strengths_not_shown",
    "Assessments do not weigh a family’s strengths, or lean on strengths that nothing shows.",
    f"{_REPORTS}; Ofsted, contact and assessment inspection, 2010",
)
PARENTS_NOT_TESTED = Theme(
    "parents_not_tested",
    "Too much is taken on a parent’s word: what parents say is not tested against what else is known.",
    _REPORTS,
)
RISK_NOT_NAMED = Theme(
    "risk_not_named",
    "Risks that can be seen in the text, sexual abuse among them, are not named among the risk factors.",
    "Local Government Association, peer review, 2016",
)
DESCRIBES_NOT_ANALYSES = Theme(
    "describes_not_analyses",
    "Assessments are of variable quality: they describe, and do not say what it means for the child.",
    f"{_REPORTS}: 38% of reports ask for better assessments",
)
CHILD_NOT_HEARD = Theme(
    "child_not_heard",
    "The child’s own voice and daily life are missing, or do not shape what is decided.",
    f"{_REPORTS}: 27% of reports",
)
IDENTITY_NOT_KNOWN = Theme(
    "identity_not_known",
    "Ethnicity and identity are not asked for, not recorded or not thought about.",
    "Ofsted, contact and assessment inspection, 2010; " + _REPORTS,
)
ADULTS_MISSING = Theme(
    "adults_missing", "Fathers, partners and others in the household are left out of assessments and plans.", _REPORTS
)
COPIED = Theme("copied", "Siblings’ assessments and plans are the same text, or the same text as last time.", _REPORTS)
OVERSIGHT_WEAK = Theme(
    "oversight_weak",
    "Managers’ decisions are late or do not say why, so that drift is not seen.",
    f"{_REPORTS}: 34% of reports ask for better management oversight",
)
SUPERVISION_UNCRITICAL = Theme(
    "supervision_uncritical",
    "Supervision lists tasks: social workers do not get the critical challenge and direction that they need.",
    f"{_REPORTS}: 30% of reports; Ofsted, focused visit on planning for children in need and protection",
)
AGREEMENTS_OVERUSED = Theme(
    "agreements_overused",
    "Written agreements are relied on too much, are not watched, and families come back when they are not kept.",
    "Local Government Association, peer review, 2016; Ofsted, on effective written agreements, 2018",
)
PROTECTION_LATE = Theme(
    "protection_late",
    "Strategy discussions, enquiries and conferences are late, or held without the agencies that know the child.",
    f"{_REPORTS}: 16% of reports",
)
CLOSED_TOO_SOON = Theme(
    "closed_too_soon", "Work ends before change is shown to last, and children are referred again.", _REPORTS
)
SHARING_NOT_EXPLAINED = Theme(
    "sharing_not_explained",
    "Checks are made without telling parents or asking them, and nobody writes down why.",
    _REPORTS,
)
VISITS_WITHOUT_PURPOSE = Theme(
    "visits_without_purpose",
    "Visits happen to meet a date: their purpose and what they changed are not clear.",
    _REPORTS,
)

THEMES: Registry[Theme] = Registry(
    (
        PLANS_NOT_SPECIFIC,
        PLANS_NOT_USED,
        PLANS_FOR_ADULTS,
        NO_CONTINGENCY,
        HISTORY_NOT_WEIGHED,
        STRENGTHS_NOT_SHOWN,
        PARENTS_NOT_TESTED,
        RISK_NOT_NAMED,
        DESCRIBES_NOT_ANALYSES,
        CHILD_NOT_HEARD,
        IDENTITY_NOT_KNOWN,
        ADULTS_MISSING,
        COPIED,
        OVERSIGHT_WEAK,
        SUPERVISION_UNCRITICAL,
        AGREEMENTS_OVERUSED,
        PROTECTION_LATE,
        CLOSED_TOO_SOON,
        SHARING_NOT_EXPLAINED,
        VISITS_WITHOUT_PURPOSE,
    )
)
