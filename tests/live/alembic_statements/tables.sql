-- Tables, sequences and schemas made, renamed and dropped.

@case serial key and plain columns
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    name VARCHAR(50) NOT NULL, 
    d TEXT, 
    PRIMARY KEY (id)
);

@case no columns
@printed
CREATE TABLE t (
);

@case bigserial key
@printed
CREATE TABLE t (
    id BIGSERIAL NOT NULL, 
    PRIMARY KEY (id)
);

@case smallserial key
@printed
CREATE TABLE t (
    id SMALLSERIAL NOT NULL, 
    PRIMARY KEY (id)
);

@case integer key without a sequence
@printed
CREATE TABLE t (
    id INTEGER NOT NULL, 
    PRIMARY KEY (id)
);

@case indexes right after the table
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    x INTEGER, 
    y INTEGER, 
    PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_t_y ON t (y);

CREATE INDEX ix_t_x ON t (x);

@case one index right after the table
@printed
CREATE TABLE t (
    x INTEGER
);

CREATE INDEX ix_t_x ON t (x);

@case if not exists, and an index
@printed
CREATE TABLE IF NOT EXISTS t (
    id INTEGER
);

CREATE INDEX ix_t_id ON t (id);

@case temporary
@printed
CREATE TEMPORARY TABLE t (
    id INTEGER
);

@case schema and names in quotes
@before
create schema "My.Schema";
@printed
CREATE TABLE "My.Schema"."Order" (
    "Id" SERIAL NOT NULL, 
    "user" INTEGER, 
    "with space" INTEGER, 
    PRIMARY KEY ("Id")
);

@case words of the grammar as names
@printed
CREATE TABLE "user" (
    "order" INTEGER, 
    "end" INTEGER, 
    type INTEGER, 
    key INTEGER, 
    "group" INTEGER, 
    name INTEGER, 
    timestamp INTEGER
);

@case partitioned by range
@printed
CREATE TABLE t (
    id INTEGER
)
 PARTITION BY RANGE (id);

@case inherits
@before
create table parent (z integer);
@printed
CREATE TABLE t (
    id INTEGER
)
 INHERITS ( parent );

@case storage clauses of temporary tables
@refused R0329 only a temporary table may say what happens on commit
@printed
CREATE TABLE t (
    id INTEGER
)
 USING heap
 WITHOUT OIDS
 ON COMMIT PRESERVE ROWS
 TABLESPACE ts;

@case a column without any constraint
@printed
CREATE TABLE t (
    x INTEGER
);

@case dropped
@before
create table t (id serial primary key, d date, dt timestamp, b boolean, n numeric, f float, s text, name text);
@printed
DROP TABLE t;

@case dropped if there, in a schema
@before
create schema s;
create table s.t (a integer not null, b integer, c text);
@printed
DROP TABLE IF EXISTS s.t;

@case renamed
@before
create table a (id integer);
@printed
ALTER TABLE a RENAME TO b;

@case renamed in its schema
@before
create schema s;
create table s.a (id integer);
@printed
ALTER TABLE s.a RENAME TO b;

@case a default from a sequence
@before
create sequence t_seq;
@printed
CREATE TABLE t (
    id INTEGER DEFAULT nextval('t_seq')
);

@case sequence with every option
@printed
CREATE SEQUENCE s1 INCREMENT BY 2 START WITH 5 MINVALUE 1 MAXVALUE 1000 CACHE 5 CYCLE;

@case sequence dropped
@before
create sequence s1;
@printed
DROP SEQUENCE s1;

@case schema created
@printed
CREATE SCHEMA foo;

@case serial key alone
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);
