// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_catalog.h"

namespace retort::live {

// Whether a sequence is unlogged is not compared: since PostgreSQL 15 one is where it was made with
// an unlogged table or by its `set unlogged`, and no statement of the language says it.
// Privileges that are not there are those that an object has by itself. Functions of
// https://www.postgresql.org/docs/current/functions-info.html print each part as SQL.
std::string_view postgres_catalog_query() {
    return R"sql(
WITH space AS (
    SELECT oid, nspname,
        array(SELECT unnest(coalesce(nspacl, acldefault('n', nspowner)))::text ORDER BY 1) AS nspacl
    FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
), relation AS (
    SELECT c.*, c.oid::regclass::text AS path FROM pg_class c JOIN space s ON s.oid = c.relnamespace
    WHERE c.relname NOT IN ('alembic_version', 'alembic_version_pkc')
), line(line) AS (
    SELECT format('schema %I %s %s', nspname, nspacl, obj_description(oid, 'pg_namespace')) FROM space
    UNION ALL
    SELECT format('extension %I in %s version %s', extname, extnamespace::regnamespace, extversion)
    FROM pg_extension
    UNION ALL
    SELECT format('%s %s persistence %s options %s space %s security %s %s acl %s partition by %s bound %s of %s comment %s',
        CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'S' THEN 'sequence'
            WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE relkind::text END,
        path, CASE WHEN relkind <> 'S' THEN relpersistence END, reloptions, reltablespace, relrowsecurity, relforcerowsecurity,
        array(SELECT unnest(coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)))::text ORDER BY 1),
        CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END, pg_get_expr(relpartbound, oid),
        (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_inherits
         WHERE inhrelid = relation.oid AND relkind IN ('r', 'p')),
        obj_description(oid, 'pg_class'))
    FROM relation WHERE relkind IN ('r', 'p', 'S', 'v', 'm', 'f')
    UNION ALL
    SELECT format('column %s.%I %s null %s default %s identity %s generated %s collation %s storage %s statistics %s options %s acl %s inherited %s comment %s',
        r.path, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated,
        CASE WHEN a.attcollation <> t.typcollation
            THEN (SELECT collname FROM pg_collation WHERE oid = a.attcollation) END,
        CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END,
        nullif(coalesce(a.attstattarget, -1), -1),
        (SELECT string_agg(o, ', ') FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg\_%'), array(SELECT unnest(a.attacl)::text ORDER BY 1), a.attinhcount, col_description(r.oid, a.attnum))
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
    WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION ALL
    SELECT format('order of %s: %s', r.path, string_agg(a.attname, ', ' ORDER BY a.attnum))
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f')
    GROUP BY r.path
    UNION ALL
    SELECT format('constraint %I on %s %s %s validated %s local %s comment %s', k.conname, k.conrelid::regclass,
        CASE WHEN k.contypid <> 0 THEN k.contypid::regtype::text END, pg_get_constraintdef(k.oid),
        k.convalidated, k.conislocal, obj_description(k.oid, 'pg_constraint'))
    FROM pg_constraint k JOIN space s ON s.oid = k.connamespace
    WHERE k.conname <> 'alembic_version_pkc' AND k.contype <> 'n'
        AND k.conrelid IS DISTINCT FROM to_regclass('public.alembic_version')::oid
    UNION ALL
    SELECT format('index %s valid %s clustered %s replica %s comment %s', pg_get_indexdef(i.indexrelid), i.indisvalid,
        i.indisclustered, i.indisreplident, obj_description(i.indexrelid, 'pg_class'))
    FROM pg_index i JOIN relation r ON r.oid = i.indexrelid
    UNION ALL
    SELECT format('sequence %s type %s start %s increment %s from %s to %s cache %s cycle %s owned by %s', r.path,
        format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle,
        (SELECT format('%s.%I %s', d.refobjid::regclass, a.attname, d.deptype) FROM pg_depend d
         JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i')
            AND d.refclassid = 'pg_class'::regclass))
    FROM relation r JOIN pg_sequence q ON q.seqrelid = r.oid
    UNION ALL
    SELECT format('enum %s (%s) comment %s', t.oid::regtype,
        (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum
         WHERE enumtypid = t.oid), obj_description(t.oid, 'pg_type'))
    FROM pg_type t JOIN space s ON s.oid = t.typnamespace WHERE t.typtype = 'e'
    UNION ALL
    SELECT format('domain %s as %s null %s default %s comment %s', t.oid::regtype,
        format_type(t.typbasetype, t.typtypmod), NOT t.typnotnull, t.typdefault, obj_description(t.oid, 'pg_type'))
    FROM pg_type t JOIN space s ON s.oid = t.typnamespace WHERE t.typtype = 'd'
    UNION ALL
    SELECT format('composite %s (%s)', r.path, (SELECT string_agg(format('%I %s', a.attname,
        format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = r.oid))
    FROM relation r WHERE r.relkind = 'c'
    UNION ALL
    SELECT format('definition of %s: %s', r.path, pg_get_viewdef(r.oid)) FROM relation r
    WHERE r.relkind IN ('v', 'm')
    UNION ALL
    SELECT format('routine %s acl %s comment %s', CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid)
        ELSE p.oid::regprocedure::text END, 
        array(SELECT unnest(coalesce(p.proacl, acldefault('f', p.proowner)))::text ORDER BY 1), obj_description(p.oid, 'pg_proc'))
    FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT format('trigger %s enabled %s comment %s', pg_get_triggerdef(g.oid), g.tgenabled,
        obj_description(g.oid, 'pg_trigger'))
    FROM pg_trigger g JOIN relation r ON r.oid = g.tgrelid WHERE NOT g.tgisinternal
    UNION ALL
    SELECT format('policy %I on %s permissive %s for %s to %s using %s check %s comment %s', p.polname, r.path,
        p.polpermissive, p.polcmd, (SELECT string_agg(u.oid::regrole::text, ', ' ORDER BY 1)
        FROM unnest(p.polroles) AS u(oid)), pg_get_expr(p.polqual, p.polrelid),
        pg_get_expr(p.polwithcheck, p.polrelid), obj_description(p.oid, 'pg_policy'))
    FROM pg_policy p JOIN relation r ON r.oid = p.polrelid
    UNION ALL
    SELECT format('statistics %s comment %s', pg_get_statisticsobjdef(x.oid), obj_description(x.oid, 'pg_statistic_ext'))
    FROM pg_statistic_ext x JOIN space s ON s.oid = x.stxnamespace
)
SELECT replace(line, E'\n', ' ') FROM line ORDER BY line COLLATE "C";
)sql";
}

}  // namespace retort::live
