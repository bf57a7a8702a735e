--
-- PostgreSQL database dump
--

\restrict abcdefghijklmnopqrstuvwxyz

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE SCHEMA app;


ALTER SCHEMA app OWNER TO somebody;

CREATE TYPE app.pair AS (
	a integer,
	b text
);


CREATE FUNCTION app.larger(integer, integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $_$ select greatest($1, $2) $_$;


CREATE AGGREGATE app.largest(integer) (
    SFUNC = app.larger,
    STYPE = integer
);


CREATE TABLE public.users (
    id integer NOT NULL,
    place app.pair,
    name character varying(80) DEFAULT 'nobody'::character varying NOT NULL
);


CREATE SEQUENCE public.users_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;


CREATE VIEW public.best AS
 SELECT app.largest(users.id) AS id
   FROM public.users;


ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);


CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


COPY public.users (id, place, name) FROM stdin;
1	\N	ann
\.


ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);


CREATE RULE keep AS
    ON DELETE TO public.users DO ( UPDATE public.users SET name = 'gone'::character varying;
 SELECT 1;
);

\unrestrict abcdefghijklmnopqrstuvwxyz
