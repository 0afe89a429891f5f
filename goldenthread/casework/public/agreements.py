"""The door of written agreements: what other packages and the pages may ask and do."""

from goldenthread.casework.operations.agreements import (
    MOST_PARTIES,
    AgreementSaid,
    PartySaid,
    approve_agreement,
    change_agreement,
    end_agreement,
    propose_agreement,
    record_breach,
    respond_to_breach,
    return_agreement,
    review_agreement,
    write_agreement,
)
from goldenthread.casework.operations.learning import answer_learning
from goldenthread.casework.queries.agreements import (
    AgreementRow,
    Learning,
    ShownAgreement,
    agreements_of,
    domestic_abuse_known,
    learning_of_referral,
    resting_closures,
    show_agreement,
    show_learning,
)
from goldenthread.casework.queries.agreements import children_in as children_of_agreement
from goldenthread.casework.queries.facts_agreements import agreement_facts
from goldenthread.casework.queries.family_children import FamilyChild, children_with

__all__ = [
    "MOST_PARTIES",
    "AgreementRow",
    "AgreementSaid",
    "FamilyChild",
    "Learning",
    "PartySaid",
    "ShownAgreement",
    "agreement_facts",
    "agreements_of",
    "answer_learning",
    "approve_agreement",
    "change_agreement",
    "children_of_agreement",
    "children_with",
    "domestic_abuse_known",
    "end_agreement",
    "learning_of_referral",
    "propose_agreement",
    "record_breach",
    "respond_to_breach",
    "resting_closures",
    "return_agreement",
    "review_agreement",
    "show_agreement",
    "show_learning",
    "write_agreement",
]
