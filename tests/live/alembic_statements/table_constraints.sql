-- Constraints in `create table`.

@case key that is a foreign key
@before
create table p (id integer primary key);
@printed
CREATE TABLE t (
    id INTEGER NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(id) REFERENCES p (id)
);

@case primary key with a name
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    CONSTRAINT pk_t PRIMARY KEY (id)
);

@case primary key of two columns
@printed
CREATE TABLE t (
    a INTEGER NOT NULL, 
    b INTEGER NOT NULL, 
    PRIMARY KEY (a, b)
);

@case primary key of two columns with a name
@printed
CREATE TABLE t (
    a INTEGER NOT NULL, 
    b INTEGER NOT NULL, 
    CONSTRAINT pk_t PRIMARY KEY (a, b)
);

@case foreign key without a name
@before
create table p (id integer primary key);
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    p_id INTEGER, 
    PRIMARY KEY (id), 
    FOREIGN KEY(p_id) REFERENCES p (id)
);

@case foreign key with every clause
@before
create table p (id integer primary key);
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    p_id INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT fk_t_p FOREIGN KEY(p_id) REFERENCES p (id) MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
);

@case foreign key not deferrable
@before
create table p (id integer primary key);
@printed
CREATE TABLE t (
    p_id INTEGER, 
    FOREIGN KEY(p_id) REFERENCES p (id) NOT DEFERRABLE INITIALLY IMMEDIATE
);

@case foreign key of two columns
@before
create table p (id integer primary key, a integer, b integer, x integer, y integer, unique (a, b), unique (x, y));
@printed
CREATE TABLE t (
    a INTEGER, 
    b INTEGER, 
    CONSTRAINT fk FOREIGN KEY(a, b) REFERENCES p (a, b) ON DELETE CASCADE
);

@case foreign key into another schema
@before
create schema s1;
create schema s2;
create table s2.p (id integer primary key);
@printed
CREATE TABLE s1.t (
    p_id INTEGER, 
    FOREIGN KEY(p_id) REFERENCES s2.p (id)
);

@case foreign key to itself
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    parent_id INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT fk_self FOREIGN KEY(parent_id) REFERENCES t (id)
);

@case foreign key not valid
@before
create table p (id integer primary key);
@printed
CREATE TABLE t (
    p_id INTEGER, 
    CONSTRAINT fk FOREIGN KEY(p_id) REFERENCES p (id) NOT VALID
);

@case unique without a name
@printed
CREATE TABLE t (
    x INTEGER, 
    UNIQUE (x)
);

@case unique deferrable
@printed
CREATE TABLE t (
    x INTEGER, 
    y INTEGER, 
    CONSTRAINT uq UNIQUE (x, y) DEFERRABLE INITIALLY DEFERRED
);

@case unique with nulls not distinct
@since 15
@printed
CREATE TABLE t (
    x INTEGER, 
    CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (x)
);

@case unique with included columns
@printed
CREATE TABLE t (
    x INTEGER, 
    y INTEGER, 
    CONSTRAINT uq UNIQUE (x) INCLUDE (y)
);

@case check with a name
@printed
CREATE TABLE t (
    x INTEGER, 
    CONSTRAINT ck CHECK (x > 5)
);

@case check beside its column
@printed
CREATE TABLE t (
    x INTEGER CHECK (x > 5)
);

@case check with a list
@printed
CREATE TABLE t (
    x INTEGER, 
    CONSTRAINT ck_in CHECK (x IN (1, 2, 3))
);

@case check not valid
@printed
CREATE TABLE t (
    x INTEGER, 
    CONSTRAINT ck CHECK (x > 5) NOT VALID
);

@case key and unique without names
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    x INTEGER NOT NULL, 
    y INTEGER, 
    PRIMARY KEY (id), 
    UNIQUE (y)
);

@case unique and check without names
@printed
CREATE TABLE t (
    x INTEGER, 
    UNIQUE (x), 
    CHECK (x>1)
);

@case exclusion constraint
@printed
CREATE TABLE t (
    r INT4RANGE, 
    CONSTRAINT ex EXCLUDE USING gist (r WITH &&)
);

@case column of a key added later
@printed
CREATE TABLE t (
    p_id INTEGER
);
