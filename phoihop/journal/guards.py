"""Triggers by which the database itself refuses to change or remove an entry, on SQLite and on PostgreSQL."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE_INSTALL = [
    f"CREATE TRIGGER journal_entry_no_{verb.lower()} BEFORE {verb} ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'journal entries are only added'); END"
    for verb in ("UPDATE", "DELETE")
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS journal_entry_no_{verb}" for verb in ("update", "delete")]
POSTGRES_INSTALL = [
    "CREATE OR REPLACE FUNCTION journal_only_added() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'journal entries are only added'; END $$",
    "CREATE TRIGGER journal_entry_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_only_added()",
]
POSTGRES_REMOVE = ["DROP TRIGGER IF EXISTS journal_entry_only_added ON journal_entry"]


def install(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE_INSTALL if editor.connection.vendor == "sqlite" else POSTGRES_INSTALL:
        editor.execute(statement)


def remove(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE_REMOVE if editor.connection.vendor == "sqlite" else POSTGRES_REMOVE:
        editor.execute(statement)
