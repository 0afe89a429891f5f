"""The rules of the children in need census that a file is checked by.

The numbers are those of the Department for Education's validation rules for 2022 to 2026; the words are ours. A rule
that `refuses` keeps the smallest record that breaks it out: the child, the referral, one module of the referral, or one
value of a module. Any other is only told: what it finds is untidy, but says nothing untrue once it is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`number` is the census's own, or empty where the form of the file itself is broken."""

    id: str
    why: str
    refuses: bool = True
    number: str = ""


def _rule(number: str, why: str, *, refuses: bool = True) -> Rule:
    return Rule(number, why, refuses, number)


def _told(number: str, why: str, *, id: str = "") -> Rule:
    return Rule(id or number, why, False, number)


_FORM = (
    Rule("twice", "is given more than once"),
    Rule("long", "is longer than any value of the census"),
    Rule("unreadable", "has letters that cannot be shown or searched for"),
    Rule("date", "is not a date written as year-month-day"),
    Rule("old", "is before 1900"),
    Rule("code", "is not one of the codes for this element"),
    Rule("number", "is not a whole number of two digits at most"),
    Rule("inside", "has other elements inside it, where a value belongs"),
)

_CHILD = (
    _rule("8500", "The child has no council child id"),
    _rule("8510", "Another child earlier in the file has this council child id"),
    _told("1570", "A council child id is 20 characters long at most"),
    _told("1580", "A council child id has letters and digits only"),
    _rule("1540", "A unique pupil number is a letter, eleven digits, and a digit or a letter"),
    _rule("1560Q", "A former unique pupil number is a letter, eleven digits, and a digit or a letter"),
    _rule("4180", "Sex is M, F or U (until 2023, gender was 1, 2, 0 or 9)"),
    _rule("8520", "The child was born after the census ended"),
    _told("8525Q", "Give the date of birth or the expected date, and not both"),
    _rule("8530Q", "The expected date of birth is not within a year of the census"),
    _rule("8535Q", "The child died before being born"),
    _rule("8545Q", "The child died after the census ended"),
    _rule("4220", "Ethnicity is not one of the census codes"),
    _told("4220", "Ethnicity is missing", id="4220-missing"),
    _rule("8540", "Disability is not one of the census codes"),
    _told("8790", "“No disability” is given together with a disability"),
    _told("8794", "The same disability is given twice"),
    _told("8750", "Sex is U for a child who is not born yet"),
    _rule("8590", "The child has no referral"),
    _told("8772", "There is no pupil number because of no further action, but a referral led to further action"),
)

_REFERRAL = (
    _rule("8600", "The referral has no date, or one after the census ended"),
    _rule("8606", "The referral came more than 40 weeks before the child was born"),
    _told("8555Q", "The referral came after the child died"),
    _rule("8866", "The source of the referral is missing or is not one of the census codes"),
    _rule("8650", "The primary need is not one of the census codes"),
    _told("8610", "A referral that led to further action has no primary need"),
    _rule("8568", "Whether there was no further action is missing, or is neither true nor false"),
    _told("8569Q", "A referral with no further action came before the census year"),
    _rule("8620", "The case closed after the census ended"),
    _rule("8630", "The case closed before the referral came"),
    _rule("8640", "The reason for closing is not one of the census codes"),
    _told("8805", "The case closed without a reason"),
    _told("8810", "There is a reason for closing, but no date of closing"),
    _told("8585Q", "The case closed because the child died, and there is no date of death"),
    _rule("8815", "The child has another open referral that came on the same day"),
    _rule("8816", "This referral is open, and a later one has come"),
    _rule("8820", "The same referral is given twice: the same day and the same source"),
    _told("8831", "An assessment, enquiry or conference is given for a referral with no further action"),
    _told("8832", "A child protection plan is given for a referral with no further action"),
    _told("4000", "A child in need plan is given for a referral with no further action"),
    _told("8565", "Something was done after the case closed"),
    _told("2990", "The case closed after assessment, but has an enquiry, a conference or a plan"),
    _told("8825Q", "The case closed after assessment, but has no assessment"),
    _told("8873Q", "The only assessment found no factors, but the case did not close after assessment"),
)

_ASSESSMENT = (
    Rule("8608-missing", "The assessment has no date of starting", number="8608"),
    _rule("8608", "The assessment was authorised before it started"),
    _rule("1103", "The assessment started before the referral came"),
    _rule("8696", "The assessment was authorised after the census ended"),
    _told("8696", "The assessment was authorised before the census year", id="8696-early"),
    _rule("8736", "The assessment started after the census ended"),
    _told("8736", "The assessment is not finished, and started before the census year", id="8736-early"),
    _told("8614", "Factors are given for an assessment that is not finished"),
    _told("8869", "“No factors” is given together with a factor"),
    _told("8898", "The same factor is given twice"),
    _told("8897Q", "The assessment is finished, and has no factors"),
    _told("8945Q", "Factor 18A was split: use 18B or 18C"),
    _told("8950Q", "Factor 19A was split: use 19B or 19C"),
    _told("8670Q", "The assessment started more than 45 working days before the census ended, and is not finished"),
    _told("8863Q", "The assessment started while another was going on"),
    _told("8896", "Two assessments of one referral are open: the later one sets the deadline"),
    _told("8867", "The case closed, and the assessment is not finished"),
)

_ENQUIRY = (
    _rule("8615", "The enquiry has no date of starting, or started after its conference"),
    _rule("2889", "The enquiry started before the referral came"),
    _rule("1104", "The conference was before the referral"),
    _rule("8715", "The conference was after the census ended"),
    _told("8715", "The conference was before the census year", id="8715-early"),
    _rule("8740", "The enquiry started after the census ended"),
    _told("8740", "The enquiry has had no conference, and started before the census year", id="8740-early"),
    _told("8870Q", "A conference is not planned for a weekend"),
    _told("8875", "A conference is not held at a weekend"),
    Rule("icpc-flag", "Whether no conference was needed is neither true nor false"),
    _told("8675Q", "The enquiry started more than 15 working days before the census ended, and has had no conference"),
    _told("8839", "Two enquiries of one referral are open"),
    _told("8890", "The enquiry started while another was going on"),
    _told("8868", "The case closed, and the enquiry is not finished"),
    _told("2884", "The conference is given both for the enquiry and for the referral"),
    _told("2991Q", "There is an enquiry, and no assessment"),
)

_PLAN = (
    _rule("4010", "The plan has no date of starting, or started after the census ended"),
    _rule("4011", "The plan ended before it started"),
    _rule("4013", "The plan ended after the census ended"),
    _told("4013", "The plan ended before the census year", id="4013-early"),
    _rule("4015", "The plan started before the referral came"),
    _told("4012Q", "The plan started and ended on the same day"),
    _told("4008", "The plan started after the child died"),
    _told("4009Q", "The plan ended after the child died"),
    _told("4004", "The child has another open child in need plan"),
    _told("4014", "The plan overlaps another child in need plan"),
    _told("4001", "The plan is open, and so is a child protection plan"),
    _told("4016", "The plan started while a child protection plan was going on"),
    _told("4017", "A child protection plan started while the plan was going on"),
    _told("4003", "A child protection review was held while the child had a child in need plan"),
)

_PROTECTION = (
    _rule("8720", "The child protection plan has no date of starting, or started after the census ended"),
    _rule("1105", "The child protection plan started before the referral came"),
    _rule("8925", "The child protection plan ended before it started"),
    _rule("8930", "The child protection plan ended after the census ended"),
    _told("8930", "The child protection plan ended before the census year", id="8930-early"),
    _told("8840", "The child protection plan started and ended on the same day"),
    _rule("8905", "The first category of abuse is missing or is not one of the census codes"),
    _rule("8910", "The latest category of abuse is missing or is not one of the census codes"),
    _told("8730", "The number of earlier child protection plans is missing"),
    _rule("8841", "A review was on or before the day the child protection plan started"),
    Rule("8841-late", "A review was after the census ended", number="8841"),
    _told("8842Q", "A review has no date"),
    _told("8915", "The child protection plan started after the child died"),
    _told("8920", "The child protection plan ended after the child died"),
    _told("8935", "The child has another open child protection plan"),
    _told("8940", "The child protection plan overlaps another"),
    _told("2885", "The child protection plan did not start on the day of its conference"),
)

_PROCEEDINGS = (
    _rule("9005", "Pre-proceedings began after the census ended"),
    _rule("9006", "The letter before proceedings was sent before they began, or after the census ended"),
    _told("9007", "A letter before proceedings was sent, but not whether it offered a family meeting"),
    _rule("9008", "The first pre-proceedings meeting was after the census ended"),
    _rule("9009", "The decision to step up or down was before pre-proceedings began, or after the census ended"),
    _told("9010Q", "A family meeting was offered, but not whether it was held"),
    _rule("9011", "The outcome of pre-proceedings is A, B or C"),
    _rule("9012", "The application to court was made after the census ended"),
    _rule("9013", "The letter to begin care proceedings was sent after the census ended"),
    _told("9015Q", "The first pre-proceedings meeting was held, but not how many came after it"),
)

_WHOLE_FILE = (
    _told("100", "The census ends on 31 March, and this file’s reference date is another day"),
    _told("1520", "Another child earlier in the file has this unique pupil number"),
    _told("2883", "More child protection plans started in the year than conferences were held"),
    _told("2886Q", "Sex is U for more than 2 of every 100 children who are born"),
    _told("2887Q", "Fewer than 8 of the disability codes are used in the file"),
    _told("2888Q", "No child in the file has more than one disability"),
)

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        *_FORM,
        *_CHILD,
        *_REFERRAL,
        *_ASSESSMENT,
        *_ENQUIRY,
        *_PLAN,
        *_PROTECTION,
        *_PROCEEDINGS,
        *_WHOLE_FILE,
    )
}
