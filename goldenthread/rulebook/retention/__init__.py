"""How long each thing is kept, and why: one decision for every field of every table.

The table names each field, so that a new one has to be decided before it can land. Destruction is not done yet; the
decisions come first. Nothing is destroyed while a court, an inquiry or a request for the record asks that it be kept.
"""

from goldenthread.rulebook.retention import (
    audit,
    complaints,
    front_door,
    house,
    improvement,
    insight,
    inspections,
    journey,
    oversight,
    people,
    region,
    supervision,
    voice,
)
from goldenthread.rulebook.retention.rules import RULES, Retention, Rule, Undecided

TABLE: tuple[Retention, ...] = tuple(
    entry
    for area in (
        people,
        front_door,
        journey,
        oversight,
        supervision,
        audit,
        complaints,
        inspections,
        improvement,
        insight,
        region,
        voice,
        house,
    )
    for entry in area.TABLE
)

# Tables of the parts we build on: their fields are not ours, so each is decided as a whole.
OTHERS = {
    "account.EmailAddress": "staff",
    "account.EmailConfirmation": "token",
    "auth.Group": "reference",
    "auth.Group_permissions": "reference",
    "auth.Permission": "reference",
    "contenttypes.ContentType": "reference",
    "mfa.Authenticator": "staff",
    "pghistory.Context": "child",
    "pghistory.Events": "child",
    "pghistory.MiddlewareEvents": "child",
    "procrastinate.ProcrastinateEvent": "token",
    "procrastinate.ProcrastinateJob": "token",
    "procrastinate.ProcrastinatePeriodicDefer": "token",
    "procrastinate.ProcrastinateWorker": "token",
    "sessions.Session": "token",
    "socialaccount.SocialAccount": "staff",
    "socialaccount.SocialApp": "reference",
    "socialaccount.SocialToken": "staff",
}

_BY_FIELD = {(entry.model, field): entry for entry in TABLE for field in entry.fields}


def decision(model: str, field: str) -> Retention:
    """The decision for a field; raises `Undecided` when the table has none.

    The history that the database keeps of a table (`people.PersonEvent`) follows that table, and so do its own fields,
    which say when and why the row was kept. The rows that join two tables (`access.Seal_let_in`) follow the first.
    """
    found = _BY_FIELD.get((model, field))
    if found:
        return found
    for follower in (model.removesuffix("Event"), model.partition("_")[0]):
        if follower == model:
            continue
        if (follower, field) in _BY_FIELD:
            return _BY_FIELD[follower, field]
        first = next((entry for entry in TABLE if entry.model == follower), None)
        if first and (field.startswith("pgh_") or "_" in model.partition(".")[2]):
            return first
    if model in OTHERS:
        return Retention(model, OTHERS[model], "Kept by a part that we build on, as a whole", (field,))
    raise Undecided(f"{model}.{field} has no retention decision.")


__all__ = ["OTHERS", "RULES", "TABLE", "Retention", "Rule", "Undecided", "decision"]
