"""The children in need census as a file: what a record must be before it can be loaded, and what it says.

A record is what was read of one `Child` element: {element: text or record or list of them}. Nothing here knows XML.

- `check` and `without_refused`: what is wrong with one child's record, and what is left of it (`referral`, `child`,
  `modules`, `together`); `rules` lists every rule.
- `WholeFile`: what is wrong with the file as a whole.
- `work_in`: the modules of a checked record as typed rows.
"""

from goldenthread.rulebook.census.referral import check, without_refused
from goldenthread.rulebook.census.rules import RULES, Rule
from goldenthread.rulebook.census.values import (
    LONGEST_VALUE,
    REPEATED,
    YES_NO,
    Breach,
    Path,
    Record,
    disabilities_of,
    read_date,
    reviews_of,
    sex_of,
    year_starts_on,
)
from goldenthread.rulebook.census.whole_file import WholeFile
from goldenthread.rulebook.census.work import (
    Assessment,
    ChildInNeedPlan,
    Enquiry,
    PreProceedings,
    ProtectionPlan,
    ReferralWork,
    work_in,
)

__all__ = [
    "LONGEST_VALUE",
    "REPEATED",
    "RULES",
    "YES_NO",
    "Assessment",
    "Breach",
    "ChildInNeedPlan",
    "Enquiry",
    "Path",
    "PreProceedings",
    "ProtectionPlan",
    "Record",
    "ReferralWork",
    "Rule",
    "WholeFile",
    "check",
    "disabilities_of",
    "read_date",
    "reviews_of",
    "sex_of",
    "without_refused",
    "work_in",
    "year_starts_on",
]
