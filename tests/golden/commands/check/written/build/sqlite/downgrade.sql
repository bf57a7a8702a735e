-- Revision c3d2 is irreversible: this script goes down to it, not to base.
-- Downgrade for SQLite 3.40
--
--   project     retort.yaml
--   target      sqlite
--   from        b2e1, c3d2
--   to          b2e1, c3d2
--
-- There is nothing to do: the range holds no revision.

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
    CONSTRAINT "retort: the database has no table alembic_version, so it is not at revisions b2e1, c3d2 (the script starts there)"
        CHECK (kind <> 'table' OR ok IS 1),
    CONSTRAINT "retort: the database is not at revisions b2e1, c3d2 (the script starts there)"
        CHECK (kind <> 'start' OR ok IS 1)
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

INSERT INTO temp.retort_guard (kind, ok)
    VALUES ('table', (SELECT count(*) FROM main.sqlite_master WHERE type = 'table' AND name = 'alembic_version'));

SELECT 'retort: the database is at ' || rows || '; the script starts at ' || 'revisions b2e1, c3d2' AS message
FROM (
    SELECT coalesce(group_concat(version_num, ', '), 'base') AS rows,
        count(*) = 2 AND coalesce(sum(version_num IN ('b2e1', 'c3d2')), 0) = 2 AS ok
    FROM alembic_version
)
WHERE ok IS NOT 1;

INSERT INTO temp.retort_guard (kind, ok)
    VALUES ('start', (SELECT count(*) = 2 AND coalesce(sum(version_num IN ('b2e1', 'c3d2')), 0) = 2 FROM alembic_version));

DROP VIEW IF EXISTS temp.retort_guard;

DROP TABLE IF EXISTS temp.retort_guard_rows;

DROP TABLE IF EXISTS temp.retort_expected;
