// SPDX-License-Identifier: Apache-2.0
#include "tests/random/pool.h"

#include "tests/random/statements.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace retort::random {
namespace {

struct PoolColumn {
    std::string name;
    std::string type;
    bool generated = false;
    bool identity = false;
};
struct PoolTable {
    std::string name;
    std::vector<PoolColumn> columns;
    std::string key;    ///< the type of the primary key `id`; empty: there is none
    bool plain = true;  ///< neither a partition nor a child
    bool partitioned = false;
};

bool is_number(const std::string& type) {
    return type == "integer" || type == "bigint" || type == "smallint" ||
           type.starts_with("numeric");
}

bool is_text(const std::string& type) {
    return type == "text" || type.starts_with("varchar");
}

/// Writes one schema. Text that the model refuses is left out afterwards: a name used twice, a key
/// that fits nothing.
class Writer {
public:
    Writer(std::uint64_t seed, const Pool& pool) : state_(seed), pool_(pool) {
        postgres_ = pool.dialect == "postgresql";
    }

    std::vector<std::string> write() {
        if (postgres_) { before_tables(); }
        const std::size_t count = 1 + below(4);
        for (std::size_t i = 0; i < count; ++i) { table(); }
        if (postgres_) { inheritance(); }
        foreign_keys();
        indexes();
        code();
        if (postgres_) { after_tables(); }
        return std::move(statements_);
    }

private:
    std::size_t below(std::size_t limit) {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        z ^= z >> 31U;
        return static_cast<std::size_t>(z % limit);
    }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <class List>
    auto one_of(const List& list) {
        return list[below(std::size(list))];
    }
    const char* pick(std::initializer_list<const char*> list) {
        return *(list.begin() + below(list.size()));
    }
    std::string name(const char* prefix, std::size_t count) {
        return prefix + std::to_string(1 + below(count));
    }
    void say(std::string text) { statements_.push_back(std::move(text) + ";\n"); }

    /// Now and then a name that others use for something else.
    std::string relation(const char* prefix, std::size_t count) {
        return chance(6) ? pick({"x1", "x2"}) : name(prefix, count);
    }

    void before_tables() {
        if (chance(40)) { say("create schema s1"); }
        if (chance(20)) { say("create schema s2"); }
        if (!pool_.live && chance(30)) { say("create extension citext"); }
        for (int i = 0; i < 2; ++i) {
            if (chance(60)) { enumeration(); }
        }
        for (int i = 0; i < 2; ++i) {
            if (chance(50)) { function(); }
        }
        for (int i = 0; i < 2; ++i) {
            if (chance(50)) { domain(); }
            if (chance(40)) { sequence(); }
        }
    }

    void enumeration() {
        std::vector<std::string> values{"1", "2", "3", "4", "5"};
        std::string list;
        const std::size_t count = 1 + below(4);
        const bool sorted = chance(60);
        if (pool_.live) {
            // The rows have it.
            list = "'1'";
            values.erase(values.begin());
        }
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = sorted ? 0 : below(values.size());
            if (sorted && chance(30) && values.size() > 1) { values.erase(values.begin()); }
            list += (list.empty() ? "'" : ", '") + values[at] + "'";
            values.erase(values.begin() + static_cast<std::ptrdiff_t>(at));
            if (values.empty()) { break; }
        }
        const std::string type = chance(6) ? "d1" : name("e", 2);
        say("create type " + type + " as enum (" + list + ")");
        types_.push_back(type);
        comment("type", type);
    }

    void domain() {
        const std::string type = chance(6) ? "e1" : name("d", 2);
        std::string text = "create domain " + type + " as " + pick({"integer", "bigint", "text"});
        if (chance(30)) { text += " default '1'"; }
        if (chance(20)) { text += " not null"; }
        if (chance(50)) {
            text += chance(30) && !functions_.empty()
                        ? " check (" + one_of(functions_) + "(1) > 0)"
                        : std::string(pick({" check (value > '0')", " check (value <> '7')",
                                            " constraint k1 check (value is not null)"}));
        }
        say(text);
        types_.push_back(type);
        comment("domain", type);
    }

    void function() {
        const std::string function = name("f", 2);
        const bool replace = chance(30);
        const std::string type = pick({"integer", "bigint"});
        const std::string head = function + "(" + pick({"a", "b"}) + " integer) returns " + type;
        // A real one cannot be replaced by one of another head.
        const bool same = std::find(heads_.begin(), heads_.end(), head) != heads_.end();
        std::string text =
            replace && (same || !pool_.live) ? "create or replace function " : "create function ";
        if (std::find(functions_.begin(), functions_.end(), function) == functions_.end()) {
            heads_.push_back(head);
        }
        // Before PostgreSQL 13 the body must return the very type.
        text +=
            head + " language sql immutable as $$ select " + pick({"1", "2"}) + "::" + type + " $$";
        say(text);
        functions_.push_back(function);
        comment("function", function + "(integer)");
    }

    void sequence() {
        const std::string sequence = relation("q", 2);
        std::string text = "create sequence " + sequence;
        if (chance(40)) { text += " start 5"; }
        if (chance(40)) { text += pick({" increment 2", " increment 3"}); }
        if (chance(20)) { text += " cache 10"; }
        if (chance(20)) { text += " maxvalue 1000 cycle"; }
        if (chance(15)) { text += " as integer"; }
        say(text);
        sequences_.push_back(sequence);
        comment("sequence", sequence);
    }

    std::string type() {
        if (!types_.empty() && chance(30)) { return one_of(types_); }
        if (pool_.live) {
            return pick({"integer", "integer", "bigint", "smallint", "text", "text", "varchar(20)",
                         "varchar(30)", "numeric(10)", "numeric(12)", "jsonb"});
        }
        if (!postgres_) {
            return pick({"integer", "bigint", "text", "varchar(20)", "varchar(30)",
                         "numeric(10, 2)", "boolean", "date", "jsonb"});
        }
        return pick({"integer", "integer", "bigint", "smallint", "text", "varchar(20)",
                     "varchar(30)", "numeric(10, 2)", "numeric(12, 2)", "boolean", "date",
                     "timestamptz", "timestamptz(3)", "jsonb", "text[]", "integer[]", "uuid",
                     "citext", "int4range"});
    }

    std::string column(PoolTable& table, const std::string& column) {
        PoolColumn made{column, type()};
        std::string text = column + " " + made.type + " ";
        if (postgres_ && is_text(made.type) && chance(12)) { text += " collate \"C\""; }
        if (postgres_ && (made.type == "integer" || made.type == "bigint") && chance(12)) {
            text += pick({" generated always as identity", " generated by default as identity",
                          " generated by default as identity (start 10 increment 5)"});
            made.identity = true;
        } else if (postgres_ && chance(6)) {
            made.type = pick({"serial", "bigserial"});
            text = column + " " + made.type;
        } else if (is_number(made.type) && chance(12)) {
            const PoolColumn* source = number_of(table);
            if (source != nullptr && pool_.computes) {
                made.generated = true;
                // A row's value must stay one that an enum has.
                text += " generated always as (" + source->name +
                        (pool_.live ? pick({" * 1", " + 0"}) : pick({" * 2", " + 1"})) + ") stored";
            }
        } else {
            if (chance(30)) { text += " default " + default_of(made.type); }
            if (chance(25)) { text += " not null"; }
        }
        if (!made.generated && chance(12) && made.type != "jsonb") { text += " unique"; }
        if (chance(15)) { text += check(made); }
        table.columns.push_back(made);
        return text;
    }

    const PoolColumn* number_of(const PoolTable& table) {
        for (const PoolColumn& each : table.columns) {
            if (is_number(each.type) && !each.generated && chance(60)) { return &each; }
        }
        return nullptr;
    }

    std::string default_of(const std::string& type) {
        if (is_number(type)) {
            if (postgres_ && !sequences_.empty() && chance(30)) {
                return "nextval('" + one_of(sequences_) + "')";
            }
            if (postgres_ && !functions_.empty() && chance(20)) {
                return one_of(functions_) + "(1)";
            }
            return pick({"1", "2"});
        }
        if (is_text(type)) { return pick({"'1'", "'a'"}); }
        if (type == "boolean") { return "true"; }
        if (type == "date" || type.starts_with("timestamp")) { return "current_timestamp"; }
        if (type.ends_with("[]")) { return "'{}'"; }
        if (type == "uuid") { return "gen_random_uuid()"; }
        if (type == "int4range") { return "'empty'"; }
        return "'1'";
    }

    std::string check(const PoolColumn& column) {
        std::string text;
        if (chance(30)) { text = " constraint " + name("k", 3); }
        if (is_number(column.type)) {
            if (postgres_ && !functions_.empty() && chance(30)) {
                return text + " check (" + one_of(functions_) + "(1) < 5 + " + column.name + ")";
            }
            return text + " check (" + column.name + pick({" > 0", " > -1", " < 100"}) + ")";
        }
        if (is_text(column.type)) {
            return text + " check (length(" + column.name + ") < " + pick({"9", "99"}) + ")";
        }
        return text + " check (" + column.name + " is not null or " + column.name + " is null)";
    }

    void table() {
        PoolTable table;
        table.name = postgres_ && chance(15) ? "s1." + name("t", 2) : relation("t", 4);
        // What stands on it below would not fit the other one.
        if (std::any_of(tables_.begin(), tables_.end(),
                        [&](const PoolTable& each) { return each.name == table.name; })) {
            return;
        }
        std::string list;
        if (chance(75)) {
            table.key = postgres_ ? pick({"bigint", "bigint", "bigserial", "text"}) : "bigint";
            list = "id " + table.key + (chance(85) ? " primary key" : " unique not null");
            table.columns.push_back({"id", table.key});
        }
        std::vector<std::string> names{"c1", "c2", "c3", "c4", "c5"};
        const std::size_t count = 1 + below(4);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = chance(60) ? 0 : below(names.size());
            list += (list.empty() ? "" : ", ") + column(table, names[at]);
            names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
        }
        if (chance(50)) {
            list += ", r1 bigint";
            table.columns.push_back({"r1", "bigint"});
        }
        if (table.columns.size() > 2 && chance(25)) {
            list += std::string(chance(40) ? ", constraint k4" : ",") + " unique (" +
                    table.columns[1].name + ", " + table.columns[2].name + ")";
        }
        if (postgres_ && !pool_.live && chance(8)) {
            list += ", exclude using gist (" + table.columns.back().name + " with =)" +
                    (chance(50) ? " where (" + table.columns[0].name + " is not null)" : "");
        }
        std::string text = "create table " + table.name + " (" + list + ")";
        if (postgres_) {
            if (chance(12)) {
                text += pick({" with (fillfactor = 70)", " with (fillfactor = 80)"});
            }
        } else if (chance(15) && list.find("primary key") != std::string::npos) {
            text += " without rowid";
        }
        if (postgres_ && chance(8)) { text.replace(0, 12, "create unlogged table"); }
        if (pool_.live) { text += ";\n" + row(table); }
        say(text);
        comment("table", table.name);
        if (chance(20)) { comment("column", table.name + "." + table.columns.back().name); }
        tables_.push_back(table);
    }

    std::string row(const PoolTable& table) {
        std::string columns;
        std::string values;
        for (const PoolColumn& each : table.columns) {
            if (each.generated || each.name == "r1") { continue; }
            columns += (columns.empty() ? "" : ", ") + each.name;
            values +=
                (values.empty() ? "" : ", ") +
                std::string(is_number(each.type) || each.type.ends_with("serial") ? "1" : "'1'");
        }
        return "insert into " + table.name + " (" + columns + ") values (" + values +
               ") reverse nothing";
    }

    void inheritance() {
        if (tables_.empty() || !chance(25)) { return; }
        if (chance(50)) {
            const std::string parent = name("t", 4);
            say("create table " + parent + " (id bigint, c1 integer, c2 text) partition by " +
                pick({"range (id)", "range (id)", "list (c1)"}));
            PoolTable table{
                parent, {{"id", "bigint"}, {"c1", "integer"}, {"c2", "text"}}, {}, false, true};
            tables_.push_back(table);
            std::size_t begin = 1;
            bool any_rest = false;
            for (const char* child : {"t1", "t2", "t3", "t4"}) {
                if (!chance(40)) { continue; }
                const bool rest = !any_rest && chance(40);
                any_rest = any_rest || rest;
                // Rows of a table that becomes a partition would have to fit its bounds.
                const std::string partition = std::string(pool_.live ? "p" : "") + child;
                say("create table " + partition + " partition of " + parent +
                    (rest ? std::string(" default")
                          : " for values from (" + std::to_string(begin) + ") to (" +
                                std::to_string(begin + 1 + below(10)) + ")"));
                begin += 10;
                table.name = partition;
                table.partitioned = false;
                tables_.push_back(table);
            }
            return;
        }
        const PoolTable parent = one_of(tables_);
        PoolTable child{name("t", 4), parent.columns, {}, false, false};
        std::string own = "own integer";
        child.columns.push_back({"own", "integer"});
        say("create table " + child.name + " (" + own + ") inherits (" + parent.name + ")");
        tables_.push_back(child);
    }

    void foreign_keys() {
        for (const PoolTable& table : tables_) {
            if (table.columns.back().name != "r1" || !chance(70)) { continue; }
            const PoolTable& target = one_of(tables_);
            std::string text = "alter table " + table.name + " add";
            if (chance(40)) { text += " constraint " + name("k", 3); }
            text += " foreign key (r1) references " + target.name;
            text += " (id)";
            if (chance(40)) { text += pick({" on delete cascade", " on delete set null"}); }
            if (chance(15)) { text += " on update cascade"; }
            if (chance(15)) { text += pick({" deferrable", " deferrable initially deferred"}); }
            if (postgres_ && chance(10)) { text += " not valid"; }
            if (postgres_ && chance(10)) { text += " match full"; }
            say(text);
        }
    }

    void indexes() {
        const std::size_t count = below(4);
        for (std::size_t i = 0; i < count && !tables_.empty(); ++i) {
            const PoolTable& table = one_of(tables_);
            const PoolColumn& key = one_of(table.columns);
            std::string text = chance(20) ? "create unique index " : "create index ";
            const std::string index = relation("i", 3);
            text += index + " on " + table.name + " (";
            text += is_text(key.type) && chance(40) ? "lower(" + key.name + ")" : key.name;
            if (chance(15)) { text += " desc"; }
            text += ")";
            if (postgres_ && chance(15)) { text += " include (" + table.columns[0].name + ")"; }
            if (chance(20)) { text += " where " + table.columns[0].name + " is not null"; }
            say(text);
            if (postgres_) {
                comment("index", (table.name.starts_with("s1.") ? "s1." : "") + index);
            }
        }
    }

    void code() {
        std::vector<std::string> sources;
        const std::size_t count = below(4);
        for (std::size_t i = 0; i < count && !tables_.empty(); ++i) {
            const PoolTable& table = one_of(tables_);
            const std::string view = relation("v", 3);
            const bool stored = postgres_ && chance(25);
            std::string columns;
            for (const PoolColumn& each : table.columns) {
                if (columns.empty() || chance(50)) {
                    columns += (columns.empty() ? "" : ", ") + each.name;
                }
            }
            std::string text = stored ? "create materialized view " : "create view ";
            if (!sources.empty() && chance(40)) {
                const std::string& other = one_of(sources);
                say(text + view + " as select * from " + other);
            } else {
                say(text + view + " as select " + columns + " from " + table.name +
                    (chance(30) ? " where " + table.columns[0].name + " is not null" : ""));
            }
            sources.push_back(view);
            if (postgres_) { comment(stored ? "materialized view" : "view", view); }
            if (stored && chance(50) && columns.find(',') == std::string::npos) {
                say("create index " + relation("i", 3) + " on " + view + " (" + columns + ")");
            }
            if (postgres_ && chance(30)) { say("grant select on " + view + " to public"); }
        }
        for (const PoolTable& table : tables_) {
            if (!table.plain || !chance(30)) { continue; }
            const std::string column = one_of(table.columns).name;
            if (!postgres_) {
                // Triggers of all tables share their names.
                say("create trigger " + name("g", 2) + table.name + " after update of " + column +
                    " on " + table.name + " when new." + column + " is null begin select 1; end");
                continue;
            }
            if (!has_trigger_function_) {
                say("create function g() returns trigger language plpgsql as $$ begin return new; "
                    "end $$");
                has_trigger_function_ = true;
            }
            say("create trigger " + name("g", 2) + pick({" before", " after"}) + " update of " +
                column + " on " + table.name + " for each row when (old." + column +
                " is null) execute function g()");
        }
    }

    void after_tables() {
        for (const PoolTable& table : tables_) {
            const std::string column = one_of(table.columns).name;
            if (table.plain && chance(25)) {
                say("create policy " + name("p", 2) + " on " + table.name +
                    pick({" for select", " for all", ""}) + " using (" + column + " is not null)");
            }
            if (chance(15)) { say("alter table " + table.name + " enable row level security"); }
            if (chance(10)) { say("alter table " + table.name + " force row level security"); }
            if (table.columns.size() > 2 && chance(15)) {
                say("create statistics " + name("st", 2) + " on " + table.columns[0].name + ", " +
                    table.columns[1].name + " from " + table.name);
            }
            if (chance(15)) {
                say("alter table " + table.name + " alter column " + column + " set statistics " +
                    pick({"100", "200"}));
            }
            if (chance(4)) { say("alter table " + table.name + " replica identity full"); }
            for (const PoolColumn& each : table.columns) {
                if (is_text(each.type) && chance(4)) {
                    say("alter table " + table.name + " alter column " + each.name +
                        " set storage external");
                }
            }
            if (chance(25)) {
                say(std::string("grant ") + pick({"select", "insert, update", "all"}) + " on " +
                    table.name + " to public");
            }
            if (chance(10)) {
                say("grant select (" + column + ") on " + table.name + " to public");
            }
        }
        for (const std::string& sequence : sequences_) {
            if (!tables_.empty() && chance(25)) {
                const PoolTable& table = one_of(tables_);
                if (table.name.starts_with("s1.")) { continue; }
                // PostgreSQL 12 takes both sequences for the identity's ("more than one owned
                // sequence found").
                if (pool_.live && table.columns[0].identity) { continue; }
                say("alter sequence " + sequence + " owned by " + table.name + "." +
                    table.columns[0].name);
            }
        }
        for (const std::string& type : types_) {
            if (chance(10)) { say("grant usage on type " + type + " to public"); }
        }
    }

    void comment(const std::string& kind, const std::string& object) {
        if (!postgres_ && kind != "table" && kind != "column") { return; }
        if (chance(12)) {
            say("comment on " + kind + " " + object + pick({" is 'one'", " is 'two'"}));
        }
    }

    std::uint64_t state_;
    const Pool& pool_;
    bool postgres_ = false;
    bool has_trigger_function_ = false;
    std::vector<std::string> statements_;
    std::vector<std::string> types_;
    std::vector<std::string> functions_;
    std::vector<std::string> heads_;  ///< of the functions that are there
    std::vector<std::string> sequences_;
    std::vector<PoolTable> tables_;
};

}  // namespace

PooledSchema pooled_schema(std::uint64_t seed, const Pool& pool) {
    PooledSchema result;
    result.statements = Writer(seed, pool).write();
    result.schema = built(result.statements, pool);
    return result;
}

RandomHistory changed_schema(std::uint64_t seed, const Pool& pool) {
    Statements statements(seed, pool.dialect == "postgresql");
    RandomHistory history;
    schema::Schema schema;
    const std::size_t tables = 1 + statements.below(3);
    const std::size_t before = statements.below(6);
    const std::size_t length = 3 + statements.below(10);
    for (std::size_t i = 0; i < tables + before + length; ++i) {
        statements.look_at(schema);
        const Proposal proposal = i < tables ? statements.filled_table() : statements.change();
        std::vector<std::string> one{proposal.text};
        schema::Schema next = built(one, pool, schema);
        if (one.empty() || proposal.text.empty()) { continue; }
        if (proposal.accepted) { proposal.accepted(); }
        schema = std::move(next);
        (i < tables + before ? history.start : history.change).push_back(proposal.text);
    }
    return history;
}

}  // namespace retort::random
