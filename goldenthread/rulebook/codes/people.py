"""Code sets about people: how they are named, found, reached and described."""

from goldenthread.rulebook.codes.code_set import Code, CodeSet, code_set

OURS = "Our own set; no national code set"

GENDER = code_set(
    "gender",
    "Gender",
    "Department for Education, children in need census before 2024, and our own words",
    {"00": "Not known", "01": "Man or boy", "02": "Woman or girl", "09": "Another way"},
)

NAME_KIND = code_set(
    "name_kind",
    "Kind of name",
    OURS,
    {
        "legal": "Legal name",
        "known_as": "Known as",
        "former": "Former name",
        "birth": "Name at birth",
        "alias": "Also known as",
    },
)

ADDRESS_KIND = code_set(
    "address_kind",
    "Kind of address",
    OURS,
    {
        "home": "Home",
        "temporary": "Temporary",
        "other_parent": "With the other parent",
    },
)

CONTACT_DETAIL_KIND = code_set(
    "contact_detail_kind",
    "Kind of contact detail",
    OURS,
    {
        "phone": "Telephone",
        "email": "Email",
    },
)

SAFE_TO_USE = code_set(
    "safe_to_use",
    "Is it safe to use?",
    OURS,
    {
        "yes": "Safe to use",
        "no": "Not safe to use",
        "unknown": "Not asked yet",
    },
)

WARNING_NOTE_KIND = code_set(
    "warning_note_kind",
    "Kind of warning note",
    OURS,
    {
        "do_not_visit_alone": "Do not visit alone",
        "no_home_visits": "Do not visit at home",
        "violence": "Violence or threats to staff",
        "weapons": "Weapons",
        "dog": "A dangerous animal",
        "health_risk": "A risk to visitors’ health",
        "environment": "A dangerous building or place",
        "contact_restricted": "Contact with a child is restricted",
        "no_contact": "Must have no contact with a child",
        "address_secret": "The address must not be given out",
        "allegations": "Has made false allegations against staff",
        "other": "Something else",
    },
)

BIRTH_CERTAINTY = code_set(
    "birth_certainty",
    "How sure we are of the date of birth",
    OURS,
    {
        "exact": "Exact",
        "estimated": "Estimated",
        "unknown": "Not known",
    },
)

IMMIGRATION_STATUS = code_set(
    "immigration_status",
    "Immigration status",
    "Home Office terms in general use; our own set",
    {
        "british": "British citizen",
        "irish": "Irish citizen",
        "settled": "Settled status (EU Settlement Scheme)",
        "pre_settled": "Pre-settled status (EU Settlement Scheme)",
        "indefinite": "Indefinite leave to remain",
        "limited": "Limited leave to remain",
        "refugee": "Refugee",
        "humanitarian": "Humanitarian protection",
        "asylum_seeker": "Seeking asylum",
        "uasc": "Unaccompanied child seeking asylum",
        "discretionary": "Discretionary leave",
        "visa": "Visa holder",
        "no_recourse": "No recourse to public funds",
        "appeal_exhausted": "Appeal rights exhausted",
        "undocumented": "No papers, or not settled",
        "not_known": "Not known",
    },
)

NHS_TRACE = code_set(
    "nhs_trace",
    "How the NHS number was checked",
    OURS,
    {
        "traced": "Checked against the national register",
        "not_traced": "Not checked",
        "awaiting": "Waiting for the check",
    },
)

INFORMATION_SOURCE = code_set(
    "information_source",
    "Where a value came from",
    OURS,
    {
        "child": "The child",
        "parent": "A parent or carer",
        "relative": "Another relative",
        "professional": "Another professional",
        "document": "A document that was seen",
        "worker": "Seen by our worker",
        "referrer": "The person who made contact",
        "import": "Loaded from another system",
        "national": "A national register",
        "not_said": "Not said",
    },
)

IDENTITY_FACT = CodeSet(
    "identity_fact",
    "What we record about who someone is",
    "Children in need census and Standard Safeguarding Dataset, with front-door practice",
    (
        Code("given_names", "Given names"),
        Code("family_name", "Family name"),
        Code("born_on", "Date of birth"),
        Code("birth_certainty", "How sure we are of the date of birth"),
        Code("expected_on", "Expected date of birth"),
        Code("died_on", "Date of death"),
        Code("sex", "Sex"),
        Code("gender", "Gender"),
        Code("pronouns", "Pronouns"),
        Code("ethnicity", "Ethnicity"),
        Code("ethnicity_in_own_words", "Ethnicity, in their own words"),
        Code("ethnicity_not_known_because", "Why ethnicity is not known"),
        Code("language", "First language"),
        Code("interpreter", "Interpreter"),
        Code("religion", "Religion or belief"),
        Code("disabilities", "Disability"),
        Code("immigration_status", "Immigration status"),
        Code("nhs_number", "NHS number"),
        Code("nhs_number_source", "Where the NHS number came from"),
        Code("nhs_number_trace", "How the NHS number was checked"),
        Code("upn", "Unique pupil number"),
        Code("former_upn", "Former unique pupil number"),
        Code("upn_unknown", "Why there is no unique pupil number"),
        Code("la_child_id", "Our child number"),
        Code("job_title", "Job title"),
    ),
)

RESPONSIBILITY_HOW = code_set(
    "responsibility_how",
    "How parental responsibility came to be",
    "Children Act 1989, sections 2 to 4A, 12 and 14C; Adoption and Children Act 2002, section 46",
    {
        "birth_mother": "Mother, from birth",
        "married_father": "Father, married to the mother",
        "birth_certificate": "Named on the birth certificate",
        "agreement": "Parental responsibility agreement",
        "court_order": "Parental responsibility order",
        "child_arrangements": "Child arrangements order",
        "special_guardianship": "Special guardianship order",
        "step_parent": "Step-parent, by agreement or order",
        "guardian": "Guardian appointed",
        "adoption": "Adoption order",
        "care_order": "The council, by a care order",
        "interim_care_order": "The council, by an interim care order",
        "emergency_order": "By an emergency protection order",
        "not_known": "Not known yet",
    },
)

NOTE_KIND = code_set(
    "note_kind",
    "Kind of note",
    OURS,
    {
        "visit": "Visit",
        "telephone": "Telephone call",
        "meeting": "Meeting",
        "message": "Letter or message",
        "management": "Management decision",
        "supervision": "Supervision",
        "information": "Information received",
        "other": "Other",
    },
)

RELIGION = code_set(
    "religion",
    "Religion or belief",
    "The question of the 2021 census of England and Wales, in our own words",
    {
        "none": "No religion",
        "christian": "Christian",
        "buddhist": "Buddhist",
        "hindu": "Hindu",
        "jewish": "Jewish",
        "muslim": "Muslim",
        "sikh": "Sikh",
        "pagan": "Pagan",
        "jain": "Jain",
        "jehovahs_witness": "Jehovah’s Witness",
        "rastafarian": "Rastafarian",
        "other": "Another religion or belief",
        "not_said": "Would rather not say",
        "not_known": "Not known yet",
    },
)

INTERPRETER = code_set(
    "interpreter",
    "Is an interpreter needed?",
    OURS,
    {
        "no": "No",
        "spoken": "Yes, for speech",
        "signed": "Yes, for sign language",
        "written": "Yes, for writing",
        "not_known": "Not known yet",
    },
)

LANGUAGE = CodeSet(
    "language",
    "Language",
    "ISO 639 codes of languages commonly spoken in England; words ours",
    tuple(
        Code(code, label)
        for code, label in {
            "eng": "English",
            "bfi": "British Sign Language",
            "sqi": "Albanian",
            "amh": "Amharic",
            "ara": "Arabic",
            "ben": "Bengali",
            "bul": "Bulgarian",
            "yue": "Cantonese",
            "hrv": "Croatian",
            "ces": "Czech",
            "prs": "Dari",
            "nld": "Dutch",
            "fas": "Farsi",
            "fra": "French",
            "deu": "German",
            "ell": "Greek",
            "guj": "Gujarati",
            "hau": "Hausa",
            "heb": "Hebrew",
            "hin": "Hindi",
            "hun": "Hungarian",
            "ibo": "Igbo",
            "gle": "Irish",
            "ita": "Italian",
            "kmr": "Kurdish (Kurmanji)",
            "ckb": "Kurdish (Sorani)",
            "lav": "Latvian",
            "lin": "Lingala",
            "lit": "Lithuanian",
            "mal": "Malayalam",
            "cmn": "Mandarin",
            "npi": "Nepali",
            "pus": "Pashto",
            "pol": "Polish",
            "por": "Portuguese",
            "pan": "Punjabi",
            "ron": "Romanian",
            "rom": "Romani",
            "rus": "Russian",
            "sna": "Shona",
            "sin": "Sinhala",
            "slk": "Slovak",
            "som": "Somali",
            "spa": "Spanish",
            "swa": "Swahili",
            "syl": "Sylheti",
            "tgl": "Tagalog",
            "tam": "Tamil",
            "tel": "Telugu",
            "tha": "Thai",
            "tir": "Tigrinya",
            "tur": "Turkish",
            "twi": "Twi",
            "ukr": "Ukrainian",
            "urd": "Urdu",
            "vie": "Vietnamese",
            "cym": "Welsh",
            "yor": "Yoruba",
            "mis": "Another language",
            "und": "Not known yet",
        }.items()
    ),
)

SETS = (
    GENDER,
    NAME_KIND,
    ADDRESS_KIND,
    CONTACT_DETAIL_KIND,
    SAFE_TO_USE,
    WARNING_NOTE_KIND,
    BIRTH_CERTAINTY,
    IMMIGRATION_STATUS,
    NHS_TRACE,
    INFORMATION_SOURCE,
    IDENTITY_FACT,
    RESPONSIBILITY_HOW,
    NOTE_KIND,
    RELIGION,
    INTERPRETER,
    LANGUAGE,
)
