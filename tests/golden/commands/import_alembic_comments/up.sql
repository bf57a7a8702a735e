BEGIN;

-- Running upgrade  -> aaaa1

CREATE TABLE users (
    id SERIAL NOT NULL, 
    email VARCHAR(320), 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('aaaa1') RETURNING alembic_version.version_num;

-- Running upgrade aaaa1 -> bbbb2

-- Ticket 4711: addresses of the old shop,
--   which wrote them in capitals.
UPDATE users SET email = lower(email) -- idempotent
    WHERE email IS NOT NULL;

ALTER TABLE users ALTER COLUMN email SET NOT NULL;

/* Nobody may read it,
 * but the application. */
REVOKE ALL ON users FROM PUBLIC;

-- The view of the reports.
CREATE VIEW addresses AS
SELECT id, email -- both
FROM users;

-- Kept as it stands.
CREATE RULE keep AS ON DELETE TO users DO INSTEAD NOTHING /* for good */;

-- Nothing else.

UPDATE alembic_version SET version_num='bbbb2' WHERE alembic_version.version_num = 'aaaa1';

COMMIT;

