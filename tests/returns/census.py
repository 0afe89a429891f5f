"""Census files for the tests, written as text so that each test shows what is in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

HEADER = (
    "<Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>"
    "<ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails>"
    "<Source><SourceLevel>L</SourceLevel><LEA>999</LEA></Source></Header>"
)

# Everything right: each test changes what it is about.
IDS = {"LAchildID": "A1", "UPNunknown": "UN1", "PersonBirthDate": "2015-06-01", "Sex": "F"}
REFERRAL = {
    "CINreferralDate": "2025-09-22",
    "ReferralSource": "6",
    "PrimaryNeedCode": "N1",
    "ReferralNFA": "false",
}


def elements(values: dict[str, Any]) -> str:
    """Elements on lines of their own; a value of None leaves the element out, a list repeats it."""
    lines = []
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                lines.append(f"<{name}>{elements(one) if isinstance(one, dict) else one}</{name}>\n")
    return "".join(lines)


def a_referral(**values: Any) -> str:
    """One `CINdetails`; modules are given by their names, as dicts."""
    return f"<CINdetails>\n{elements(REFERRAL | values)}</CINdetails>\n"


def a_child(council_id: str | None = "A1", *referrals: str, ethnicity: str | None = "WBRI", **ids: Any) -> str:
    characteristics = elements({"Ethnicity": ethnicity, "Disabilities": {"Disability": ids.pop("Disability", "NONE")}})
    return (
        f"<Child>\n<ChildIdentifiers>\n{elements(IDS | {'LAchildID': council_id} | ids)}</ChildIdentifiers>\n"
        f"<ChildCharacteristics>\n{characteristics}</ChildCharacteristics>\n"
        f"{''.join(referrals or (a_referral(),))}</Child>\n"
    )


def a_census(path: Path, *children: str, header: str = HEADER) -> Path:
    file = path / "census.xml"
    file.write_text(f"<Message>\n{header}\n<Children>\n{''.join(children)}</Children>\n</Message>\n", encoding="utf-8")
    return file
