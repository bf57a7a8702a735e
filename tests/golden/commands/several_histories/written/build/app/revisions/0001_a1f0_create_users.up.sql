-- Upgrade for PostgreSQL 15
--
--   project     retort.yaml
--   target      app
--   from        base
--   to          a1f0
--   contains    1 revision, 1 statement
--
-- It stops, and changes nothing, where the database is not at base.

SET client_encoding = 'UTF8';

-- guard: nothing below takes effect unless the database is at base
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
    IF problem IS NULL AND place <> '' THEN
        problem := format('the database is at %s, but this script starts at %s',
                          coalesce(nullif(place, ''), 'base'), 'base');
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

BEGIN;

CREATE TABLE IF NOT EXISTS alembic_version (
    version_num varchar(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE;

-- revision a1f0 (1 of 1): Create users

CREATE TABLE users (
    id   serial,
    name text NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);

DO $retort_version$
DECLARE
    n bigint;
BEGIN
    INSERT INTO alembic_version (version_num) VALUES ('a1f0');
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n <> 1 THEN
        RAISE EXCEPTION USING ERRCODE = 'RT002', MESSAGE = 'retort: alembic_version did not take a1f0';
    END IF;
    IF (SELECT coalesce(string_agg(version_num, ', ' ORDER BY version_num COLLATE "C"), '')
        FROM alembic_version) <> 'a1f0' THEN
        RAISE EXCEPTION USING ERRCODE = 'RT002', MESSAGE = 'retort: alembic_version holds other revisions than a1f0';
    END IF;
END
$retort_version$;

COMMIT;

DO $retort_unlock$
BEGIN
    PERFORM pg_advisory_unlock_all();
END
$retort_unlock$;

RESET default_transaction_read_only;
