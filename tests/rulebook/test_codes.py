"""The code sets, against the census's own and against the tables that hold their codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from goldenthread.rulebook.codes import RELATIONSHIP_KINDS, SETS, Code, CodeSet, reciprocal
from goldenthread.rulebook.codes.council import NotACodeSet, own_or_carried, read

CENSUS_NAMES = {
    "sex": "sextype",
    "ethnicity": "ethnicitytype",
    "disability": "disabilitytype",
    "upn_unknown": "unknownupntype",
    "referral_source": "referralsourcetype",
    "abuse_category": "categoryofabusetype",
    "primary_need": "primaryneedcodetype",
    "closure_reason": "reasonforclosuretype",
    "assessment_factors": "assessmentfactorstype",
}


@pytest.mark.parametrize(("ours", "theirs"), CENSUS_NAMES.items())
def test_the_census_sets_hold_every_census_code(ours: str, theirs: str, reference: Any) -> None:
    lists = reference("cin_census_schema.json")["code_lists"]
    assert set(SETS[ours].codes) == {row["code"] for row in lists[theirs]["codes"]}


def test_the_contact_outcomes_are_those_of_practice(reference: Any) -> None:
    rows = reference("practice_codesets.json")["contact_outcomes"]["items"]
    assert {(code.code, code.requires) for code in SETS["contact_outcomes"].items} == {
        (row["code"], tuple(row["requires"])) for row in rows
    }


def test_consent_is_kept_as_separate_facts(reference: Any) -> None:
    for field in reference("practice_codesets.json")["consent_model"]["fields"]:
        name = "agreement_form" if field["id"] == "form" else field["id"]
        if "values" in field:
            assert set(field["values"]) <= set(SETS[name].codes), name


def test_going_without_agreement_asks_for_a_reason() -> None:
    asked = {code.code for code in SETS["agreement_to_checks"].items if code.reason}
    assert asked == {"refused", "dispensed_with", "not_sought"}
    assert {code.code for code in SETS["parents_informed"].items if code.reason} == {
        "not_informed_risk_of_harm",
        "not_informed_prejudice_crime",
        "not_informed_delay",
    }


@pytest.mark.parametrize("code_set", SETS.values(), ids=SETS)
def test_labels_are_plain_words(code_set: CodeSet) -> None:
    assert code_set.title
    assert code_set.source
    for item in code_set.items:
        assert item.label
        assert item.label[0].isupper() or item.label[0].isdigit()
        assert not item.label.isupper()
        assert not item.label.endswith(".")
        assert len(item.label) <= 100


def test_a_label_is_found_and_a_strange_code_is_shown_as_it_stands() -> None:
    assert SETS["ethnicity"].label("WBRI") == "White British"
    assert SETS["ethnicity"].label("XXXX") == "XXXX"
    with pytest.raises(KeyError):
        SETS["ethnicity"].get("XXXX")


def test_old_codes_are_read_but_not_offered() -> None:
    factors = SETS["assessment_factors"]
    assert "18A" in factors
    assert "18A" not in {choice.value for choice in factors.choices()}
    assert "18B" in {choice.value for choice in factors.choices()}


def test_a_set_refuses_twins() -> None:
    with pytest.raises(ValueError, match="lists a twice"):
        CodeSet("s", "S", "ours", (Code("a", "One"), Code("a", "Two")))


def test_groups_hold_each_offered_code_once() -> None:
    grouped = [code.code for codes in SETS["referral_source"].groups().values() for code in codes]
    assert sorted(grouped) == sorted(choice.value for choice in SETS["referral_source"].choices())


def test_every_relationship_reads_back_from_the_other_end() -> None:
    for kind in RELATIONSHIP_KINDS.values():
        assert reciprocal(reciprocal(kind.id)) == kind.id
    assert reciprocal("mother") == "child_of_mother"
    assert RELATIONSHIP_KINDS["child_of_mother"].label == "Child"


def test_lines_of_the_genogram_pair_up() -> None:
    across = {"parent": "child", "child": "parent"}
    for kind in RELATIONSHIP_KINDS.values():
        assert RELATIONSHIP_KINDS[kind.reciprocal].line == across.get(kind.line, kind.line), kind.id


def test_words_follow_the_sex_where_it_is_known() -> None:
    aunt = RELATIONSHIP_KINDS["aunt_or_uncle"]
    assert (aunt.words("F"), aunt.words("M"), aunt.words("U")) == ("Aunt", "Uncle", "Aunt or uncle")


def test_a_council_s_own_levels_take_the_place_of_ours(tmp_path: Path) -> None:
    assert own_or_carried("levels_of_need", tmp_path).codes == ("1", "2", "3", "4")
    (tmp_path / "council").mkdir()
    own = {"id": "levels_of_need", "title": "Tiers", "source": "Our council", "items": [{"code": "A", "label": "A"}]}
    (tmp_path / "council" / "levels_of_need.json").write_text(json.dumps(own), "utf-8")
    assert own_or_carried("levels_of_need", tmp_path).codes == ("A",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON: line 1"),
        ("{}", "lacks items"),
        ('{"id": "x", "items": []}', "lacks title"),
        ("[1]", "not laid out"),
        ('{"id": "x", "title": "X", "source": "s", "items": [{"code": "a"}]}', "lacks label"),
        (
            '{"id": "x", "title": "X", "source": "s", "items": [{"code": 1, "label": "a"}, {"code": 1, "label": "b"}]}',
            "lists 1 twice",
        ),
    ],
)
def test_a_council_s_broken_file_gets_a_clear_sentence(text: str, says: str) -> None:
    with pytest.raises(NotACodeSet, match=says):
        read(text)


def test_the_tables_choices_are_the_book_s() -> None:
    from goldenthread.people.models import ContactDetail, Name, Residence

    assert Name.Kind.values == list(SETS["name_kind"].codes)
    assert Residence.Kind.values == list(SETS["address_kind"].codes)
    assert ContactDetail.Safe.values == list(SETS["safe_to_use"].codes)


@pytest.mark.parametrize(
    ("model", "field", "name"),
    [
        ("Contact", "source", "referral_source"),
        ("Contact", "how_known", "how_referrer_knows"),
        ("Contact", "priority", "priority"),
        ("Contact", "level_of_need", "levels_of_need"),
        ("Contact", "outcome", "contact_outcomes"),
        ("Contact", "sharing_basis", "sharing_lawful_basis"),
        ("Contact", "parents_informed", "parents_informed"),
        ("Contact", "agreement_to_checks", "agreement_to_checks"),
        ("Contact", "agreement_to_service", "agreement_to_service"),
        ("Contact", "objection", "objection"),
        ("Contact", "child_view", "child_view_or_competence"),
        ("Decision", "outcome", "referral_outcomes"),
        ("Referral", "closure_reason", "closure_reason"),
        ("ContactPerson", "part", "part_in_contact"),
        ("Note", "kind", "note_kind"),
    ],
)
def test_every_code_fits_its_column(model: str, field: str, name: str) -> None:
    from django.apps import apps

    longest = apps.get_model("casework", model)._meta.get_field(field).max_length
    assert max(len(code) for code in SETS[name].codes) <= longest
