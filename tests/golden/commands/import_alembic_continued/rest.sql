BEGIN;

-- Running upgrade aaaa1 -> bbbb2

ALTER TABLE users ADD COLUMN note TEXT;

UPDATE users
                SET note = '
-- Running upgrade bbbb2 -> none, it is text
';

UPDATE alembic_version SET version_num='bbbb2' WHERE alembic_version.version_num = 'aaaa1';

COMMIT;

BEGIN;

-- Running downgrade bbbb2 -> aaaa1

ALTER TABLE users DROP COLUMN note;

UPDATE alembic_version SET version_num='aaaa1' WHERE alembic_version.version_num = 'bbbb2';

COMMIT;

