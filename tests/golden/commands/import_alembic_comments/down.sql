BEGIN;

-- Running downgrade bbbb2 -> aaaa1

DROP VIEW addresses;

DROP RULE keep ON users;

-- Again as it was before 4711.
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;

UPDATE users SET email = upper(email);

UPDATE alembic_version SET version_num='aaaa1' WHERE alembic_version.version_num = 'bbbb2';

-- Running downgrade aaaa1 -> 

DROP TABLE users;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'aaaa1';

COMMIT;

