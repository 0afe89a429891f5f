"""The acts of measures, analysis and the dataset."""

from goldenthread.rulebook.rights.grants import (
    ADMINISTRATOR,
    AUDITOR,
    CHAIR,
    DIRECTOR,
    SERVICE_MANAGER,
    TEAM_MANAGER,
    Act,
    Grant,
    Role,
    Subject,
)

ANALYST = Grant(Role.ANALYST)
LEADING = (SERVICE_MANAGER, DIRECTOR)

TABLE: tuple[Act, ...] = (
    Act("dataset.build", "Build the dataset that measures are made from", Subject.NOBODY, (ADMINISTRATOR, ANALYST)),
    Act(
        "measures.read",
        "See measures, without any child",
        Subject.NOBODY,
        (Grant(Role.ELECTED_MEMBER), DIRECTOR, ANALYST, SERVICE_MANAGER, TEAM_MANAGER, CHAIR, AUDITOR),
        writes=False,
    ),
    # Each row is shown only of a child whose record she may read.
    Act(
        "measure_rows.read",
        "Open the rows behind a measure",
        Subject.NOBODY,
        (DIRECTOR, ANALYST, SERVICE_MANAGER, TEAM_MANAGER, CHAIR, AUDITOR),
        writes=False,
    ),
    Act(
        "known_event.record",
        "Record an event that may explain a figure",
        Subject.NOBODY,
        (TEAM_MANAGER, ANALYST, *LEADING),
    ),
    Act("measure_step.confirm", "Confirm a step in a measure", Subject.NOBODY, (ANALYST, *LEADING)),
    Act("commentary.write", "Write what is said of a measure", Subject.NOBODY, (ANALYST, *LEADING)),
    Act("commentary.sign", "Sign what is said of a measure", Subject.NOBODY, LEADING),
    Act("measure_action.record", "Record what will be done about a measure", Subject.NOBODY, LEADING),
    # It takes children's data out of the record, of those alone whose record is not closed to her.
    Act("annex_a.produce", "Produce Annex A", Subject.CHILD, (ANALYST, *LEADING), writes=False),
)
