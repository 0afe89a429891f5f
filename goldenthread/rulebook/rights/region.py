"""The acts of the region: several authorities side by side, and what they agreed to share."""

from goldenthread.rulebook.rights.grants import DIRECTOR, Act, Grant, Role, Subject

ANALYST = Grant(Role.ANALYST)

TABLE: tuple[Act, ...] = (
    Act(
        "region.read",
        "See the measures of the region's authorities, without any child",
        Subject.NOBODY,
        (ANALYST, DIRECTOR),
        writes=False,
    ),
    # Opens rows about children of other authorities only while an agreement of both says so.
    Act(
        "region_rows.read",
        "Open another authority's rows under a sharing agreement",
        Subject.NOBODY,
        (ANALYST, DIRECTOR),
        writes=False,
    ),
    Act("sharing_agreement.record", "Record a sharing agreement with other authorities", Subject.NOBODY, (DIRECTOR,)),
    Act("sharing_agreement.stop", "Stop a sharing agreement", Subject.NOBODY, (DIRECTOR,)),
)
