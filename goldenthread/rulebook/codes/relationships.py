"""How one person is to another. Each kind names its reciprocal, so that one entry is read from both ends.

Parental responsibility is not a kind of kinship and is kept apart: it has its own dates and its own source.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.kernel.registry import Registry
from goldenthread.rulebook.codes.code_set import Code, CodeSet


@dataclass(frozen=True, slots=True)
class RelationshipKind:
    """`id` is what the first person is to the second; `reciprocal` is what the second is to the first.

    `line` says how a genogram draws it: parent, child, partner, former_partner, sibling, kin or other. `by_sex` gives
    closer words where the person's sex is known. Only kinds that are `offered` can be picked: a child is picked as
    "child", and the entry made from the mother's end still reads rightly from both.
    """

    id: str
    label: str
    reciprocal: str
    line: str
    by_sex: tuple[tuple[str, str], ...] = ()
    offered: bool = True

    def words(self, sex: str = "") -> str:
        """What to call the person: "Aunt" for a woman, "Aunt or uncle" where the sex is not known."""
        return dict(self.by_sex).get(sex, self.label)


def _sexed(woman: str, man: str) -> tuple[tuple[str, str], ...]:
    return (("F", woman), ("M", man))


_CHILD = _sexed("Daughter", "Son")
_SIBLING = _sexed("Sister", "Brother")

KINDS: Registry[RelationshipKind] = Registry(
    (
        RelationshipKind("mother", "Mother", "child_of_mother", "parent"),
        RelationshipKind("father", "Father", "child_of_father", "parent"),
        RelationshipKind("parent", "Parent", "child", "parent", _sexed("Mother", "Father")),
        RelationshipKind("child", "Child", "parent", "child", _CHILD),
        RelationshipKind("child_of_mother", "Child", "mother", "child", _CHILD, offered=False),
        RelationshipKind("child_of_father", "Child", "father", "child", _CHILD, offered=False),
        RelationshipKind("unborn_child", "Unborn child", "expectant_mother", "child"),
        RelationshipKind("expectant_mother", "Expectant mother", "unborn_child", "parent"),
        RelationshipKind("adoptive_parent", "Adoptive parent", "adopted_child", "parent"),
        RelationshipKind("adopted_child", "Adopted child", "adoptive_parent", "child"),
        RelationshipKind("step_parent", "Step-parent", "step_child", "parent", _sexed("Stepmother", "Stepfather")),
        RelationshipKind("step_child", "Stepchild", "step_parent", "child", _sexed("Stepdaughter", "Stepson")),
        RelationshipKind("partner_of_parent", "Parent’s partner", "child_of_partner", "other"),
        RelationshipKind("child_of_partner", "Partner’s child", "partner_of_parent", "other"),
        RelationshipKind("special_guardian", "Special guardian", "child_under_guardianship", "parent"),
        RelationshipKind("child_under_guardianship", "Child under guardianship", "special_guardian", "child"),
        RelationshipKind("foster_carer", "Foster carer", "fostered_child", "other"),
        RelationshipKind("fostered_child", "Fostered child", "foster_carer", "other"),
        RelationshipKind("private_foster_carer", "Private foster carer", "privately_fostered_child", "other"),
        RelationshipKind("privately_fostered_child", "Privately fostered child", "private_foster_carer", "other"),
        RelationshipKind("sibling", "Brother or sister", "sibling", "sibling", _SIBLING),
        RelationshipKind("twin", "Twin", "twin", "sibling"),
        RelationshipKind(
            "half_sibling",
            "Half-brother or half-sister",
            "half_sibling",
            "sibling",
            _sexed("Half-sister", "Half-brother"),
        ),
        RelationshipKind(
            "step_sibling", "Stepbrother or stepsister", "step_sibling", "sibling", _sexed("Stepsister", "Stepbrother")
        ),
        RelationshipKind("spouse", "Husband, wife or civil partner", "spouse", "partner"),
        RelationshipKind("partner", "Partner", "partner", "partner"),
        RelationshipKind("former_partner", "Former partner", "former_partner", "former_partner"),
        RelationshipKind("grandparent", "Grandparent", "grandchild", "kin", _sexed("Grandmother", "Grandfather")),
        RelationshipKind("grandchild", "Grandchild", "grandparent", "kin", _sexed("Granddaughter", "Grandson")),
        RelationshipKind("great_grandparent", "Great-grandparent", "great_grandchild", "kin"),
        RelationshipKind("great_grandchild", "Great-grandchild", "great_grandparent", "kin"),
        RelationshipKind("aunt_or_uncle", "Aunt or uncle", "niece_or_nephew", "kin", _sexed("Aunt", "Uncle")),
        RelationshipKind("niece_or_nephew", "Niece or nephew", "aunt_or_uncle", "kin", _sexed("Niece", "Nephew")),
        RelationshipKind("cousin", "Cousin", "cousin", "kin"),
        RelationshipKind("other_relative", "Other relative", "other_relative", "kin"),
        RelationshipKind("godparent", "Godparent", "godchild", "other"),
        RelationshipKind("godchild", "Godchild", "godparent", "other"),
        RelationshipKind("family_friend", "Family friend", "family_friend", "other"),
        RelationshipKind("friend", "Friend", "friend", "other"),
        RelationshipKind("neighbour", "Neighbour", "neighbour", "other"),
        RelationshipKind("lodger", "Lodger", "landlord", "other"),
        RelationshipKind("landlord", "Landlord or householder", "lodger", "other"),
        RelationshipKind("harms", "Person thought to harm them", "harmed_by", "other"),
        RelationshipKind("harmed_by", "Person thought to be harmed by them", "harms", "other"),
        RelationshipKind("not_clear", "Not clear yet", "not_clear", "other"),
    )
)


def reciprocal(kind: str) -> str:
    """What the second person is to the first; raises `KeyError` for a kind that is not in the book."""
    return KINDS[kind].reciprocal


RELATIONSHIP = CodeSet(
    "relationship",
    "Relationship",
    "Our own set; no national code set",
    tuple(Code(kind.id, kind.label, group=kind.line, offered=kind.offered) for kind in KINDS.values()),
)

SETS = (RELATIONSHIP,)
