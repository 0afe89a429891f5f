"""Private fostering, children who come alone to seek asylum, and having nowhere to live."""

# ruff: noqa: E501, ISC004 -- phrases are read as they stand

PHRASES = {
    "8": (
        "private fostering",
        "living|lives|lived|stays|staying|stayed|moved ~2 with|in ~1 school friend|friends ~2 family|parents|house|mum",
        "living|lives|lived|stays|staying|stayed|moved ~2 with ~2 neighbour|neighbours|family_friend|family_friends|coach|pastor|former_partner|ex_partner|church",
        "living|lives|lived|stays|staying|stayed ~2 with ~3 boyfriend|girlfriend ~1 family|parents|mum|mother",
        "living|lives|lived with ~3 great aunt|cousin|second_cousin ~6 arrangement|private|fostered",
        "private fostering|foster arrangement",
        "privately foster*",
        "private fostering notification|arrangement",
        "no private fostering notification",
        "host family",
        "lives|living|lived|staying|stays|stay|stayed ~2 with|at ~3 boyfriend|girlfriend|friend ~1 parents|house|family|mum|mother|home",
        "lives|living|lived|staying|stay|stays ~2 with a? ~1 family? friend|friends",
        "living at ~3 friend house ~2 for",
        "caring for|looking_after ~3 brothers|boys|girls|children|child ~12 not related",
    ),
    "9A": (
        "arrived ~4 alone",
        "without ~2 parents|family|adult ~6 asylum",
        "asylum ~2 claim|seeker|application ~4 alone|unaccompanied|child|minor|age",
        "no family|adult|parents|relatives in the uk|this_country|england",
        "uasc",
        "unaccompanied ~3 asylum|child|children|minor|minors|young",
        "unaccompanied",
        "claim*|seek*|sought|apply*|applied ~2 asylum",
        "asylum seeking child|children|young|boy|girl|minor",
        "arrived ~3 alone ~4 uk|england|lorry|boat|kent|dover",
        "small boat ~6 alone|asylum",
        "back of a lorry",
        "no adult with him|her|them",
    ),
    "20": (
        "sofa surf*",
        "sofasurf*",
        "sleeping rough",
        "rough sleep*",
        "street homeless",
        "kicked|thrown|threw|chucked ~2 out ~4 home|house|sleep*|nowhere|sofa",
        "nowhere to live|stay|sleep|go",
    ),
}
