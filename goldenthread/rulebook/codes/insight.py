"""Code sets of measures and what is said of them."""

from goldenthread.rulebook.codes.code_set import Code, CodeSet

EVENT_KIND = CodeSet(
    "known_event",
    "Kind of event that may explain a figure",
    "Our own set; no national code set",
    (
        Code("vacancy", "A post became vacant"),
        Code("staffing", "Staff or teams changed"),
        Code("threshold", "A threshold changed"),
        Code("new_form", "A form or a way of recording changed"),
        Code("policy", "Law, guidance or policy changed"),
        Code("inspection", "An inspection or a review"),
        Code("demand", "Something outside changed who comes to us"),
        Code("other", "Something else"),
    ),
)

HOW_SURE = CodeSet(
    "how_sure",
    "How sure we are of what is said of a measure",
    "Our own set; no national code set",
    (
        Code("counted", "Counted"),
        Code("very_likely", "Very likely"),
        Code("likely", "Likely"),
        Code("possible", "Possible"),
        Code("not_known", "Not known"),
    ),
)

LAWFUL_BASIS = CodeSet(
    "lawful_basis",
    "Lawful basis for sharing rows about children",
    "UK GDPR, article 6(1)",
    (
        Code("legal_obligation", "Legal obligation: article 6(1)(c)"),
        Code("vital_interests", "Vital interests: article 6(1)(d)"),
        Code("public_task", "Public task: article 6(1)(e)"),
    ),
)

SETS = (EVENT_KIND, HOW_SURE, LAWFUL_BASIS)
