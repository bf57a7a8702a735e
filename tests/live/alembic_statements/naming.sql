-- Names made by a convention, and names that are too long.

@case foreign key by its convention dropped
@before
create table q (id integer primary key);
create table t (a integer, constraint fk_t_p_id_p foreign key (a) references q (id));
@printed
ALTER TABLE t DROP CONSTRAINT fk_t_p_id_p;

@case table with names by convention
@before
create table p (id integer primary key);
@printed
CREATE TABLE t (
    id SERIAL NOT NULL, 
    x INTEGER, 
    p_id INTEGER, 
    CONSTRAINT pk_t PRIMARY KEY (id), 
    CONSTRAINT ck_t_pos CHECK (x>1), 
    CONSTRAINT fk_t_p_id_p FOREIGN KEY(p_id) REFERENCES p (id)
);

CREATE UNIQUE INDEX ix_t_x ON t (x);

@case check of a column that is not there
@refused R0302 the check reads a column that the table lacks
@printed
CREATE TABLE t (
    id INTEGER, 
    CONSTRAINT ck_t_pos CHECK (x>1)
);

@case constraints with names by convention
@before
create table p (id integer primary key);
create table t (a integer not null);
@printed
ALTER TABLE t ADD CONSTRAINT uq_t_a UNIQUE (a);

ALTER TABLE t ADD CONSTRAINT fk_t_a_p FOREIGN KEY(a) REFERENCES p (id);

ALTER TABLE t ADD CONSTRAINT ck_t_pos CHECK (a>1);

ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (a);

CREATE INDEX ix_t_a ON t (a);

@case check with its prefix twice dropped
@before
create table t (a integer, constraint ck_t_ck_t_pos check (a > 1));
@printed
ALTER TABLE t DROP CONSTRAINT ck_t_ck_t_pos;

@case check by its convention dropped
@before
create table t (a integer, constraint ck_t_pos check (a > 1));
@printed
ALTER TABLE t DROP CONSTRAINT ck_t_pos;

@case name cut and hashed
@before
create table another_very_long_table_name_four_five (id integer primary key);
create table very_long_table_name_number_one_two_three (some_long_column_name_id integer);
@printed
ALTER TABLE very_long_table_name_number_one_two_three ADD CONSTRAINT fk_very_long_table_name_number_one_two_three_some_long__1b96 FOREIGN KEY(some_long_column_name_id) REFERENCES another_very_long_table_name_four_five (id);

@case table's name over 63 bytes
@refused R0318 PostgreSQL cuts the name to 63 bytes, and says so only in a notice
@accepted by PostgreSQL
@printed
CREATE TABLE tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt (
    id INTEGER
);
