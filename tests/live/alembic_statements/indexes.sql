-- Indexes.

@case two columns
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX ix ON t (a, b);

@case unique in a schema
@before
create schema s;
create table s.t (a integer not null, b integer, c text);
@printed
CREATE UNIQUE INDEX ix ON s.t (a);

@case if not exists
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX IF NOT EXISTS ix ON t (a);

@case expression
@before
create table t (a text, b text, c text);
@printed
CREATE INDEX ix ON t (lower(a));

@case expression and column
@before
create table t (a text, b text, c text);
@printed
CREATE INDEX ix ON t (lower(a), b);

@case descending, nulls last
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX ix ON t (a DESC NULLS LAST, b DESC);

@case partial
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX ix ON t (a) WHERE a > 5;

@case one column
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX ix ON t (a);

@case partial where null
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX ix ON t (a) WHERE a IS NULL;

@case gin
@before
create table t (a jsonb);
@printed
CREATE INDEX ix ON t USING gin (a);

@case operator class
@before
create table t (a text, b text, c text);
@printed
CREATE INDEX ix ON t (a text_pattern_ops, b);

@case storage parameter
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX ix ON t (a) WITH (fillfactor = 50);

@case tablespace
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX ix ON t (a) TABLESPACE ts;

@case included columns
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX ix ON t (a) INCLUDE (b, c);

@case nulls not distinct
@since 15
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE UNIQUE INDEX ix ON t (a) NULLS NOT DISTINCT;

@case nulls distinct
@since 15
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE UNIQUE INDEX ix ON t (a) NULLS DISTINCT;

@case concurrently
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX CONCURRENTLY ix ON t (a);

@case concurrently outside of the transaction
@refused R0617 the script opens and ends its transactions itself
@accepted by PostgreSQL
@before
create table t (a integer not null, b integer, c text);
@printed
COMMIT;

CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON t (a);

BEGIN;

@case every clause at once
@since 15
@before
create schema s;
create table s.t (a integer, b text, c text);
@printed
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON s.t USING btree (a int4_ops, lower(b)) INCLUDE (c) NULLS NOT DISTINCT WITH (fillfactor = 50) TABLESPACE ts WHERE a>5;

@case operator class of an expression
@before
create table t (a text, b text, c text);
@printed
CREATE INDEX ix ON t (lower(a) text_pattern_ops);

@case name by convention
@before
create table t (a integer not null, b integer, c text);
@printed
CREATE INDEX ix_t_a ON t (a);

@case names in quotes
@before
create table "T" ("A" integer);
@printed
CREATE INDEX "IX" ON "T" ("A");

@case operator class of an operator's result
@before
create table t (a text, b text, c text);
@printed
CREATE INDEX ix ON t ((a || b) text_pattern_ops);

@case dropped
@before
create table t (a integer not null, b integer, c text);
create unique index ix on t (a) where b > 1;
@printed
DROP INDEX ix;

@case dropped if there, in a schema
@before
create schema s;
create table s.t (a integer not null, b integer, c text);
create index ix on s.t (a);
@printed
DROP INDEX IF EXISTS s.ix;

@case dropped in a schema
@before
create schema s;
create table s.t (a integer not null, b integer, c text);
create index ix on s.t (lower(c));
@printed
DROP INDEX s.ix;

@case dropped concurrently
@before
create table t (a integer not null, b integer, c text);
create index ix on t (a);
@printed
DROP INDEX CONCURRENTLY ix;

@case dropped concurrently if there
@before
create table t (a integer not null, b integer, c text);
create index ix on t (a);
@printed
DROP INDEX CONCURRENTLY IF EXISTS ix;
