BEGIN TRANSACTION;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

GO

-- Running upgrade  -> aaaa1

CREATE TABLE users (
    id INTEGER NOT NULL IDENTITY, 
    PRIMARY KEY (id)
);

GO

INSERT INTO alembic_version (version_num) OUTPUT inserted.version_num VALUES ('aaaa1');

GO

-- Running upgrade aaaa1 -> bbbb2

ALTER TABLE users ADD note VARCHAR(max) NULL;

GO

UPDATE alembic_version SET version_num='bbbb2' WHERE alembic_version.version_num = 'aaaa1';

GO

COMMIT;

