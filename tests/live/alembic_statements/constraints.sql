-- Constraints added and dropped later.

@case primary key of two columns
@before
create table t (a integer, b integer);
@printed
ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (a, b);

@case primary key without a name
@before
create table t (a integer, b integer);
@printed
ALTER TABLE t ADD PRIMARY KEY (a);

@case unique of two columns
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a, b);

@case unique deferrable in a schema
@before
create schema s;
create table s.t (a integer not null, b integer, c text);
@printed
ALTER TABLE s.t ADD CONSTRAINT uq UNIQUE (a) DEFERRABLE INITIALLY DEFERRED;

@case unique without a name
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD UNIQUE (a);

@case foreign key
@before
create table p (id integer primary key);
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY(a) REFERENCES p (id);

@case foreign key with every clause, schemas
@before
create schema s1;
create schema s2;
create table s2.p (x integer, y integer, unique (x, y));
create table s1.t (a integer, b integer);
@printed
ALTER TABLE s1.t ADD CONSTRAINT fk FOREIGN KEY(a, b) REFERENCES s2.p (x, y) MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

@case foreign key not valid
@before
create table p (id integer primary key);
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY(a) REFERENCES p (id) NOT VALID;

@case foreign key that sets one column to null
@since 15
@before
create table p (x integer, y integer, unique (x, y));
create table t (a integer, b integer);
@printed
ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY(a, b) REFERENCES p (x, y) ON DELETE SET NULL (a);

@case foreign key without a name
@before
create table p (id integer primary key);
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD FOREIGN KEY(a) REFERENCES p (id);

@case check
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 5);

@case check that calls a function, in a schema
@before
create schema s;
create table s.t (a text);
@printed
ALTER TABLE s.t ADD CONSTRAINT ck CHECK (length(a) > 5);

@case check not valid
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 5) NOT VALID;

@case check without a name
@before
create table t (a integer not null, b integer, c text);
@printed
ALTER TABLE t ADD CHECK (a > 5);

@case check with a percent sign
@before
create table t (a text, b text, c text);
@printed
ALTER TABLE t ADD CONSTRAINT ck CHECK (a LIKE 'x%');

@case exclusion with two keys
@before
create extension btree_gist;
create table t (period int4range, grp text);
@printed
ALTER TABLE t ADD CONSTRAINT ex EXCLUDE USING gist (period WITH &&, grp WITH =) WHERE (grp != 'x') DEFERRABLE INITIALLY DEFERRED;

@case exclusion with an operator class
@before
create schema s;
create table s.t (period int4range);
@printed
ALTER TABLE s.t ADD CONSTRAINT ex EXCLUDE USING gist (period range_ops WITH &&);

@case exclusion without an operator of its own
@before
create table t (a int4range);
@printed
ALTER TABLE t ADD CONSTRAINT ex EXCLUDE USING gist (a WITH =);

@case dropped
@before
create table t (a integer, constraint ck check (a > 1));
@printed
ALTER TABLE t DROP CONSTRAINT ck;

@case dropped in a schema
@before
create schema s;
create table p (id integer primary key);
create table s.t (a integer, constraint fk foreign key (a) references p (id) on delete cascade);
@printed
ALTER TABLE s.t DROP CONSTRAINT fk;

@case primary key dropped
@before
create table t (a integer, constraint pk_t primary key (a));
@printed
ALTER TABLE t DROP CONSTRAINT pk_t;

@case dropped if there
@before
create table t (a integer, constraint ck check (a > 1));
@printed
ALTER TABLE t DROP CONSTRAINT IF EXISTS ck;
