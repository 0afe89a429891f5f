"""A person has one address of a kind at a time: a temporal key where PostgreSQL has them, else what they stand for.

This is the one place that asks which PostgreSQL it is. Version 18 brought `WITHOUT OVERLAPS`; an exclusion constraint
says the same on 15 to 17.
"""

from django.db import migrations


def keep_apart(apps, schema_editor):
    temporal = schema_editor.connection.pg_version >= 180000
    schema_editor.execute(
        "ALTER TABLE people_residence ADD CONSTRAINT one_home_at_a_time "
        + (
            "UNIQUE (person_id, kind, period WITHOUT OVERLAPS)"
            if temporal
            else "EXCLUDE USING gist (person_id WITH =, kind WITH =, period WITH &&)"
        )
    )


def let_go(apps, schema_editor):
    schema_editor.execute("ALTER TABLE people_residence DROP CONSTRAINT one_home_at_a_time")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0001_initial")]
    operations = [migrations.RunPython(keep_apart, let_go)]
