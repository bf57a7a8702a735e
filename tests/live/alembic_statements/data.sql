-- Rows, and statements that Alembic passes on as they are.

@case update
@irreversible R0409
@before
create table t (a integer not null, b integer, c text);
@printed
update t set a=1;

@case update with two semicolons
@irreversible R0409
@before
create table t (a integer not null, b integer, c text);
@printed
update t set a=1;;

@case insert of text with colons
@irreversible R0409
@before
create table t (at time, b text);
@printed
insert into t values ('12:30:00', ':foo');

@case select of a cast
@printed
select '{}'::jsonb;

@case insert of json
@irreversible R0409
@before
create table t (a jsonb);
@printed
insert into t values ('{"a":true}');

@case select from nothing of a column
@refused R0507 a select without `from` has no columns
@before
create table t (a integer not null, b integer, c text);
@printed
select '100%' where a like 'x%';

@case select with spaces
@printed
select    1;

@case two selects
@printed
select 1; select 2;

@case parameter left in an update
@refused R0101 Alembic printed the name of a parameter, no value
@before
create table t (a integer not null, b integer, c text);
@printed
update t set a=:x;

@case update of every row
@irreversible R0409
@before
create table t (a integer not null, b integer, c text);
@printed
update t set a=5;

@case parameters left in an update with where
@refused R0101 Alembic printed the names of parameters, no values
@before
create table t (a text, b integer);
@printed
UPDATE t SET b=:b WHERE t.a = :a_1;

@case update with where
@irreversible R0409
@before
create table t (a text, b integer);
@printed
UPDATE t SET b=5 WHERE t.a = 'x';

@case insert of a date
@irreversible R0410
@before
create table t (a date);
@printed
INSERT INTO t (a) VALUES ('2020-01-02');

@case comment only
@printed
-- hello;

@case inserts of rows
@before
create table t (id serial primary key, d date, dt timestamp, b boolean, n numeric, f float, s text, name text);
@printed
INSERT INTO t (id, name) VALUES (1, 'a');

INSERT INTO t (id, name) VALUES (2, 'o''b');

@case insert of null, and of fewer columns
@before
create table t (id serial primary key, d date, dt timestamp, b boolean, n numeric, f float, s text, name text);
@printed
INSERT INTO t (id, name) VALUES (1, NULL);

INSERT INTO t (id) VALUES (2);

@case insert of dates, booleans and numbers
@irreversible R0410
@before
create table t (id serial primary key, d date, dt timestamp, b boolean, n numeric, f float, s text, name text);
@printed
INSERT INTO t (d, dt, b, n, f) VALUES ('2020-01-02', '2020-01-02 03:04:05', true, 1.50, 1.5);

@case insert of an array
@irreversible R0410
@before
create table t (j integer[]);
@printed
INSERT INTO t (j) VALUES (ARRAY[1, 2]);

@case insert of a uuid
@irreversible R0410
@before
create table t (j uuid);
@printed
INSERT INTO t (j) VALUES ('00000000-0000-0000-0000-000000000005');

@case insert of bytes
@irreversible R0410
@before
create table t (j bytea);
@printed
INSERT INTO t (j) VALUES ('ab');

@case insert of an enum's value
@irreversible R0410
@before
create type mood as enum ('a', 'b');
create table t (j mood);
@printed
INSERT INTO t (j) VALUES ('a');

@case insert of a date into its column
@irreversible R0410
@before
create table t (id serial primary key, d date, dt timestamp, b boolean, n numeric, f float, s text, name text);
@printed
INSERT INTO t (d) VALUES ('2010-10-05');

@case insert of percent sign and backslash
@irreversible R0410
@before
create table t (id serial primary key, d date, dt timestamp, b boolean, n numeric, f float, s text, name text);
@printed
INSERT INTO t (s) VALUES ('100% \\ :x');

@case insert of a line end
@irreversible R0410
@before
create table t (id serial primary key, d date, dt timestamp, b boolean, n numeric, f float, s text, name text);
@printed
INSERT INTO t (s) VALUES ('a    b
c');

@case parameter left in an insert
@refused R0101 Alembic printed the name of a parameter, no value
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    s VARCHAR, 
    PRIMARY KEY (id)
);

INSERT INTO t (id, s) VALUES (1, :s);
