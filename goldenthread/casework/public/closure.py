"""The door of closures: what other packages and the pages may ask and do."""

from goldenthread.casework.operations.closure import (
    ClosureSaid,
    authorise_closure,
    change_closure,
    propose_closure,
    return_closure,
    withdraw_closure,
)
from goldenthread.casework.operations.typed_drafts import delete_typed, keep_typed
from goldenthread.casework.queries.closure import (
    Closing,
    EarlierWork,
    ShownClosure,
    child_of_closure,
    closing,
    closures_of,
    earlier_work,
    show_closure,
)
from goldenthread.casework.queries.facts_closure import closure_facts

__all__ = [
    "Closing",
    "ClosureSaid",
    "EarlierWork",
    "ShownClosure",
    "authorise_closure",
    "change_closure",
    "child_of_closure",
    "closing",
    "closure_facts",
    "closures_of",
    "delete_typed",
    "earlier_work",
    "keep_typed",
    "propose_closure",
    "return_closure",
    "show_closure",
    "withdraw_closure",
]
