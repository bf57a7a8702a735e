-- Types of columns; enums and domains.

@case types of the standard
@printed
CREATE TABLE t (
    c1 SMALLINT, 
    c2 INTEGER, 
    c3 BIGINT, 
    c4 NUMERIC, 
    c5 NUMERIC(10, 2), 
    c6 FLOAT, 
    c7 FLOAT(53), 
    c7b DOUBLE PRECISION, 
    c8 VARCHAR, 
    c9 VARCHAR(20), 
    c10 VARCHAR(20), 
    c11 TEXT, 
    c12 TEXT, 
    c13 CHAR(3), 
    c14 VARCHAR(20) COLLATE "C", 
    c15 BOOLEAN, 
    c16 DATE, 
    c17 TIME WITHOUT TIME ZONE, 
    c18 TIME WITH TIME ZONE, 
    c19 TIMESTAMP WITHOUT TIME ZONE, 
    c20 TIMESTAMP WITH TIME ZONE, 
    c21 TIMESTAMP WITH TIME ZONE, 
    c22 INTERVAL, 
    c23 BYTEA, 
    c24 BYTEA, 
    c25 JSON, 
    c26 UUID, 
    c27 BYTEA, 
    c28 INTEGER
);

@case types of PostgreSQL
@before
create extension hstore;
@printed
CREATE TABLE t (
    c1 JSONB, 
    c2 UUID, 
    c3 INET, 
    c4 CIDR, 
    c5 MACADDR, 
    c6 TSVECTOR, 
    c7 HSTORE, 
    c8 TEXT[], 
    c9 INTEGER[][], 
    c10 INTERVAL YEAR TO MONTH, 
    c11 INTERVAL (3), 
    c12 TIMESTAMP(3) WITH TIME ZONE, 
    c13 INT4RANGE, 
    c14 TSTZRANGE, 
    c15 BIT(8), 
    c16 BIT VARYING, 
    c17 MONEY, 
    c18 OID, 
    c19 REGCLASS, 
    c20 DOUBLE PRECISION, 
    c21 BYTEA, 
    c22 TIME(2) WITHOUT TIME ZONE
);

@case bigserial beside jsonb
@printed
CREATE TABLE t (
    x JSONB, 
    id BIGSERIAL NOT NULL, 
    PRIMARY KEY (id)
);

@case boolean
@printed
CREATE TABLE t (
    x BOOLEAN
);

@case enum and its table
@printed
CREATE TYPE mood AS ENUM ('a', 'b');

CREATE TABLE t (
    x mood
);

@case enum of two tables
@printed
CREATE TYPE mood AS ENUM ('a', 'b');

CREATE TABLE t1 (
    x mood
);

CREATE TABLE t2 (
    x mood
);

@case enum that is there already
@before
create type mood as enum ('a', 'b');
@printed
CREATE TABLE t (
    x mood
);

@case enum as text with a check
@printed
CREATE TABLE t (
    x VARCHAR(3), 
    CONSTRAINT mood CHECK (x IN ('a', 'bbb'))
);

@case enum as text
@printed
CREATE TABLE t (
    x VARCHAR(20)
);

@case enum in a schema
@before
create schema s1;
create schema sx;
@printed
CREATE TYPE sx.mood AS ENUM ('a', 'b');

CREATE TABLE s1.t (
    x sx.mood
);

@case array of an enum
@printed
CREATE TYPE mood AS ENUM ('a', 'b');

CREATE TABLE t (
    x mood[]
);

@case table dropped, then its enum
@before
create type mood as enum ('a', 'b');
create table t (x mood);
@printed
DROP TABLE t;

DROP TYPE mood;

@case enum by itself
@printed
CREATE TYPE mood AS ENUM ('a', 'b');

@case enum dropped
@before
create type mood as enum ('a', 'b');
@printed
DROP TYPE mood;

@case domain
@printed
CREATE DOMAIN posint AS INTEGER DEFAULT '5' CONSTRAINT ck_pos NOT NULL CHECK (VALUE > 0);

CREATE TABLE t (
    x posint
);

@case enum value added
@before
create type mood as enum ('a', 'b');
@printed
ALTER TYPE mood ADD VALUE 'c';

@case enum value added outside of the transaction
@refused R0617 the script opens and ends its transactions itself
@accepted by PostgreSQL
@before
create type mood as enum ('a', 'b');
@printed
COMMIT;

ALTER TYPE mood ADD VALUE 'c';

BEGIN;
