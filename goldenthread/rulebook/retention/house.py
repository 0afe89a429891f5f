"""How long the house keeps who signed in, what was done, what was loaded and what was found."""

from goldenthread.rulebook.retention.rules import keep

TABLE = (
    keep("access.Team", "reference", "Kept records name the team", "id name kind service area closed_on"),
    keep(
        "access.User",
        "staff",
        "Kept records name who acted",
        "id email name role job_title agency team is_active access_until created_at last_login",
    ),
    keep("access.User", "staff", "Only a fingerprint of the password; emptied when the person leaves", "password"),
    keep(
        "access.Cover",
        "staff",
        "Explains why one person acted for another",
        "id absent covering period reason arranged_by arranged_at",
    ),
    keep(
        "access.LedgerEntry",
        "ledger",
        "Who did and saw what, by what right",
        "number at actor act child subject right came_from detail previous hash",
    ),
    keep("access.LedgerHead", "ledger", "Shows whether the end of the ledger was cut off", "id number hash"),
    keep(
        "access.Notice",
        "notice",
        "A message is a pointer to the record",
        "id to kind words link child sent_by sent_at read_at",
    ),
    keep(
        "access.Tie",
        "ledger",
        "Explains by what right a record was opened",
        "id child kind user team starts_on ends_on",
    ),
    keep(
        "access.Seal",
        "ledger",
        "Explains why a record was closed, and to whom",
        "id child kind user let_in reason owner set_by set_at lifted_by lifted_at",
    ),
    keep(
        "access.EmergencyAccess",
        "ledger",
        "Why a record was opened in an emergency, and what the review found",
        "id user child reason opened_at until reviewed_by reviewed_at review",
    ),
    keep("access.SpentToken", "token", "Stops a double press", "token user act went_to spent_at"),
    keep(
        "quality.StandardResult",
        "child",
        "How practice stood against the standards, and what decided",
        "id child about standard met because since",
    ),
    keep(
        "quality.StandardRun",
        "reference",
        "When the standards were run, and over what",
        "id on began_at ended_at whole ledger_number children results changed",
    ),
    keep(
        "returns.Load",
        "load",
        "Which file a value came from, and what was refused",
        "id kind file_name sha256 census_year authority loaded_by loaded_at counts rejected",
    ),
    keep(
        "returns.KeptRecord",
        "load",
        "The record as a file told it, for what has no table yet",
        "id kind la_child_id child census_year fingerprint record load",
    ),
    keep(
        "returns.AnnexWorkbook",
        "load",
        "Who took Annex A out, of how many children; the file itself goes after a day",
        "id on made_by made_at stored_as sha256 children left_out rows checks checked",
    ),
    keep(
        "returns.WaitingFile",
        "load",
        "Who handed a file in, and why it was not loaded; the file itself goes as soon as it was read",
        "id kind file_name stored_as size given_by given_at state attempts started_at read_bytes words ended_at why"
        " load",
    ),
)
