-- Upgrade for SQLite 3.40
--
--   project     retort.yaml
--   target      sqlite
--   from        base
--   to          a1f0
--   contains    1 revision, 1 statement
--
-- It stops, and changes nothing, where the database is not at base.

PRAGMA busy_timeout = 5000;

PRAGMA ignore_check_constraints = OFF;

-- Each proof below is a row of this table, whose checks are the messages. The last
-- one takes everything back unless all others are there, also in a client that goes
-- on after errors.
DROP VIEW IF EXISTS temp.retort_guard;

DROP TABLE IF EXISTS temp.retort_guard_rows;

DROP TABLE IF EXISTS temp.retort_expected;

CREATE TEMP TABLE retort_guard_rows (
    kind TEXT NOT NULL,
    ok INTEGER,
    value INTEGER,
    CONSTRAINT "retort: the database is not at base (the script starts there)"
        CHECK (kind <> 'start' OR ok IS 1),
    CONSTRAINT "retort: the version table did not change by exactly one row"
        CHECK (kind <> 'version' OR ok IS 1),
    CONSTRAINT "retort: an earlier statement failed, so nothing of this was kept"
        CHECK (kind <> 'end' OR ok IS 1)
);

CREATE TEMP VIEW retort_guard AS
    SELECT kind, ok, value FROM retort_guard_rows;

CREATE TEMP TRIGGER retort_guard_insert INSTEAD OF INSERT ON retort_guard BEGIN
    INSERT INTO retort_guard_rows (kind, ok, value) VALUES (new.kind, new.ok, new.value);
END;

CREATE TEMP TABLE retort_expected (
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    present INTEGER NOT NULL,
    number INTEGER,
    columns TEXT,
    gone TEXT
);

PRAGMA foreign_keys = ON;

BEGIN IMMEDIATE;

SAVEPOINT retort;

CREATE TABLE IF NOT EXISTS alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

SELECT 'retort: the database is at ' || rows || '; the script starts at ' || 'base' AS message
FROM (
    SELECT coalesce(group_concat(version_num, ', '), 'base') AS rows,
        count(*) = 0 AS ok
    FROM alembic_version
)
WHERE ok IS NOT 1;

INSERT INTO temp.retort_guard (kind, ok)
    VALUES ('start', (SELECT count(*) = 0 FROM alembic_version));

-- revision a1f0 (1 of 1): Create users

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

INSERT INTO alembic_version (version_num) VALUES ('a1f0');

INSERT INTO temp.retort_guard (kind, ok)
    VALUES ('version', (SELECT changes() = 1));

INSERT INTO temp.retort_guard (kind, ok)
    VALUES ('version', (SELECT count(*) = 1 AND coalesce(sum(version_num IN ('a1f0')), 0) = 1 FROM alembic_version));

INSERT INTO temp.retort_expected (type, name, present, number, columns, gone) VALUES
    ('table', 'users', 1, 2, ',"id","name",', NULL);

INSERT OR ROLLBACK INTO alembic_version (version_num)
    SELECT NULL WHERE (SELECT count(*) FROM temp.sqlite_master
        WHERE name IN ('retort_guard', 'retort_guard_rows', 'retort_guard_insert', 'retort_expected')) <> 4;

INSERT OR ROLLBACK INTO temp.retort_guard (kind, ok) VALUES ('end', (SELECT
    (SELECT count(*) FROM temp.retort_guard_rows) = 3
    AND (SELECT count(*) FROM temp.retort_expected) = 1
    AND NOT EXISTS (SELECT 1 FROM temp.retort_expected AS e WHERE
        e.present <> ((e.type || ' ' || e.name) IN (SELECT type || ' ' || lower(name) FROM main.sqlite_master))
        OR (e.number IS NOT NULL AND e.number <> (SELECT count(*) FROM pragma_table_xinfo(e.name, 'main') AS x WHERE instr(e.columns, ',"' || lower(x.name) || '",') > 0))
        OR (e.gone IS NOT NULL AND 0 <> (SELECT count(*) FROM pragma_table_xinfo(e.name, 'main') AS x WHERE instr(e.gone, ',"' || lower(x.name) || '",') > 0)))));

COMMIT;

DROP VIEW IF EXISTS temp.retort_guard;

DROP TABLE IF EXISTS temp.retort_guard_rows;

DROP TABLE IF EXISTS temp.retort_expected;
