"""Every field of every table has a decision on how long it is kept."""

import pytest
from django.apps import apps

from goldenthread.rulebook.retention import RULES, TABLE, Undecided, decision

MODELS = apps.get_models(include_auto_created=True)


def undecided(models: list) -> list[str]:
    missing = []
    for model in models:
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            try:
                decision(model._meta.label, field.name)
            except Undecided:
                missing.append(f"{model._meta.label}.{field.name}")
    return missing


def test_every_field_has_a_decision() -> None:
    assert not undecided(MODELS)


def test_every_decision_names_a_rule_and_a_field_that_exists() -> None:
    fields = {
        (model._meta.label, field.name)
        for model in MODELS
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
    }
    seen = set()
    for entry in TABLE:
        assert entry.rule in RULES
        assert entry.reason
        for field in entry.fields:
            assert (entry.model, field) in fields, f"{entry.model}.{field} is decided but does not exist"
            assert (entry.model, field) not in seen, f"{entry.model}.{field} is decided twice"
            seen.add((entry.model, field))


def test_a_field_that_nobody_decided_is_found() -> None:
    with pytest.raises(Undecided, match="people.Person.shoe_size has no retention decision"):
        decision("people.Person", "shoe_size")
    with pytest.raises(Undecided):
        decision("people.Shoe", "size")


def test_history_follows_its_table() -> None:
    assert decision("people.PersonEvent", "born_on") == decision("people.Person", "born_on")
    assert decision("people.PersonEvent", "pgh_created_at").rule == "child"
