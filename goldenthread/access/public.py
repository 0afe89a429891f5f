"""The door of access: who somebody is, what she may do and why, and the ledger of what was done and seen."""

from goldenthread.access.models import Cover, EmergencyAccess, Notice, Seal, Team, Tie, User
from goldenthread.access.operations.bulk import (
    LedgerRow,
    TieRow,
    change_rows,
    load_rows,
    load_ties,
    record_many,
    take_keys,
)
from goldenthread.access.operations.cover import arrange_cover, end_cover
from goldenthread.access.operations.ledger import REFUSED, came_from, record
from goldenthread.access.operations.notices import send as notify
from goldenthread.access.operations.once import act_once, forget_spent_tokens
from goldenthread.access.operations.people_who_sign_in import add_person_who_signs_in
from goldenthread.access.operations.rights import open_in_emergency, seal, tie, unseal, untie
from goldenthread.access.operations.teams import add_team
from goldenthread.access.queries.alike import alike
from goldenthread.access.queries.conditions import Holds, sealed
from goldenthread.access.queries.kept import Fixed, among, kept
from goldenthread.access.queries.ledger import (
    children_written_of,
    entries,
    last_ledger_number,
    verify_ledger,
    who_has_looked,
)
from goldenthread.access.queries.notices import at_a_glance, how_many_unread
from goldenthread.access.queries.notices import unread as unread_notices
from goldenthread.access.queries.people import (
    Colleague,
    colleague,
    covers_for,
    find_team,
    find_user,
    managers,
    team_members,
    teams,
    those_who_may,
)
from goldenthread.access.queries.restrictions import restrictions
from goldenthread.access.queries.rights import (
    Decision,
    NotAllowed,
    acts_of,
    decide,
    decide_about,
    require,
    require_about,
    require_each,
    visible,
    visible_about,
)

__all__ = [
    "Colleague",
    "Cover",
    "Decision",
    "EmergencyAccess",
    "Fixed",
    "Holds",
    "LedgerRow",
    "NotAllowed",
    "Notice",
    "REFUSED",
    "Seal",
    "Team",
    "Tie",
    "TieRow",
    "User",
    "act_once",
    "acts_of",
    "add_person_who_signs_in",
    "add_team",
    "among",
    "arrange_cover",
    "alike",
    "at_a_glance",
    "came_from",
    "children_written_of",
    "change_rows",
    "colleague",
    "covers_for",
    "decide",
    "decide_about",
    "end_cover",
    "entries",
    "find_team",
    "find_user",
    "forget_spent_tokens",
    "how_many_unread",
    "kept",
    "last_ledger_number",
    "load_rows",
    "load_ties",
    "managers",
    "notify",
    "open_in_emergency",
    "record",
    "record_many",
    "require",
    "require_about",
    "require_each",
    "restrictions",
    "seal",
    "sealed",
    "take_keys",
    "team_members",
    "teams",
    "those_who_may",
    "tie",
    "unread_notices",
    "unseal",
    "untie",
    "verify_ledger",
    "visible",
    "visible_about",
    "who_has_looked",
]
