BEGIN;

-- Running downgrade bbbb2 -> aaaa1

ALTER TABLE t DROP COLUMN x;

UPDATE alembic_version SET version_num='aaaa1' WHERE alembic_version.version_num = 'bbbb2';

-- Running downgrade aaaa1 -> 

DROP TABLE t;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'aaaa1';

DROP TABLE alembic_version;

COMMIT;

