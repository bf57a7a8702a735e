CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa1

CREATE TABLE users (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    `order` INTEGER, 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('aaaa1');

-- Running upgrade aaaa1 -> bbbb2

ALTER TABLE users ADD COLUMN note TEXT;

UPDATE alembic_version SET version_num='bbbb2' WHERE alembic_version.version_num = 'aaaa1';

