-- What batch operations print, with and without a copy of the table.

@case column with a default
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t ADD COLUMN x INTEGER DEFAULT '0' NOT NULL;

@case column dropped
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t DROP COLUMN b;

@case first column dropped
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t DROP COLUMN a;

@case column of a check dropped
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t DROP COLUMN b;

@case table copied for a new column
@irreversible R0409
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t DROP CONSTRAINT ck_b;

ALTER TABLE t DROP CONSTRAINT fk_p;

ALTER TABLE t DROP CONSTRAINT uq_a;

CREATE TABLE _alembic_tmp_t (
    id SERIAL NOT NULL, 
    a VARCHAR(20) NOT NULL, 
    b INTEGER DEFAULT '3', 
    p_id INTEGER, 
    x INTEGER DEFAULT '0', 
    PRIMARY KEY (id), 
    CONSTRAINT ck_b CHECK (b > 0), 
    CONSTRAINT fk_p FOREIGN KEY(p_id) REFERENCES p (id), 
    CONSTRAINT uq_a UNIQUE (a)
);

INSERT INTO _alembic_tmp_t (id, a, b, p_id) SELECT t.id, t.a, t.b, t.p_id 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

CREATE INDEX ix_fn ON t (lower(a));

CREATE INDEX ix_part ON t (a);

CREATE INDEX ix_b ON t (b);

@case table copied for a column in the middle
@irreversible R0409
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t DROP CONSTRAINT uq_a;

ALTER TABLE t DROP CONSTRAINT ck_b;

ALTER TABLE t DROP CONSTRAINT fk_p;

CREATE TABLE _alembic_tmp_t (
    id SERIAL NOT NULL, 
    x INTEGER, 
    a VARCHAR(20) NOT NULL, 
    b INTEGER DEFAULT '3', 
    p_id INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT uq_a UNIQUE (a), 
    CONSTRAINT ck_b CHECK (b > 0), 
    CONSTRAINT fk_p FOREIGN KEY(p_id) REFERENCES p (id)
);

INSERT INTO _alembic_tmp_t (id, a, b, p_id) SELECT t.id, t.a, t.b, t.p_id 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

CREATE INDEX ix_fn ON t (lower(a));

CREATE INDEX ix_part ON t (a);

CREATE INDEX ix_b ON t (b);

@case table copied for another order
@irreversible R0409
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t DROP CONSTRAINT fk_p;

ALTER TABLE t DROP CONSTRAINT uq_a;

ALTER TABLE t DROP CONSTRAINT ck_b;

CREATE TABLE _alembic_tmp_t (
    b INTEGER DEFAULT '3', 
    a VARCHAR(20) NOT NULL, 
    id SERIAL NOT NULL, 
    p_id INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT fk_p FOREIGN KEY(p_id) REFERENCES p (id), 
    CONSTRAINT uq_a UNIQUE (a), 
    CONSTRAINT ck_b CHECK (b > 0)
);

INSERT INTO _alembic_tmp_t (b, a, id, p_id) SELECT t.b, t.a, t.id, t.p_id 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

CREATE INDEX ix_b ON t (b);

CREATE INDEX ix_part ON t (a);

CREATE INDEX ix_fn ON t (lower(a));

@case table copied for nothing
@irreversible R0409
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t DROP CONSTRAINT fk_p;

ALTER TABLE t DROP CONSTRAINT ck_b;

ALTER TABLE t DROP CONSTRAINT uq_a;

CREATE TABLE _alembic_tmp_t (
    id SERIAL NOT NULL, 
    a VARCHAR(20), 
    b INTEGER DEFAULT '3', 
    p_id INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT fk_p FOREIGN KEY(p_id) REFERENCES p (id), 
    CONSTRAINT ck_b CHECK (b > 0), 
    CONSTRAINT uq_a UNIQUE (a)
);

INSERT INTO _alembic_tmp_t (id, a, b, p_id) SELECT t.id, t.a, t.b, t.p_id 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

CREATE INDEX ix_b ON t (b);

CREATE INDEX ix_fn ON t (lower(a));

CREATE INDEX ix_part ON t (a);

@case type changed
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t ALTER COLUMN b TYPE VARCHAR(10);

@case drop not null
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t ALTER COLUMN a DROP NOT NULL;

@case default dropped
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t ALTER COLUMN b DROP DEFAULT;

@case column renamed
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
create index ix_b on t (b);
create index ix_fn on t (lower(a));
create index ix_part on t (a);
@printed
ALTER TABLE t RENAME a TO aa;

@case unique dropped
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t DROP CONSTRAINT uq_a;

@case foreign key dropped
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t DROP CONSTRAINT fk_p;

@case constraint that is not there dropped
@refused R0305 the table has no such constraint
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
ALTER TABLE t DROP CONSTRAINT zzz;

@case three constraints added
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
create table q (id integer primary key);
@printed
ALTER TABLE t ADD CONSTRAINT uq_b UNIQUE (b);

ALTER TABLE t ADD CONSTRAINT fk2 FOREIGN KEY(b) REFERENCES q (id) ON DELETE CASCADE;

ALTER TABLE t ADD CONSTRAINT ck2 CHECK (b < 100);

@case unique index added
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
CREATE UNIQUE INDEX ix2 ON t (b);

@case unique index added, then drop not null
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
CREATE UNIQUE INDEX ix2 ON t (b);

ALTER TABLE t ALTER COLUMN a DROP NOT NULL;

@case index dropped
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
create index ix_b on t (b);
create index ix_fn on t (lower(a));
create index ix_part on t (a);
@printed
DROP INDEX ix_b;

@case primary key added
@before
create table t (a integer, b integer);
@printed
ALTER TABLE t ADD CONSTRAINT pk2 PRIMARY KEY (a);

@case update before its column is added
@refused R0302 the column is added only after the update
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
update t set x=1;

ALTER TABLE t ADD COLUMN x INTEGER;

ALTER TABLE t ALTER COLUMN x SET NOT NULL;

@case comment
@before
create table p (id integer primary key);
create table t (
    id serial primary key,
    a varchar(20) not null,
    b integer default 3,
    p_id integer,
    constraint ck_b check (b > 0),
    constraint fk_p foreign key (p_id) references p (id),
    constraint uq_a unique (a)
);
@printed
COMMENT ON TABLE t IS 'c';

@case column dropped in a schema
@before
create schema s;
create table s.t (a integer, b text);
@printed
ALTER TABLE s.t DROP COLUMN a;
