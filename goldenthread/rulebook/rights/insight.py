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
CLOSER = (DIRECTOR, ANALYST, SERVICE_MANAGER, TEAM_MANAGER, CHAIR, AUDITOR)

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
        CLOSER,
        writes=False,
    ),
    # Small numbers stand in what is looked at by group and period: nobody who holds the council to account from
    # outside has these acts.
    Act("measures.explore", "Look at a measure by any group and period", Subject.NOBODY, CLOSER, writes=False),
    Act("measure_look.save", "Save a view of a measure", Subject.NOBODY, (ANALYST, TEAM_MANAGER, *LEADING)),
    Act("measure_look.remove", "Remove her own saved view", Subject.NOBODY, (ANALYST, TEAM_MANAGER, *LEADING)),
    Act(
        "measure.download",
        "Take a measure out as a workbook",
        Subject.NOBODY,
        (ANALYST, TEAM_MANAGER, *LEADING),
        writes=False,
    ),
    # Of a team, a manager reads her own or those of her service; an analyst and a director, any.
    Act(
        "team_measures.read",
        "See how a team is doing",
        Subject.NOBODY,
        (ANALYST, TEAM_MANAGER, *LEADING),
        writes=False,
    ),
    Act(
        "manager_home.read",
        "See her teams' work and quality",
        Subject.NOBODY,
        (TEAM_MANAGER, SERVICE_MANAGER),
        writes=False,
    ),
    Act(
        "board_pack.read",
        "Read and take out the board pack",
        Subject.NOBODY,
        (Grant(Role.ELECTED_MEMBER), ANALYST, *LEADING),
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
