BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa1

CREATE TYPE mood AS ENUM ('sad', 'glad');

CREATE TABLE users (
    id SERIAL NOT NULL, 
    email VARCHAR(320) NOT NULL, 
    mood mood, 
    PRIMARY KEY (id), 
    UNIQUE (email)
);

INSERT INTO users (id, email) VALUES (1, 'root@localhost');

INSERT INTO users (id, email) VALUES (2, 'nobody@localhost');

INSERT INTO alembic_version (version_num) VALUES ('aaaa1') RETURNING alembic_version.version_num;

-- Running upgrade aaaa1 -> bbbb2

ALTER TABLE users ADD COLUMN name TEXT;

UPDATE users SET name = email;

ALTER TABLE users ALTER COLUMN name SET NOT NULL;

CREATE RULE keep AS ON DELETE TO users DO INSTEAD NOTHING;;

COMMIT;

CREATE INDEX CONCURRENTLY ix_users_name ON users (name);

BEGIN;

UPDATE alembic_version SET version_num='bbbb2' WHERE alembic_version.version_num = 'aaaa1';

-- Running upgrade aaaa1 -> side

CREATE TABLE notes (
    id SERIAL NOT NULL, 
    "Text" TEXT, 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('side') RETURNING alembic_version.version_num;

-- Running upgrade bbbb2, side -> cccc3

UPDATE Users SET mood = 'glad' WHERE mood IS NULL;

ALTER TABLE legacy.audit ADD COLUMN who TEXT;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'bbbb2';

UPDATE alembic_version SET version_num='cccc3' WHERE alembic_version.version_num = 'side';

COMMIT;

