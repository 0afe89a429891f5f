from __future__ import annotations

from collections.abc import Iterator

import pghistory.models
from django.db import models

from .person import Person


class Merge(models.Model):
    """Two records found to be one person. `moved` lists, by table, the keys of the rows that were moved to the kept
    record and what each said before, which is all that unmerging needs to restore both."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_kept")
    folded = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_folded")
    reason = models.TextField()
    moved = models.JSONField()
    merged_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)


def tables_about_people() -> Iterator[tuple[type[models.Model], str]]:
    """Every table of every package that names a person, with the field that names her.

    Found from the models themselves, so that a table added by a later release is merged without being listed here.
    Left out: the merges, which say what was done, and the history that the database keeps, which says what was.
    """
    for relation in Person._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model = relation.related_model
        if model is Merge or issubclass(model, pghistory.models.Event):
            continue
        yield model, relation.field.name


# What may differ between the two records, in the order in which a person compares them. The kept record's value
# stands unless it has none or the other is chosen.
COMPARED = (
    "kind",
    "given_names",
    "family_name",
    "born_on",
    "expected_on",
    "birth_certainty",
    "died_on",
    "sex",
    "gender",
    "pronouns",
    "ethnicity",
    "ethnicity_in_own_words",
    "ethnicity_not_known_because",
    "language",
    "interpreter",
    "religion",
    "disabilities",
    "immigration_status",
    "nhs_number",
    "nhs_number_source",
    "nhs_number_trace",
    "upn",
    "former_upn",
    "upn_unknown",
    "la_child_id",
    "agency_id",
    "job_title",
)


def stands(kept: Person, folded: Person, column: str, chosen: str = "") -> str:
    """Whose value of a column stands after a merge, "kept" or "folded"."""
    one, other = getattr(kept, column), getattr(folded, column)
    if one == other or other in (None, "", []):
        return "kept"
    # Certainty follows the date that it speaks of.
    if column == "birth_certainty" and not chosen:
        return "folded" if kept.born_on is None and folded.born_on is not None else "kept"
    if one in (None, "", []):
        return "folded" if chosen != "kept" else "kept"
    return "folded" if chosen == "folded" else "kept"


# Said to a person in place of a table's own name.
TABLE_WORDS = {
    "people.Name": "names",
    "people.Recording": "recordings of values",
    "people.Residence": "addresses",
    "people.ContactDetail": "telephone numbers and emails",
    "people.Relationship": "relationships",
    "people.ParentalResponsibility": "entries of parental responsibility",
    "people.FamilyMembership": "families",
    "people.WarningNote": "warning notes",
    "people.NameSetAside": "names in notes that are not family",
    "people.Person": "records merged into it earlier",
    "access.Tie": "links to workers and teams",
    "access.Seal": "restrictions",
    "access.EmergencyAccess": "times it was opened in an emergency",
    "access.Notice": "messages to staff",
    "casework.ContactPerson": "contacts they are named in",
    "casework.OwnDraft": "unfinished notes",
    "casework.LoadedFact": "loaded rows",
    "returns.KeptRecord": "census records",
}


def table_words(model: type[models.Model]) -> str:
    """The words for a table's rows."""
    return TABLE_WORDS.get(model._meta.label, str(model._meta.verbose_name_plural))
