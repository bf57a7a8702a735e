// SPDX-License-Identifier: Apache-2.0
// What others print, in the style of each: nothing is an error, and what is skipped is told.
#include "compiler/syntax/parse_script.h"

#include "compiler/schema/build.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

namespace retort::syntax {
namespace {

using Lines = std::vector<std::string>;

struct Read {
    schema::Schema schema;
    Lines skipped;
};

/// A script as the schema that it makes, which must be without an error.
Read read(std::string_view text, const std::string& dialect = "postgresql") {
    const source::SourceFile file{"t.sql", std::string(text)};
    Diagnostics diagnostics;
    ForeignScript script = parse_script(file, 0, diagnostics);
    Read result;
    for (const SkippedStatement& skipped : script.skipped) {
        result.skipped.push_back(skipped.what);
    }
    schema::BuildOptions options;
    options.dialect = dialect;
    result.schema = schema::build_schema(std::move(script.operations), options, diagnostics);
    EXPECT_EQ(test::messages(diagnostics), Lines()) << text;
    return result;
}

/// In what the schema of a script differs from that of statements of the language.
Lines differences(const Read& script, std::string_view language) {
    schema::Schema expected;
    Diagnostics diagnostics;
    test::run(language, expected, diagnostics);
    EXPECT_EQ(test::messages(diagnostics), Lines()) << language;
    return schema::list_differences(expected, script.schema, true);
}

TEST(ScriptStyles, PgDumpOfVersion18) {
    const Read script = read(R"(--
-- PostgreSQL database dump
--

\restrict 5aBcD

-- Dumped from database version 18.1
-- Dumped by pg_dump version 18.1

SET statement_timeout = 0;
SET transaction_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
SET default_table_access_method = heap;

CREATE TABLE public.shop (
    id integer CONSTRAINT shop_no_id NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    code character varying(5) DEFAULT 'x'::character varying COLLATE public.mine,
    price numeric(10,2),
    gross numeric GENERATED ALWAYS AS ((price * 1.2)),
    net numeric GENERATED ALWAYS AS ((price * 0.8)) STORED
);

ALTER TABLE public.shop OWNER TO app;

ALTER TABLE public.shop ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.counter_of_shops
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

COPY public.shop (id, name, price) FROM stdin;
1	;'$$	1.00
\.

SELECT pg_catalog.setval('public.counter_of_shops', 1, true);

ALTER TABLE ONLY public.shop
    ADD CONSTRAINT shop_pkey PRIMARY KEY (id);

ALTER TABLE public.shop
    ADD CONSTRAINT shop_price_given NOT NULL price NOT VALID;

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '180001'::integer,
	'schemaname', 'public',
	'relname', 'shop'
);

--
-- PostgreSQL database dump complete
--

\unrestrict 5aBcD
)");
    EXPECT_EQ(script.skipped,
              (Lines{"\\restrict", "set", "set", "select set_config", "set", "owner to", "copy",
                     "select setval", "select pg_restore_relation_stats", "\\unrestrict"}));
    EXPECT_EQ(differences(script, R"(
create table public.shop (
    id integer generated always as identity primary key,
    name text collate pg_catalog."C" not null,
    code varchar(5) collate public.mine default 'x'::varchar,
    price numeric(10, 2) not null,
    gross numeric generated always as (price * 1.2) virtual,
    net numeric generated always as (price * 0.8) stored
);
)"),
              Lines());
    EXPECT_NE(script.schema.find_sequence({"public", "counter_of_shops"}), nullptr);
}

TEST(ScriptStyles, PrismaSaysWhatEachStatementIs) {
    const Read script = read(R"(-- CreateEnum
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');

-- CreateTable
CREATE TABLE "Account" (
    "id" SERIAL NOT NULL,
    "mail" TEXT NOT NULL,
    "role" "Role" NOT NULL DEFAULT 'USER',
    "balance" DECIMAL(65,30),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Note" (
    "id" TEXT NOT NULL,
    "ownerId" INTEGER NOT NULL,
    "tags" TEXT[],

    CONSTRAINT "Note_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Account_mail_key" ON "Account"("mail");

-- AddForeignKey
ALTER TABLE "Note" ADD CONSTRAINT "Note_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
)");
    EXPECT_EQ(script.skipped, Lines());
    EXPECT_EQ(differences(script, R"(
create type "Role" as enum ('USER', 'ADMIN');
create table "Account" (
    id serial constraint "Account_pkey" primary key,
    mail text not null,
    role "Role" not null default 'USER',
    balance numeric(65, 30),
    "createdAt" timestamp(3) not null default current_timestamp
);
create table "Note" (
    id text not null constraint "Note_pkey" primary key,
    "ownerId" integer not null,
    tags text[],
    constraint "Note_ownerId_fkey" foreign key ("ownerId") references "Account" (id) on delete restrict on update cascade
);
create unique index "Account_mail_key" on "Account" (mail);
)"),
              Lines());
}

TEST(ScriptStyles, DjangoWrapsATransaction) {
    const Read script = read(R"(BEGIN;
--
-- Create model Shop
--
CREATE TABLE "shop_shop" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "name" varchar(80) NOT NULL UNIQUE, "opened" timestamp with time zone NULL, "rating" double precision NOT NULL CHECK ("rating" >= 0));
CREATE TABLE "shop_item" ("id" uuid NOT NULL PRIMARY KEY, "shop_id" bigint NOT NULL);
ALTER TABLE "shop_item" ADD CONSTRAINT "shop_item_shop_id_1f_fk" FOREIGN KEY ("shop_id") REFERENCES "shop_shop" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "shop_shop_name_0a_like" ON "shop_shop" ("name" varchar_pattern_ops);
SET CONSTRAINTS "shop_item_shop_id_1f_fk" IMMEDIATE;
COMMIT;
)");
    EXPECT_EQ(script.skipped, (Lines{"begin", "set constraints", "commit"}));
    EXPECT_EQ(differences(script, R"(
create table shop_shop (
    id bigint generated by default as identity primary key,
    name varchar(80) not null unique,
    opened timestamptz,
    rating double precision not null check (rating >= 0)
);
create table shop_item (
    id uuid primary key not null,
    shop_id bigint not null,
    constraint shop_item_shop_id_1f_fk foreign key (shop_id) references shop_shop (id) deferrable initially deferred
);
create index shop_shop_name_0a_like on shop_shop (name varchar_pattern_ops);
)"),
              Lines());
}

TEST(ScriptStyles, SqlAlchemyEndsNoStatement) {
    const Read script = read(R"(
CREATE TYPE mood AS ENUM ('calm', 'loud')


CREATE TABLE band (
	id SERIAL NOT NULL, 
	name VARCHAR(50) NOT NULL, 
	feel mood, 
	founded TIMESTAMP WITH TIME ZONE DEFAULT now(), 
	PRIMARY KEY (id), 
	CONSTRAINT uq_band_name UNIQUE (name)
)


CREATE INDEX ix_band_feel ON band (feel)

CREATE TABLE song (
	id BIGSERIAL NOT NULL, 
	band_id INTEGER, 
	seconds NUMERIC(5, 1), 
	PRIMARY KEY (id), 
	FOREIGN KEY(band_id) REFERENCES band (id) ON DELETE CASCADE
)

COMMENT ON TABLE song IS 'What they play'
)");
    EXPECT_EQ(script.skipped, Lines());
    EXPECT_EQ(differences(script, R"(
create type mood as enum ('calm', 'loud');
create table band (
    id serial primary key,
    name varchar(50) not null,
    feel mood,
    founded timestamptz default now(),
    constraint uq_band_name unique (name)
);
create index ix_band_feel on band (feel);
create table song (
    id bigserial primary key,
    band_id integer references band (id) on delete cascade,
    seconds numeric(5, 1)
) comment 'What they play';
)"),
              Lines());
}

TEST(ScriptStyles, HibernateMakesRoomFirst) {
    const Read script = read(R"(
    alter table if exists Line 
       drop constraint if exists FKs0me7h1ng;
    drop table if exists Line cascade;
    drop sequence if exists Line_SEQ;

    create sequence Line_SEQ start with 1 increment by 50;

    create table Line (
        amount numeric(38,2),
        active boolean not null,
        createdAt timestamp(6) with time zone,
        id bigint not null,
        owner_id bigint,
        kind varchar(255) check (kind in ('NEW','OLD')),
        primary key (id)
    );

    create table Owner (
        id bigint generated by default as identity,
        name varchar(255),
        primary key (id)
    );

    alter table if exists Line 
       add constraint FKs0me7h1ng 
       foreign key (owner_id) 
       references Owner;
)");
    EXPECT_EQ(script.skipped, (Lines{"alter table drop", "drop table", "drop sequence"}));
    EXPECT_EQ(differences(script, R"(
create sequence line_seq start 1 increment 50;
create table owner (id bigint generated by default as identity primary key, name varchar(255));
create table line (
    amount numeric(38, 2),
    active boolean not null,
    createdat timestamptz(6),
    id bigint not null primary key,
    owner_id bigint constraint fks0me7h1ng references owner (id),
    kind varchar(255) check (kind in ('NEW', 'OLD'))
);
)"),
              Lines());
}

TEST(ScriptStyles, RailsAddsItsVersions) {
    const Read script = read(R"(SET statement_timeout = 0;
SET check_function_bodies = false;

CREATE TABLE public.posts (
    id bigint NOT NULL,
    title character varying,
    created_at timestamp(6) without time zone NOT NULL
);

CREATE SEQUENCE public.posts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.posts_id_seq OWNED BY public.posts.id;

CREATE TABLE public.schema_migrations (
    version character varying NOT NULL
);

ALTER TABLE ONLY public.posts ALTER COLUMN id SET DEFAULT nextval('public.posts_id_seq'::regclass);

ALTER TABLE ONLY public.posts
    ADD CONSTRAINT posts_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX index_posts_on_title ON public.posts USING btree (title);

SET search_path TO "$user", public;

INSERT INTO "schema_migrations" (version) VALUES
('20240102030405'),
('20240102030406');
)");
    EXPECT_EQ(script.skipped, (Lines{"set", "set", "set", "insert into"}));
    const schema::Table* posts = script.schema.find_table({"public", "posts"});
    ASSERT_NE(posts, nullptr);
    EXPECT_NE(posts->primary_key(), nullptr);
    EXPECT_EQ(posts->indexes.size(), 1U);
    EXPECT_EQ(posts->find_column("id")->type.kind, schema::TypeKind::BigSerial);
}

TEST(ScriptStyles, SqliteDumps) {
    const Read script = read(R"(PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "Users" (
    [Id] INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    `name` TEXT NOT NULL COLLATE NOCASE DEFAULT 'x;y',
    Mail VARCHAR(80) UNIQUE ON CONFLICT IGNORE,
    size INTEGER AS (length("name")) STORED
);
INSERT INTO Users VALUES(1,'it''s; "me"','a');
CREATE TABLE orders(id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES "Users" ([Id]) ON DELETE CASCADE) STRICT;
CREATE TABLE pairs(a TEXT, b TEXT, PRIMARY KEY(a, b)) WITHOUT ROWID;
CREATE VIRTUAL TABLE notes USING fts5(body);
CREATE TABLE IF NOT EXISTS 'notes_data'(id INTEGER PRIMARY KEY, block BLOB);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('Users',1);
CREATE INDEX by_user ON orders(user_id) WHERE user_id IS NOT NULL;
CREATE VIEW v AS SELECT id FROM orders
/* v(id) */;
CREATE TRIGGER touch AFTER UPDATE ON orders BEGIN
    UPDATE orders SET user_id = CASE WHEN NEW.id > 1 THEN 1 ELSE 2 END WHERE id = NEW.id;
    SELECT 1;
END;
COMMIT;
)",
                             "sqlite");
    EXPECT_EQ(script.skipped,
              (Lines{"pragma", "begin", "insert into", "create table of a virtual table",
                     "delete from", "insert into", "commit"}));
    EXPECT_EQ(differences(script, R"(
create table "Users" (
    "Id" integer not null primary key,
    name text collate nocase not null default 'x;y',
    "Mail" varchar(80) unique,
    size integer generated always as (length(name)) stored
) with (autoincrement = true);
create table orders (id integer primary key, user_id integer references "Users" ("Id") on delete cascade) strict;
create table pairs (a text, b text, primary key (a, b)) without rowid;
create index by_user on orders (user_id) where user_id is not null;
create view v as select id from orders
/* v(id) */;
create trigger touch after update on orders begin
    update orders set user_id = case when new.id > 1 then 1 else 2 end where id = new.id;
    select 1;
end;
)"),
              Lines());
}

}  // namespace
}  // namespace retort::syntax
