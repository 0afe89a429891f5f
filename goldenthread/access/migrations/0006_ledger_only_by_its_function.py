"""Entries come in by the database's own functions alone: the serving role cannot insert one that it has made up."""

from django.db import migrations

FUNCTIONS = """
-- The functions that add run as the owner of the table; anybody else who inserts is refused, whatever was granted.
CREATE FUNCTION ledger_refuse_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION 'The ledger is added to by ledger_add alone.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER ledger_only_by_its_function BEFORE INSERT ON access_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_insert();
"""

BACK = """
DROP TRIGGER ledger_only_by_its_function ON access_ledgerentry;
DROP FUNCTION ledger_refuse_insert;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0005_partner_access_ends")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
