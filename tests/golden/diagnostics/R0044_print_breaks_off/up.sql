BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa1

CREATE TABLE t (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('aaaa1') RETURNING alembic_version.version_num;

-- Running upgrade aaaa1 -> bbbb2

ALTER TABLE t ADD COLUMN x INTEGER;

