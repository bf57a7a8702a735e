// SPDX-License-Identifier: Apache-2.0
#include "tests/branches/operations.h"

namespace retort::branches {
namespace {

const std::vector<BranchOperation>& all_operations() {
    static const std::vector<BranchOperation> kAll = {
        {"add n1 integer", "alter table t add column n1 integer;", ""},
        {"add n1 text", "alter table t add column n1 text;", ""},
        {"add n3 references p", "alter table t add column n3 integer references p (id);", ""},
        {"add k not null to e", "alter table e add column k integer not null;", ""},
        {"add g generated",
         "alter table t add column g integer generated always as (a * 2) stored;", "postgresql"},
        {"drop b", "alter table t drop column b;", ""},
        {"drop a cascade", "alter table t drop column a cascade;", ""},
        {"rename a to a2", "alter table t rename column a to a2;", ""},
        {"rename b to a2", "alter table t rename column b to a2;", ""},
        {"rename t to t2", "alter table t rename to t2;", ""},
        {"drop table t", "drop table t cascade;", ""},
        {"drop table p", "drop table p cascade;", ""},
        {"create t2", "create table t2 (x integer);", ""},
        {"create x", "create table x (x integer);", ""},
        {"create y references p",
         "create table y (id integer primary key, pid integer references p (id));", ""},
        {"create i1", "create table i1 (x integer);", ""},
        {"type d bigint", "alter table t alter column d type bigint;", ""},
        {"type d text", "alter table t alter column d type text;", ""},
        {"default d 1", "alter table t alter column d set default 1;", ""},
        {"default d 2", "alter table t alter column d set default 2;", ""},
        {"drop default d", "alter table t alter column d drop default;", ""},
        {"fill pid, not null",
         "update t set pid = 1 where pid is null reverse nothing;\n"
         "alter table t alter column pid set not null;",
         ""},
        {"set not null c", "alter table t alter column c set not null;", ""},
        {"drop not null d", "alter table t alter column d drop not null;", ""},
        {"check ck2 a < 100", "alter table t add constraint ck2 check (a < 100);", ""},
        {"drop check ck", "alter table t drop constraint ck;", ""},
        {"rename ck to ck2", "alter table t rename constraint ck to ck2;", ""},
        {"unique uq (a)", "alter table t add constraint uq unique (a);", ""},
        {"foreign key fk2", "alter table t add constraint fk2 foreign key (d) references p (id);",
         ""},
        {"drop foreign key", "alter table t drop constraint t_pid_fkey;", ""},
        {"index i1 (d)", "create index i1 on t (d);", ""},
        {"index i1 (b)", "create index i1 on t (b);", ""},
        {"unique index u1 (b)", "create unique index u1 on t (b);", ""},
        {"drop index ix_a", "drop index ix_a;", ""},
        {"rename ix_a to i1", "alter index ix_a rename to i1;", ""},
        {"mood add z", "alter type mood add value 'z';", ""},
        {"mood add z after x", "alter type mood add value 'z' after 'x';", ""},
        {"mood add w", "alter type mood add value 'w';", ""},
        {"mood rename x", "alter type mood rename value 'x' to 'xx';", ""},
        {"mood drop y", "alter type mood drop value 'y' replace with 'x';", ""},
        {"drop type spare", "drop type spare;", ""},
        {"spare add c", "alter type spare add value 'c';", ""},
        {"view v2", "create view v2 as select a, b from t;", ""},
        {"replace view v", "create or replace view v as select id, a, b from t;", ""},
        {"drop view v", "drop view v;", ""},
        {"comment d one", "comment on column t.d is 'one';", ""},
        {"comment d two", "comment on column t.d is 'two';", ""},
        {"d = d + 1", "update t set d = d + 1 reverse nothing;", ""},
        {"d = 5", "update t set d = 5 reverse nothing;", ""},
        {"a = a * 10", "update t set a = a * 10 reverse nothing;", ""},
        {"insert t 10", "insert into t (id, a, b, pid, m) values (10, 4, 'four', 1, 'x');", ""},
        {"insert t 11", "insert into t (id, a, b, c) values (11, 5, 'five', 'f');", ""},
        {"insert t 10 again", "insert into t (id, a, b) values (10, 6, 'six');", ""},
        {"insert t for p 9",
         "insert into p (id, name) values (9, 'nine');\n"
         "insert into t (id, a, pid) values (12, 7, 9);",
         ""},
        {"insert p 6", "insert into p (id, name) values (6, 'six');", ""},
        {"insert e", "insert into e (id) values (1);", ""},
        {"insert s", "insert into s (label) values ('one');", ""},
        {"insert s otherwise", "insert into s (label) values ('two');", ""},
        {"delete a > 2", "delete from t where a > 2 reverse nothing;", ""},
        {"delete p 3", "delete from p where id = 3 reverse nothing;", ""},
        {"assert rows", "assert (select count(*) from t) = 3 else 'three rows';", ""},
        {"execute a + 1", "execute $$ update t set a = a + 1 $$ reverse nothing;", ""},
        {"execute index", "execute $$ create index raw_ix on t (b) $$ reverse nothing;", ""},
        {"update from", "update t set b = p.name from p where p.id = t.pid reverse nothing;",
         "postgresql"},
        {"trigger tr",
         "create trigger tr before update on t for each row execute function touch();",
         "postgresql"},
        {"trigger tr",
         "create trigger tr after update of b on t begin update t set c = new.b where id = new.id; "
         "end;",
         "sqlite"},
        {"replace touch",
         "create or replace function touch() returns trigger language plpgsql as $$ begin new.c := "
         "'u'; return new; end $$;",
         "postgresql"},
        {"drop touch", "drop function touch();", "postgresql"},
        {"function f",
         "create function f() returns bigint language sql as $$ select count(d) from t $$;",
         "postgresql"},
        {"policy mine", "create policy mine on t using (a > 0);", "postgresql"},
        {"grant select", "grant select on t to public;", "postgresql"},
        {"revoke select", "revoke select on t from public;", "postgresql"},
        {"grant on all", "grant select on all tables in schema public to public;", "postgresql"},
        {"alter sequence n", "alter sequence n increment by 5;", "postgresql"},
        {"alter sequence n otherwise", "alter sequence n increment by 7;", "postgresql"},
        {"drop sequence n", "drop sequence n;", "postgresql"},
        {"default b from n", "alter table t alter column b set default nextval('n')::text;",
         "postgresql"},
        {"schema o", "create schema o;\ncreate table o.x (x integer);", "postgresql"},
        {"statistics st", "create statistics st on a, d from t;", "postgresql"},
        {"materialized view mv", "create materialized view mv as select a, d from t;",
         "postgresql"},
    };
    return kAll;
}

}  // namespace

std::string_view base_text() {
    return R"(
create type mood as enum ('x', 'y');
create type spare as enum ('a', 'b');
create table p (id integer primary key, name text);
create table t (
    id integer primary key,
    a integer,
    b text,
    c varchar(10),
    d integer not null default 7,
    pid integer,
    m mood,
    constraint ck check (a > 0),
    constraint t_pid_fkey foreign key (pid) references p (id)
);
create index ix_a on t (a);
create view v as select id, a from t;
create table s (id serial primary key, label text);
create table e (id integer primary key);
insert into p (id, name) values (1, 'one'), (2, 'two'), (3, 'three'), (7, 'seven');
insert into t (id, a, b, c, pid, m)
    values (1, 1, 'one', 'a', 1, 'x'), (2, 2, 'two', 'b', 2, 'y'), (3, 3, 'three', 'c', null, 'y');
on postgresql {
    create sequence n;
    create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
}
)";
}

std::vector<BranchOperation> operations_for(std::string_view dialect) {
    std::vector<BranchOperation> result;
    for (const BranchOperation& each : all_operations()) {
        if (each.dialect.empty() || each.dialect == dialect) { result.push_back(each); }
    }
    return result;
}

}  // namespace retort::branches
