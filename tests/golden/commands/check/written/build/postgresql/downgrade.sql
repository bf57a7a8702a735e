-- Revision c3d2 is irreversible: this script goes down to it, not to base.
-- Downgrade for PostgreSQL 15
--
--   project     retort.yaml
--   target      postgresql
--   from        b2e1, c3d2
--   to          b2e1, c3d2
--
-- There is nothing to do: the range holds no revision.

SET client_encoding = 'UTF8';

-- guard: nothing below takes effect unless the database is at b2e1, c3d2
SET default_transaction_read_only = on;

DO $retort_guard$
DECLARE
    place text := '';
    problem text;
BEGIN
    IF NOT pg_try_advisory_lock(hashtextextended('retort:alembic_version', 0)) THEN
        RAISE EXCEPTION USING ERRCODE = 'RT003',
            MESSAGE = 'retort: another migration of this database is running';
    END IF;
    IF to_regclass('alembic_version') IS NOT NULL THEN
        SELECT coalesce(string_agg(version_num, ', ' ORDER BY version_num COLLATE "C"), '')
        INTO place
        FROM alembic_version;
    END IF;
    IF problem IS NULL AND place <> 'b2e1, c3d2' THEN
        problem := format('the database is at %s, but this script starts at %s',
                          coalesce(nullif(place, ''), 'base'), 'b2e1, c3d2');
    END IF;
    IF problem IS NULL AND to_regclass('alembic_version_progress') IS NOT NULL THEN
        SELECT format('revision %s was left half done (%s, piece %s of %s): run its own script again',
                      version_num, direction, piece, pieces)
        INTO problem
        FROM alembic_version_progress
        LIMIT 1;
    END IF;
    IF problem IS NOT NULL THEN
        PERFORM pg_advisory_unlock_all();
        RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'retort: ' || problem,
            HINT = 'Nothing was changed from here on. To write in this session again:'
                ' RESET default_transaction_read_only';
    END IF;
    PERFORM set_config('default_transaction_read_only', 'off', false);
END
$retort_guard$;

DO $retort_unlock$
BEGIN
    PERFORM pg_advisory_unlock_all();
END
$retort_unlock$;

RESET default_transaction_read_only;
