"""The ledger keeps itself: the database numbers and chains each entry, and refuses any change to one."""

from django.db import migrations

FUNCTIONS = """
-- The hash of an entry: SHA-256 over the hash before it and the entry's own words. Used to add and to verify.
CREATE FUNCTION ledger_hash(previous text, number bigint, at timestamptz, actor bigint, act text, child bigint,
                            subject text, "right" text, came_from text, detail jsonb)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(previous || jsonb_build_array(
        number, (extract(epoch FROM at) * 1000000)::bigint, actor, act, child, subject, "right", came_from, detail
    )::text, 'UTF8')), 'hex')
$$;

-- Adds an entry. Runs as the owner, so that the application's role needs no right on the tables beyond reading.
-- The head row's lock puts concurrent entries in one order.
CREATE FUNCTION ledger_add(at timestamptz, actor bigint, act text, child bigint, subject text, "right" text,
                           came_from text, detail jsonb)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head access_ledgerhead;
    fresh text;
BEGIN
    INSERT INTO access_ledgerhead (id, number, hash) VALUES (1, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM access_ledgerhead WHERE id = 1 FOR UPDATE;
    fresh := ledger_hash(head.hash, head.number + 1, at, actor, act, child, subject, "right", came_from, detail);
    INSERT INTO access_ledgerentry (number, at, actor, act, child, subject, "right", came_from, detail, previous, hash)
    VALUES (head.number + 1, at, actor, act, child, subject, "right", came_from, detail, head.hash, fresh);
    UPDATE access_ledgerhead SET number = head.number + 1, hash = fresh WHERE id = 1;
    RETURN head.number + 1;
END
$$;

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is added to and never changed.' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE OR DELETE ON access_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""

BACK = """
DROP TRIGGER ledger_is_never_changed ON access_ledgerentry;
DROP FUNCTION ledger_refuse;
DROP FUNCTION ledger_add;
DROP FUNCTION ledger_hash;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
