CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa1

CREATE TABLE owners (
    id INTEGER NOT NULL, 
    PRIMARY KEY (id)
);

CREATE TABLE pets (
    id INTEGER NOT NULL, 
    name VARCHAR(20), 
    owner_id INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT uq_pets_name UNIQUE (name)
);

CREATE INDEX ix_pets_owner ON pets (owner_id);

INSERT INTO alembic_version (version_num) VALUES ('aaaa1');

-- Running upgrade aaaa1 -> bbbb2

CREATE TABLE _alembic_tmp_pets (
    id INTEGER NOT NULL, 
    title VARCHAR(40) NOT NULL, 
    owner_id INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT fk_pets_owner FOREIGN KEY(owner_id) REFERENCES owners (id), 
    CONSTRAINT ck_pets CHECK (owner_id > 0)
);

INSERT INTO _alembic_tmp_pets (id, title, owner_id) SELECT pets.id, pets.name, pets.owner_id 
FROM pets;

DROP TABLE pets;

ALTER TABLE _alembic_tmp_pets RENAME TO pets;

CREATE INDEX ix_pets_owner ON pets (owner_id);

CREATE UNIQUE INDEX ix_pets_title ON pets (title);

UPDATE alembic_version SET version_num='bbbb2' WHERE alembic_version.version_num = 'aaaa1';

