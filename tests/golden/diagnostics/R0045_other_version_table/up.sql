BEGIN;

CREATE TABLE app."Versions" (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa1

CREATE TABLE t (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO app."Versions" (version_num) VALUES ('aaaa1') RETURNING app."Versions".version_num;

COMMIT;

