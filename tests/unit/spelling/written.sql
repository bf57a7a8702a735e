-- SPDX-License-Identifier: Apache-2.0
create type mood as enum ('sad', 'ok');
create domain code as varchar(20) default 'x' check (length(value) > 2);
create table users (
    id serial primary key,
    name varchar(50) not null default 'x' check (length(name) > 2),
    email text collate "C" unique,
    age int default 0 check (age between 0 and 150),
    price numeric(10, 2) default 0 check (price >= 0),
    mood mood default 'ok',
    at timestamptz default now(),
    day date default '2024-01-31',
    wait interval default '90 minutes',
    data jsonb default '{"b": 1, "a": []}',
    tags text[] default '{a,b}',
    active boolean default 't' not null,
    twice int generated always as (age * 2) stored,
    kind text check (kind in ('a', 'b')),
    c code,
    constraint sane check (age > 1 or name <> 'y')
);
create table posts (
    id bigint generated always as identity (start with 5) primary key,
    user_id int references users on delete cascade,
    title text, views int,
    unique (user_id, title) deferrable
);
create index users_name on users (lower(name), age desc) where active and age > 5;
create unique index users_mail on users using btree (email) include (name) with (fillfactor = 70);
create index users_data on users using gin (data jsonb_path_ops);
create sequence counter increment by 2 start with 10;
create function bump(a int, b text default 'x') returns int language plpgsql stable strict as $$ begin return a + 1; end $$;
create function touched() returns trigger language plpgsql as $$ begin return new; end $$;
create view adults as select u.id, name, p.title as first_title from users u left join posts p on p.user_id = u.id where age >= 18 and p.views in (1, 2) order by name desc limit 10;
create view totals (who, n) as select user_id, count(*) from posts group by user_id having count(*) > 1 union all select id, 0 from users;
create view latest as select distinct on (user_id) id, coalesce(title, 'none') as title, row_number() over (partition by user_id order by views) as place from posts order by user_id, views desc;
create trigger touch before update of name on users for each row when (new.name <> old.name) execute function touched('a');
alter table users enable row level security;
create policy own on users for select using (name = current_user and age > 0);
create statistics together (ndistinct) on name, age from users;
create table parts (id int, at date) partition by range (at);
create table parts_new partition of parts for values from ('2024-01-01') to ('2025-01-01');
comment on table users is 'people';
comment on column users.name is 'called';
grant select, update on users to public;
