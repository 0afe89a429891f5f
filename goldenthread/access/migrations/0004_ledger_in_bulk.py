"""Adds many entries to the ledger at once: the same numbers, the same hash, one lock."""

from django.db import migrations

FUNCTION = """
-- As ledger_add, for arrays of one length. The head is read once and written once; each entry is chained to the one
-- before it by ledger_hash, so that verifying cannot tell how an entry came in.
CREATE FUNCTION ledger_add_many(at timestamptz[], actor bigint[], act text[], child bigint[], subject text[],
                                "right" text, came_from text, detail jsonb[])
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head access_ledgerhead;
    fresh text;
BEGIN
    INSERT INTO access_ledgerhead (id, number, hash) VALUES (1, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM access_ledgerhead WHERE id = 1 FOR UPDATE;
    FOR i IN 1 .. coalesce(array_length(act, 1), 0) LOOP
        fresh := ledger_hash(head.hash, head.number + 1, at[i], actor[i], act[i], child[i], subject[i], "right",
                             came_from, detail[i]);
        INSERT INTO access_ledgerentry
            (number, at, actor, act, child, subject, "right", came_from, detail, previous, hash)
        VALUES (head.number + 1, at[i], actor[i], act[i], child[i], subject[i], "right", came_from, detail[i],
                head.hash, fresh);
        head.number := head.number + 1;
        head.hash := fresh;
    END LOOP;
    UPDATE access_ledgerhead SET number = head.number, hash = head.hash WHERE id = 1;
    RETURN head.number;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_ledger")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION ledger_add_many;")]
