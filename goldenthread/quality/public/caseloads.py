"""The door of caseloads: what workers carry, and what would change."""

from goldenthread.quality.operations.caseloads import weigh_case
from goldenthread.quality.queries.caseloads import Case, Load, Moved, case_weight, if_moved, loads

__all__ = ["Case", "Load", "Moved", "case_weight", "if_moved", "loads", "weigh_case"]
