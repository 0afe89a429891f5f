"""The door to the lists that returns ask for: contacts, referrals, assessments, enquiries, cases, protection plans."""

from goldenthread.casework.queries.listed import (
    ListedAssessment,
    ListedCase,
    ListedContact,
    ListedEnquiry,
    ListedProtection,
    ListedReferral,
    listed_assessments,
    listed_cases,
    listed_contacts,
    listed_enquiries,
    listed_protection,
    listed_referrals,
)

__all__ = [
    "ListedAssessment",
    "ListedCase",
    "ListedContact",
    "ListedEnquiry",
    "ListedProtection",
    "ListedReferral",
    "listed_assessments",
    "listed_cases",
    "listed_contacts",
    "listed_enquiries",
    "listed_protection",
    "listed_referrals",
]
