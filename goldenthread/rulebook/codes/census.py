"""Code sets of the children in need census. The codes are the census's own; the words are ours, and plainer."""

from goldenthread.rulebook.codes.code_set import Code, CodeSet, code_set

CENSUS = "Department for Education, children in need census, code sets of 2022 to 2026"

SEX = code_set("sex", "Sex", CENSUS, {"F": "Female", "M": "Male", "U": "Not known"})

ETHNICITY = CodeSet(
    "ethnicity",
    "Ethnicity",
    CENSUS,
    (
        Code("WBRI", "White British", group="White"),
        Code("WIRI", "White Irish", group="White"),
        Code("WIRT", "Traveller of Irish heritage", group="White"),
        Code("WROM", "Gypsy or Roma", group="White"),
        Code("WOTH", "Any other White background", group="White"),
        Code("MWBC", "White and Black Caribbean", group="Mixed"),
        Code("MWBA", "White and Black African", group="Mixed"),
        Code("MWAS", "White and Asian", group="Mixed"),
        Code("MOTH", "Any other mixed background", group="Mixed"),
        Code("AIND", "Indian", group="Asian or Asian British"),
        Code("APKN", "Pakistani", group="Asian or Asian British"),
        Code("ABAN", "Bangladeshi", group="Asian or Asian British"),
        Code("CHNE", "Chinese", group="Asian or Asian British"),
        Code("AOTH", "Any other Asian background", group="Asian or Asian British"),
        Code("BCRB", "Black Caribbean", group="Black or Black British"),
        Code("BAFR", "Black African", group="Black or Black British"),
        Code("BOTH", "Any other Black background", group="Black or Black British"),
        Code("OOTH", "Any other ethnic group", group="Other"),
        Code("REFU", "Would rather not say", group="Not known", reason=True),
        Code("NOBT", "Not known yet", "You will be asked again later", group="Not known", reason=True),
    ),
)

ETHNICITY_UNKNOWN_REASON = code_set(
    "ethnicity_unknown_reason",
    "Why ethnicity is not known",
    "Front-door practice",
    {
        "caller_unsure": "The caller did not know",
        "not_safe_to_ask": "It was not safe to ask",
        "family_declined": "The family would rather not say",
        "unborn": "The baby is not born yet",
        "not_identified": "We do not yet know who the child is",
    },
)

DISABILITY = code_set(
    "disability",
    "Disability",
    CENSUS,
    {
        "NONE": "No disability",
        "MOB": "Mobility",
        "HAND": "Hand function",
        "PC": "Personal care",
        "INC": "Continence",
        "COMM": "Communication",
        "LD": "Learning",
        "HEAR": "Hearing",
        "VIS": "Vision",
        "BEH": "Behaviour",
        "CON": "Consciousness",
        "AUT": "Autism",
        "DDA": "Another disability",
    },
)

UPN_UNKNOWN = code_set(
    "upn_unknown",
    "Why there is no unique pupil number",
    CENSUS,
    {
        "UN1": "Not of school age, and none given yet",
        "UN2": "Educated outside England",
        "UN3": "Newly looked after, and not known yet",
        "UN4": "Newly in need, and not known yet",
        "UN5": "Sources give different numbers",
        "UN6": "Not born yet",
        "UN7": "Referral with no further action",
    },
)

REFERRAL_SOURCE = CodeSet(
    "referral_source",
    "Where the contact or referral came from",
    CENSUS,
    (
        Code("1A", "Family member, relative or carer", group="Individual"),
        Code("1B", "Someone they know, such as a neighbour or childminder", group="Individual"),
        Code("1C", "The child or young person", group="Individual"),
        Code("1D", "Another person, such as a stranger or a Member of Parliament", group="Individual"),
        Code("2A", "School", group="Education"),
        Code("2B", "Education services", group="Education"),
        Code("3A", "General practitioner (GP)", group="Health"),
        Code("3B", "Health visitor", group="Health"),
        Code("3C", "School nurse", group="Health"),
        Code("3D", "Other primary health service", group="Health"),
        Code("3E", "Accident and emergency department", group="Health"),
        Code("3F", "Other health service, such as a hospice", group="Health"),
        Code("4", "Council housing or housing association", group="Housing"),
        Code("5A", "Our social care, such as adult social care", group="Council services"),
        Code("5B", "Another of our council’s services", group="Council services"),
        Code("5C", "Another council’s services", group="Council services"),
        Code("5D", "Early help", group="Council services"),
        Code("6", "Police", group="Police and justice"),
        Code("7", "Court, probation, immigration, Cafcass or prison", group="Police and justice"),
        Code("8", "Other, such as a children’s centre or a charity", group="Other"),
        Code("9", "Anonymous", group="Other"),
        Code("10", "Not known", group="Other"),
    ),
)

PRIMARY_NEED = CodeSet(
    "primary_need",
    "Primary need",
    CENSUS,
    (
        Code("N1", "Abuse, neglect or exploitation"),
        Code("N2", "The child’s disability"),
        Code("N3", "A parent’s disability or illness"),
        Code("N4", "Family in acute stress"),
        Code("N5", "Family dysfunction"),
        Code("N6", "Socially unacceptable behaviour"),
        Code("N7", "Low income"),
        Code("N8", "Absent parenting"),
        Code("N9", "Not a child in need"),
        Code("N0", "Not stated"),
    ),
)

CLOSURE_REASON = code_set(
    "closure_reason",
    "Why the case closed",
    CENSUS,
    {
        "RC1": "Adopted",
        "RC2": "Died",
        "RC3": "Child arrangements order",
        "RC4": "Special guardianship order",
        "RC5": "Transferred to another council",
        "RC6": "Transferred to adult social care",
        "RC7": "Services ended for another reason, including no longer in need",
        "RC8": "Closed after assessment, no further action",
        "RC9": "Closed after assessment, passed to early help",
    },
)

ABUSE_CATEGORY = code_set(
    "abuse_category",
    "Category of abuse",
    CENSUS,
    {
        "NEG": "Neglect",
        "PHY": "Physical abuse",
        "SAB": "Sexual abuse",
        "EMO": "Emotional abuse",
        "MUL": "More than one (no longer recommended)",
    },
)

S47_OUTCOME = code_set(
    "s47_outcome",
    "Outcome of a section 47 enquiry",
    "Children’s social care practice; no national code set",
    {
        "CONFERENCE": "Initial child protection conference",
        "FAMILY_ASSESSMENT": "No child protection action, the assessment continues",
        "SERVICES": "Services for a child in need (section 17)",
        "SHORT_BREAKS": "Short breaks (section 17)",
        "LEGAL": "Legal action",
        "OTHER_AGENCY": "Another agency to keep watch",
        "NFA": "No further action",
        "OTHER": "Other",
    },
)


def _factor(code: str, label: str, group: str, *, offered: bool = True) -> Code:
    return Code(code, label, group=group, offered=offered)


ASSESSMENT_FACTORS = CodeSet(
    "assessment_factors",
    "Factors at the end of an assessment",
    CENSUS,
    (
        _factor("1A", "The child’s alcohol use", "Alcohol"),
        _factor("1B", "A parent or carer’s alcohol use", "Alcohol"),
        _factor("1C", "Alcohol use by someone else in the household", "Alcohol"),
        _factor("2A", "The child’s drug use", "Drugs"),
        _factor("2B", "A parent or carer’s drug use", "Drugs"),
        _factor("2C", "Drug use by someone else in the household", "Drugs"),
        _factor("3A", "Domestic abuse of the child", "Domestic abuse"),
        _factor("3B", "Domestic abuse of a parent or carer", "Domestic abuse"),
        _factor("3C", "Domestic abuse of someone else in the household", "Domestic abuse"),
        _factor("4A", "The child’s mental health", "Mental health"),
        _factor("4B", "A parent or carer’s mental health", "Mental health"),
        _factor("4C", "The mental health of someone else in the household", "Mental health"),
        _factor("5A", "The child’s learning disability", "Learning disability"),
        _factor("5B", "A parent or carer’s learning disability", "Learning disability"),
        _factor("5C", "The learning disability of someone else in the household", "Learning disability"),
        _factor("6A", "The child’s physical disability or illness", "Physical disability or illness"),
        _factor("6B", "A parent or carer’s physical disability or illness", "Physical disability or illness"),
        _factor(
            "6C",
            "The physical disability or illness of someone else in the household",
            "Physical disability or illness",
        ),
        _factor("7A", "The child is a young carer", "Caring"),
        _factor("8B", "Privately fostered from overseas, means to return", "Private fostering"),
        _factor("8C", "Privately fostered from overseas, means to stay", "Private fostering"),
        _factor("8D", "Privately fostered for school or training, from the UK", "Private fostering"),
        _factor("8E", "Privately fostered by another family arrangement in the UK", "Private fostering"),
        _factor("8F", "Privately fostered in another way", "Private fostering"),
        _factor("9A", "Unaccompanied and seeking asylum", "Harm outside the home"),
        _factor("10A", "Going missing", "Harm outside the home"),
        _factor("11A", "Child sexual exploitation", "Harm outside the home"),
        _factor("12A", "Trafficking", "Harm outside the home"),
        _factor("13A", "Gangs", "Harm outside the home"),
        _factor("14A", "Socially unacceptable behaviour", "Harm outside the home"),
        _factor("24A", "Child criminal exploitation", "Harm outside the home"),
        _factor("15A", "Self-harm", "Harm to self"),
        _factor("16A", "Neglect", "Abuse or neglect"),
        _factor("17A", "Emotional abuse", "Abuse or neglect"),
        _factor("18A", "Physical abuse (old code, not split)", "Abuse or neglect", offered=False),
        _factor("18B", "Physical abuse by another child", "Abuse or neglect"),
        _factor("18C", "Physical abuse by an adult", "Abuse or neglect"),
        _factor("19A", "Sexual abuse (old code, not split)", "Abuse or neglect", offered=False),
        _factor("19B", "Sexual abuse by another child", "Abuse or neglect"),
        _factor("19C", "Sexual abuse by an adult", "Abuse or neglect"),
        _factor("22A", "Female genital mutilation", "Abuse or neglect"),
        _factor("23A", "Abuse linked to faith or belief", "Abuse or neglect"),
        _factor("20", "Something else", "Other"),
        _factor("21", "None of these, and no further action", "None"),
    ),
)

SETS = (
    SEX,
    ETHNICITY,
    ETHNICITY_UNKNOWN_REASON,
    DISABILITY,
    UPN_UNKNOWN,
    REFERRAL_SOURCE,
    PRIMARY_NEED,
    CLOSURE_REASON,
    ABUSE_CATEGORY,
    S47_OUTCOME,
    ASSESSMENT_FACTORS,
)
