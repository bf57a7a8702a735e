-- Comments on tables and columns.

@case on a new table and its column
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

COMMENT ON TABLE t IS 'table "c" %';

COMMENT ON COLUMN t.id IS 'it''s id';

@case on a table
@before
create table t (a integer not null, b integer, c text);
@printed
COMMENT ON TABLE t IS 'it''s';

@case taken from a table
@before
create table t (a integer not null, b integer, c text);
comment on table t is 'old';
@printed
COMMENT ON TABLE t IS NULL;

@case on a table in a schema
@before
create schema s;
create table s.t (a integer not null, b integer, c text);
@printed
COMMENT ON TABLE s.t IS 'c';

@case taken from a table in a schema
@before
create schema s;
create table s.t (a integer not null, b integer, c text);
comment on table s.t is 'old';
@printed
COMMENT ON TABLE s.t IS NULL;

@case on a new column
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD COLUMN x INTEGER;

COMMENT ON COLUMN t.x IS 'c';

@case on a column
@before
create table t (a integer not null, b integer, c text);
@printed
COMMENT ON COLUMN t.c IS 'hey';

@case taken from a column
@before
create table t (a integer not null, b integer, c text);
comment on column t.c is 'old';
@printed
COMMENT ON COLUMN t.c IS NULL;
