BEGIN;

-- Running downgrade cccc3 -> bbbb2, side

ALTER TABLE legacy.audit DROP COLUMN who;

UPDATE users SET mood = NULL WHERE mood = 'glad';

INSERT INTO alembic_version (version_num) VALUES ('bbbb2') RETURNING alembic_version.version_num;

UPDATE alembic_version SET version_num='side' WHERE alembic_version.version_num = 'cccc3';

-- Running downgrade side -> aaaa1

DELETE FROM alembic_version WHERE alembic_version.version_num = 'side';

-- Running downgrade bbbb2 -> aaaa1

DROP INDEX ix_users_name;

DROP RULE keep ON users;

ALTER TABLE users DROP COLUMN name;

UPDATE alembic_version SET version_num='aaaa1' WHERE alembic_version.version_num = 'bbbb2';

-- Running downgrade aaaa1 -> 

DROP TABLE users;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'aaaa1';

DROP TABLE alembic_version;

COMMIT;

