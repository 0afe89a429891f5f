"""The door of plans: what other packages and the pages may ask and do."""

from goldenthread.casework.operations.plans import (
    ActionSaid,
    ConcernSaid,
    OutcomeSaid,
    end_plan,
    share_plan,
    start_plan,
)

__all__ = ["ActionSaid", "ConcernSaid", "OutcomeSaid", "end_plan", "share_plan", "start_plan"]
