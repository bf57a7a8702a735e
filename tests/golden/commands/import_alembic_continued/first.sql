BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

INFO  [alembic.runtime.migration] Running upgrade  -> aaaa1, Users
-- Running upgrade  -> aaaa1

CREATE TABLE users (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO users (id) VALUES (1);

INSERT INTO alembic_version (version_num) VALUES ('aaaa1') RETURNING alembic_version.version_num;

COMMIT;

