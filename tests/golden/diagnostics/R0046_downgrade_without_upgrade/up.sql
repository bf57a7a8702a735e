BEGIN;

-- Running upgrade  -> aaaa1

CREATE TABLE t (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('aaaa1');

COMMIT;

