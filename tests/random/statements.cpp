// SPDX-License-Identifier: Apache-2.0
#include "tests/random/statements.h"

#include "tests/random/names.h"

#include <iterator>

namespace retort::random {
namespace {

using schema::Column;
using schema::Schema;
using schema::Table;

constexpr const char* kTypes[] = {
    "integer", "integer",   "integer",     "bigint",           "smallint",       "text",
    "text",    "text",      "varchar(20)", "varchar(60)",      "numeric(10, 2)", "boolean",
    "date",    "timestamp", "timestamptz", "double precision", "uuid",           "jsonb",
    "text[]",  "time",      "char(4)",
};

/// What a name may look like where someone was not careful.
constexpr const char* kOddNames[] = {
    "Upper Case",
    "quo\"te",
    "da--sh",
    "apo'strophe",
    "per%cent",
    "back\\slash",
    "dollar$$",
    "gr\xC3\xB6\xC3\x9F"
    "e",
    "a.b",
    "semi;colon",
    "brace{}",
    "/*c*/",
    "order",
    "table",
    "user",
};

constexpr const char* kOddTexts[] = {
    "it''s",
    "-- no comment",
    "100%",
    "a\\b",
    "$$ $body$",
    "{x}",
    "; drop",
    "\"q\"",
    "",
    "gr\xC3\xB6\xC3\x9F"
    "e",
    "/* */",
    ":name",
    "?",
};

}  // namespace

std::string quoted(const std::string& name) {
    std::string text = "\"";
    for (const char c : name) {
        text += c;
        if (c == '"') { text += c; }
    }
    return text + '"';
}

std::string quoted(const QualifiedName& name) {
    return (name.schema.empty() ? std::string() : quoted(name.schema) + ".") + quoted(name.name);
}

std::size_t Statements::below(std::size_t limit) {
    // splitmix64: the same numbers everywhere, which the distributions of <random> do not promise.
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    z ^= z >> 31U;
    return static_cast<std::size_t>(z % limit);
}

std::string Statements::fresh(const std::string& prefix) {
    const std::string number = std::to_string(++names_);
    if (!chance(12)) { return prefix + number; }
    return kOddNames[below(std::size(kOddNames))] + (chance(50) ? number : " " + number);
}

const Table* Statements::any_table() {
    std::vector<const Table*> tables;
    schema_->tables.for_each(
        [&](const QualifiedName&, const Shared<Table>& table) { tables.push_back(table.get()); });
    return tables.empty() ? nullptr : tables[below(tables.size())];
}

const Column* Statements::any_column(const Table& table,
                                     const std::function<bool(const Column&)>& wanted) {
    std::vector<const Column*> columns;
    for (const Column& column : table.columns) {
        if (!wanted || wanted(column)) { columns.push_back(&column); }
    }
    return columns.empty() ? nullptr : columns[below(columns.size())];
}

const schema::Constraint* Statements::any_constraint(const Table& table) {
    return table.constraints.empty() ? nullptr
                                     : &table.constraints[below(table.constraints.size())];
}

std::vector<std::string> Statements::enum_names() {
    std::vector<std::string> names;
    schema_->enums.for_each([&](const QualifiedName& name, const Shared<schema::EnumType>&) {
        names.push_back(quoted(name));
    });
    return names;
}

std::string Statements::type() {
    const std::vector<std::string> enums = enum_names();
    if (!enums.empty() && chance(20)) { return enums[below(enums.size())]; }
    return kTypes[below(std::size(kTypes))];
}

std::string Statements::value(const schema::Type& type, int number) {
    if (type.name) {
        const schema::EnumType* values = schema_->find_enum(*type.name);
        if (values == nullptr || values->values.empty()) { return "null"; }
        const Name& word = values->values[static_cast<std::size_t>(number) % values->values.size()];
        std::string text;
        for (const char c : word.text) { text += c == '\'' ? "''" : std::string(1, c); }
        return "'" + text + "'";
    }
    return value_of(schema::type_text(type), number);
}

std::string Statements::value_of(const std::string& type, int number) {
    const std::string n = std::to_string(number);
    if (type == "text" || type.starts_with("varchar") || type.starts_with("char")) {
        return "'" + n + "'";
    }
    if (type.starts_with("numeric") || type == "double precision") { return n + ".25"; }
    if (type == "boolean") { return number % 2 == 0 ? "true" : "false"; }
    if (type == "date") { return "'2024-02-0" + n + "'"; }
    if (type == "time") { return "'10:00:0" + n + "'"; }
    if (type.starts_with("timestamp")) { return "'2024-02-0" + n + " 10:00:00'"; }
    if (type == "uuid") { return "'00000000-0000-0000-0000-00000000000" + n + "'"; }
    if (type == "jsonb") { return "'{\"n\": " + n + "}'"; }
    if (type == "text[]") { return "'{a,b" + n + "}'"; }
    if (type.starts_with("\"")) {
        const QualifiedName name({}, type.substr(1, type.size() - 2));
        schema::Type named;
        named.kind = schema::TypeKind::Named;
        named.name = Box<QualifiedName>(name);
        return schema_->find_enum(name) == nullptr ? "null" : value(named, number);
    }
    return n;
}

std::string Statements::default_of(const std::string& type) {
    if (type == "text" || type.starts_with("varchar(6")) {
        return std::string("'") + kOddTexts[below(std::size(kOddTexts))] + "'";
    }
    if (type == "date" && chance(30)) { return "current_date"; }
    if (type.starts_with("timestamp") && chance(60)) {
        return chance(50) ? "now()" : "current_timestamp";
    }
    if (type == "uuid" && postgres_ && chance(50)) { return "gen_random_uuid()"; }
    return value_of(type, 7);
}

std::string Statements::check_of(const std::string& column, const std::string& type) {
    const std::string name = quoted(column);
    if (type == "integer" || type == "bigint" || type == "smallint") {
        return chance(50) ? name + " > -100" : name + " between -5 and 30000";
    }
    if (type.starts_with("numeric") || type == "double precision") { return name + " >= 0.0"; }
    if (type == "text" || type.starts_with("varchar")) {
        switch (below(4)) {
            case 0:
                return "length(" + name + ") < 50";
            case 1:
                return name + " <> 'no -- ''such'' %s'";
            case 2:
                return name + " in ('1', '2', '3') or " + name + " is not null";
            default:
                return name + " is null or not " + name + " like '%zzz%'";
        }
    }
    if (type == "date") { return name + " > '1999-12-31'"; }
    return name + " is null or " + name + " is not null";
}

std::string Statements::column(const std::string& name, const std::string& type, bool filled,
                               bool empty) {
    // Without rows anything goes; with rows a new column needs a value for them.
    std::string text = quoted(name) + " " + type;
    const bool has_default = chance(30);
    if (has_default) { text += " default " + default_of(type); }
    if ((filled || empty || has_default) && value_of(type, 1) != "null" && chance(35)) {
        text += " not null";
    }
    if (chance(15)) { text += " check (" + check_of(name, type) + ")"; }
    return text;
}

}  // namespace retort::random
