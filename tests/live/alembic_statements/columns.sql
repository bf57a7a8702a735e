-- Columns added, changed and dropped.

@case added
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x INTEGER;

@case added in a schema with a default
@before
create schema s;
create table s.t (a integer not null, b integer, c text);
@printed
ALTER TABLE s.t ADD COLUMN x INTEGER DEFAULT '0' NOT NULL;

@case added without a default but not null
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x INTEGER NOT NULL;

@case added if not there
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN IF NOT EXISTS x INTEGER;

@case added with now()
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x TIMESTAMP WITHOUT TIME ZONE DEFAULT now();

@case added, then a foreign key without a name
@before
create table p (id integer primary key);
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN p_id INTEGER;

ALTER TABLE t ADD FOREIGN KEY(p_id) REFERENCES p (id);

@case added, then a foreign key with a name
@before
create table p (id integer primary key);
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN p_id INTEGER;

ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY(p_id) REFERENCES p (id) ON DELETE CASCADE;

@case added with its foreign key
@before
create table p (id integer primary key);
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN p_id INTEGER REFERENCES p (id) MATCH FULL ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED;

@case added, then unique
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x INTEGER;

ALTER TABLE t ADD UNIQUE (x);

@case added, then an index
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x INTEGER;

CREATE INDEX ix_t_x ON t (x);

@case added with a sequence
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x SERIAL NOT NULL;

@case added as the primary key
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x SERIAL NOT NULL PRIMARY KEY;

@case added with its check
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x INTEGER CONSTRAINT ck CHECK (x > 0);

@case added as boolean
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x BOOLEAN;

@case added as generated
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x INTEGER GENERATED ALWAYS AS (a*2) STORED;

@case added as identity
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x INTEGER GENERATED ALWAYS AS IDENTITY;

@case added as an enum
@before
create type mood as enum ('a', 'b');
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x mood;

@case dropped, its enum stays
@before
create type mood as enum ('a', 'b');
create table t (a integer, x mood);
@printed
ALTER TABLE t DROP COLUMN x;

@case dropped
@before
create table t (a integer, c text not null default 'x' unique);
@printed
ALTER TABLE t DROP COLUMN c;

@case dropped if there, in a schema
@before
create schema s;
create table s.t (a integer, c text);
@printed
ALTER TABLE s.t DROP COLUMN IF EXISTS c;

@case set not null
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ALTER COLUMN c SET NOT NULL;

@case drop not null
@before
create table t (a integer, c text not null);
@printed
ALTER TABLE t ALTER COLUMN c DROP NOT NULL;

@case set default text
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ALTER COLUMN c SET DEFAULT 'q';

@case set default now()
@before
create table t (a integer, c timestamp);
@printed
ALTER TABLE t ALTER COLUMN c SET DEFAULT now();

@case drop default
@before
create table t (a integer, c text default 'x');
@printed
ALTER TABLE t ALTER COLUMN c DROP DEFAULT;

@case renamed
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t RENAME c TO x;

@case type changed
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ALTER COLUMN c TYPE VARCHAR(50);

@case type changed with using
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ALTER COLUMN c TYPE INTEGER USING c::integer;

@case type changed to boolean
@before
create table t (c boolean);
@printed
ALTER TABLE t ALTER COLUMN c TYPE BOOLEAN;

@case type changed to integer
@before
create table t (c integer);
@printed
ALTER TABLE t ALTER COLUMN c TYPE INTEGER;

@case type changed to an enum without using
@before
create type mood as enum ('a', 'b');
create table t (x mood);
@printed
ALTER TABLE t ALTER COLUMN x TYPE mood;

@case type changed to an enum with using
@before
create type mood as enum ('a', 'b');
create table t (x text);
@printed
ALTER TABLE t ALTER COLUMN x TYPE mood USING x::mood;

@case everything at once
@before
create schema s;
create table s.t (a integer not null, b integer, c text);
@printed
ALTER TABLE s.t ALTER COLUMN c TYPE INTEGER USING c::int;

ALTER TABLE s.t ALTER COLUMN c SET NOT NULL;

ALTER TABLE s.t ALTER COLUMN c SET DEFAULT '0';

COMMENT ON COLUMN s.t.c IS 'z';

ALTER TABLE s.t RENAME c TO d;

@case identity changed where there is none
@before
create table t (a integer, c integer generated by default as identity);
@printed
ALTER TABLE t ALTER COLUMN c SET GENERATED ALWAYS SET START WITH 3;

@case identity added
@before
create table t (a integer, c integer not null);
@printed
ALTER TABLE t ALTER COLUMN c ADD GENERATED BY DEFAULT AS IDENTITY;

@case identity changed
@before
create table t (a integer, c integer generated by default as identity);
@printed
ALTER TABLE t ALTER COLUMN c SET GENERATED ALWAYS SET INCREMENT BY 3 SET START WITH 5;

@case identity dropped
@before
create table t (a integer, c integer generated by default as identity);
@printed
ALTER TABLE t ALTER COLUMN c DROP IDENTITY;
