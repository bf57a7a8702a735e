-- SPDX-License-Identifier: Apache-2.0
-- What PostgreSQL 15 prints of a database that written.sql built.
create type public.mood as enum ('sad', 'ok');
create function public.bump(a integer, b text DEFAULT 'x'::text)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE STRICT
AS $function$ begin return a + 1; end $function$
;
create function public.touched()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin return new; end $function$
;
create domain public.code as character varying(20) default 'x'::character varying constraint code_check CHECK ((length((VALUE)::text) > 2));
create sequence users_id_seq as integer start with 1 increment by 1 minvalue 1 maxvalue 2147483647 cache 1;
create sequence counter as bigint start with 10 increment by 2 minvalue 1 maxvalue 9223372036854775807 cache 1;
create table public.users (id integer default nextval('users_id_seq'::regclass) not null, name character varying(50) default 'x'::character varying not null, email text collate "C", age integer default 0, price numeric(10,2) default 0, mood mood default 'ok'::mood, at timestamp with time zone default now(), day date default '2024-01-31'::date, wait interval default '01:30:00'::interval, data jsonb default '{"a": [], "b": 1}'::jsonb, tags text[] default '{a,b}'::text[], active boolean default true not null, twice integer generated always as ((age * 2)) stored, kind text, c code);
create table public.posts (id bigint generated always as identity (start with 5 increment by 1 minvalue 1 maxvalue 9223372036854775807 cache 1 no cycle) not null, user_id integer, title text, views integer);
create table public.parts (id integer, at date) partition by RANGE (at);
create table public.parts_new (id integer, at date);
alter table public.parts attach partition public.parts_new FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
alter sequence users_id_seq owned by users.id;
alter table users add constraint sane CHECK (((age > 1) OR ((name)::text <> 'y'::text)));
alter table users add constraint users_age_check CHECK (((age >= 0) AND (age <= 150)));
alter table users add constraint users_kind_check CHECK ((kind = ANY (ARRAY['a'::text, 'b'::text])));
alter table users add constraint users_name_check CHECK ((length((name)::text) > 2));
alter table users add constraint users_price_check CHECK ((price >= (0)::numeric));
alter table users add constraint users_pkey PRIMARY KEY (id);
alter table users add constraint users_email_key UNIQUE (email);
alter table posts add constraint posts_pkey PRIMARY KEY (id);
alter table posts add constraint posts_user_id_title_key UNIQUE (user_id, title) DEFERRABLE;
create view adults as  SELECT u.id,
    u.name,
    p.title AS first_title
   FROM (users u
     LEFT JOIN posts p ON ((p.user_id = u.id)))
  WHERE ((u.age >= 18) AND (p.views = ANY (ARRAY[1, 2])))
  ORDER BY u.name DESC
 LIMIT 10;
create view totals as  SELECT posts.user_id AS who,
    count(*) AS n
   FROM posts
  GROUP BY posts.user_id
 HAVING (count(*) > 1)
UNION ALL
 SELECT users.id AS who,
    0 AS n
   FROM users;
create view latest as  SELECT DISTINCT ON (posts.user_id) posts.id,
    COALESCE(posts.title, 'none'::text) AS title,
    row_number() OVER (PARTITION BY posts.user_id ORDER BY posts.views) AS place
   FROM posts
  ORDER BY posts.user_id, posts.views DESC;
CREATE INDEX users_name ON public.users USING btree (lower((name)::text), age DESC) WHERE (active AND (age > 5));
CREATE UNIQUE INDEX users_mail ON public.users USING btree (email) INCLUDE (name) WITH (fillfactor='70');
CREATE INDEX users_data ON public.users USING gin (data jsonb_path_ops);
alter table posts add constraint posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
CREATE STATISTICS public.together (ndistinct) ON name, age FROM users;
CREATE TRIGGER touch BEFORE UPDATE OF name ON public.users FOR EACH ROW WHEN (((new.name)::text <> (old.name)::text)) EXECUTE FUNCTION touched('a');
alter table users enable row level security;
create policy own on users for select to public using ((((name)::text = CURRENT_USER) AND (age > 0)));
comment on table users is 'people';
comment on column users.name is 'called';
grant SELECT on users to public;
grant UPDATE on users to public;
