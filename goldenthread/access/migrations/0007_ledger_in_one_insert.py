"""Many entries are worked out first and inserted in one statement: its checks run once, not for each entry."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_add_many(at timestamptz[], actor bigint[], act text[], child bigint[],
                                           subject text[], "right" text, came_from text, detail jsonb[])
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head access_ledgerhead;
    first text;
    hashes text[] := '{}';
    many integer := coalesce(array_length(act, 1), 0);
BEGIN
    INSERT INTO access_ledgerhead (id, number, hash) VALUES (1, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM access_ledgerhead WHERE id = 1 FOR UPDATE;
    first := head.hash;
    FOR i IN 1 .. many LOOP
        hashes[i] := ledger_hash(head.hash, head.number + i, at[i], actor[i], act[i], child[i], subject[i], "right",
                                 came_from, detail[i]);
        head.hash := hashes[i];
    END LOOP;
    INSERT INTO access_ledgerentry
        (number, at, actor, act, child, subject, "right", came_from, detail, previous, hash)
    SELECT head.number + entry.i, entry.at, entry.actor, entry.act, entry.child, entry.subject, "right", came_from,
           entry.detail, coalesce(entry.previous, first), entry.hash
      FROM unnest(at, actor, act, child, subject, detail, hashes, array_prepend(NULL::text, hashes[: many - 1]))
           WITH ORDINALITY AS entry (at, actor, act, child, subject, detail, hash, previous, i);
    UPDATE access_ledgerhead SET number = head.number + many, hash = head.hash WHERE id = 1;
    RETURN head.number + many;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_ledger_only_by_its_function")]
    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
