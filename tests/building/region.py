"""A region for a test: the datasets of made-up authorities under one root, copied from one that is there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from goldenthread.access.public import User
from goldenthread.insight.public.dataset import Dataset, dataset
from goldenthread.insight.public.region import own_authority, record_agreement
from goldenthread.rulebook.rights import Role

NEIGHBOUR = "netherford"
REFERENCE = "North Vale 2026/4"


def put_under(root: Path, held: Dataset, authority: str, *, people: int | None = 20_000) -> Dataset:
    """The dataset again, as that of another authority, under a root."""
    told = json.loads((held.folder / f"manifest-{held.authority}.json").read_text())
    told["authority"] = authority
    told["parameters"]["children_in_area"] = people
    for name, one in told["tables"].items():
        path = f"{name}/authority={authority}/{Path(one['path']).name}"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(held.folder / one["path"], root / path)
        one["path"] = path
    (root / f"manifest-{authority}.json").write_text(json.dumps(told))
    return held


def says_that_it_agreed(root: Path, authority: str, **otherwise: Any) -> None:
    """The other side's list of agreements, with the one between it and this authority."""
    agreed = {
        "reference": REFERENCE,
        "authorities": [authority, own_authority()],
        "measures": ["contact_volume", "cpp_rate"],
        "starts_on": "2026-01-01",
        "ends_on": "2029-12-31",
    } | otherwise
    (root / f"agreements-{authority}.json").write_text(json.dumps({"authority": authority, "agreements": [agreed]}))


def agreed_with(authority: str, *, by: User, at: datetime, **otherwise: Any) -> int:
    """An agreement with another authority, recorded here."""
    given: dict[str, Any] = {
        "reference": REFERENCE,
        "purpose": "To see how children who move between the two areas are kept safe.",
        "lawful_basis": "public_task",
        "law": "Children Act 2004, section 10. Signed by both directors.",
        "authorities": [authority],
        "measures": ["contact_volume", "cpp_rate"],
        "starts_on": at.date() - timedelta(days=30),
        "ends_on": at.date() + timedelta(days=330),
    }
    return record_agreement(**given | otherwise, by=by, at=at)


def one_of_each_region(people: Mapping[Role, User], folder: Path, now: datetime) -> dict[str, tuple[Any, ...]]:
    """A neighbour under a root, and an agreement of both."""
    root = folder / "region"
    put_under(root, dataset(), NEIGHBOUR)
    says_that_it_agreed(root, NEIGHBOUR)
    settings.REGION_ROOT = str(root)
    return {
        "authority": (NEIGHBOUR,),
        "sharing_id": (agreed_with(NEIGHBOUR, by=people[Role.DIRECTOR], at=now),),
    }
