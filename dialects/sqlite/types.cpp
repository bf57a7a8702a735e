// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/types.h"

#include "dialects/sqlite/words.h"

#include <algorithm>
#include <cctype>

namespace retort::dialects::sqlite {

namespace {

using schema::Type;
using schema::TypeKind;

/// `(20)`, `(10, 2)`: digits only, so that nothing else can get into the declaration.
std::string argument_list(const Type& type) {
    std::string text;
    for (const std::string& argument : type.arguments) {
        const bool digits =
            !argument.empty() && std::all_of(argument.begin(), argument.end(),
                                             [](char c) { return c >= '0' && c <= '9'; });
        if (!digits) { return {}; }
        text += text.empty() ? "(" : ", ";
        text += argument;
    }
    return text.empty() ? text : text + ")";
}

StoredType make(std::string declared, Affinity affinity, const Type& base) {
    StoredType stored;
    stored.declared = std::move(declared);
    stored.affinity = affinity;
    stored.base = base;
    return stored;
}

/// The declared name is kept where SQLite's affinity rule (by substring) reads it rightly; else it
/// is TEXT: a column declared UUID would turn digits into a number.
StoredType built_in(const Type& type) {
    switch (type.kind) {
        case TypeKind::SmallInt:
            return make("SMALLINT", Affinity::Integer, type);
        case TypeKind::Integer:
            return make("INTEGER", Affinity::Integer, type);
        case TypeKind::BigInt:
            return make("BIGINT", Affinity::Integer, type);
        case TypeKind::SmallSerial:
        case TypeKind::Serial:
        case TypeKind::BigSerial:
            return make("INTEGER", Affinity::Integer, type);
        case TypeKind::Oid:
            return make("BIGINT", Affinity::Integer, type);
        case TypeKind::Numeric:
            return make("NUMERIC" + argument_list(type), Affinity::Numeric, type);
        case TypeKind::Real:
            return make("REAL", Affinity::Real, type);
        case TypeKind::Double:
            return make("DOUBLE PRECISION", Affinity::Real, type);
        case TypeKind::Boolean: {
            StoredType stored = make("BOOLEAN", Affinity::Numeric, type);
            stored.rule = ValueRule::Boolean;
            return stored;
        }
        case TypeKind::Text:
            return make("TEXT", Affinity::Text, type);
        case TypeKind::Varchar:
            return make("VARCHAR" + argument_list(type), Affinity::Text, type);
        case TypeKind::Char:
            return make("CHAR" + argument_list(type), Affinity::Text, type);
        case TypeKind::Bytea:
            return make("BLOB", Affinity::Blob, type);
        case TypeKind::Json:
        case TypeKind::Jsonb: {
            StoredType stored = make("TEXT", Affinity::Text, type);
            stored.rule = ValueRule::Json;
            return stored;
        }
        case TypeKind::Date:
        case TypeKind::Time:
        case TypeKind::Timetz:
        case TypeKind::Timestamp:
        case TypeKind::Timestamptz:
        case TypeKind::Interval:
        case TypeKind::Uuid:
        case TypeKind::Xml:
        case TypeKind::Bit:
        case TypeKind::Varbit:
        case TypeKind::Inet:
        case TypeKind::Cidr:
        case TypeKind::Macaddr:
        case TypeKind::Macaddr8:
        case TypeKind::Money:
        case TypeKind::Tsvector:
        case TypeKind::Tsquery:
        case TypeKind::Point:
        case TypeKind::Line:
        case TypeKind::Lseg:
        case TypeKind::BoxShape:
        case TypeKind::Path:
        case TypeKind::Polygon:
        case TypeKind::Circle:
        case TypeKind::Int4range:
        case TypeKind::Int8range:
        case TypeKind::Numrange:
        case TypeKind::Tsrange:
        case TypeKind::Tstzrange:
        case TypeKind::Daterange:
        case TypeKind::Regclass:
        case TypeKind::Named:
            break;
    }
    return make("TEXT", Affinity::Text, type);
}

/// SQLite's own rule (manual, "Determination Of Column Affinity"), for declarations from outside.
Affinity affinity_of(std::string_view declared) {
    const std::string text = lower(declared);
    const auto has = [&](std::string_view part) { return text.find(part) != std::string::npos; };
    if (has("int")) { return Affinity::Integer; }
    if (has("char") || has("clob") || has("text")) { return Affinity::Text; }
    if (has("blob") || text.empty()) { return Affinity::Blob; }
    if (has("real") || has("floa") || has("doub")) { return Affinity::Real; }
    return Affinity::Numeric;
}

StoredType named(const Context& context, const Type& type, bool strict) {
    const QualifiedName& name = *type.name;
    if (const schema::EnumType* values = context.find_enum(name)) {
        StoredType stored = make("TEXT", Affinity::Text, type);
        stored.rule = ValueRule::Listed;
        for (const Name& value : values->values) { stored.listed.push_back(value.text); }
        return stored;
    }
    if (const schema::Domain* domain = context.find_domain(name)) {
        StoredType stored = stored_type(context, domain->definition.type, strict);
        if (stored.domain == nullptr) { stored.domain = domain; }
        return stored;
    }
    context.diagnostics
        ->report(diag::SqliteHasNoType, context.place(type.span), schema::type_text(type))
        .help("choose one with `by_dialect(postgresql => " + schema::type_text(type) +
              ", sqlite => text)`, or map \"" + lower(name.name) +
              "\" under `types:` in retort.yaml");
    return make("TEXT", Affinity::Text, type);
}

/// The types that a STRICT table takes.
void make_strict(StoredType& stored) {
    switch (stored.affinity) {
        case Affinity::Integer:
            stored.declared = "INTEGER";
            return;
        case Affinity::Real:
            stored.declared = "REAL";
            return;
        case Affinity::Blob:
            stored.declared = "BLOB";
            return;
        case Affinity::Text:
            stored.declared = "TEXT";
            return;
        case Affinity::Numeric:
            // Exact decimals would be rounded in a REAL.
            stored.declared = stored.rule == ValueRule::Boolean ? "INTEGER" : "TEXT";
            stored.affinity =
                stored.rule == ValueRule::Boolean ? Affinity::Integer : Affinity::Text;
            return;
    }
}

const std::string* configured(const Context& context, const Type& type) {
    if (context.options == nullptr || context.options->types.empty()) { return nullptr; }
    const std::string word = type.kind == TypeKind::Named && type.name
                                 ? lower(type.name->name)
                                 : std::string(schema::type_keyword(type.kind));
    const auto found = context.options->types.find(word);
    return found == context.options->types.end() ? nullptr : &found->second;
}

}  // namespace

StoredType stored_type(const Context& context, const Type& type, bool strict) {
    if (type.dimensions != 0) {
        // An array is kept as a JSON array.
        StoredType stored = make("TEXT", Affinity::Text, type);
        stored.rule = ValueRule::Json;
        return stored;
    }
    if (const std::string* declared = configured(context, type)) {
        return make(*declared, affinity_of(*declared), type);
    }
    StoredType stored =
        type.kind == TypeKind::Named && type.name ? named(context, type, strict) : built_in(type);
    if (strict) { make_strict(stored); }
    return stored;
}

std::string collation_name(const Context& context, const QualifiedName& collation, Span where) {
    const std::string name = lower(collation.name);
    if (name == "c" || name == "posix" || name == "ucs_basic" || name == "binary") {
        return "BINARY";
    }
    if (name == "nocase") { return "NOCASE"; }
    if (name == "rtrim") { return "RTRIM"; }
    context.diagnostics->report(diag::SqliteHasNoCollation, context.place(where), collation.text())
        .help(
            "SQLite knows \"binary\", \"nocase\" and \"rtrim\"; put the statement in "
            "`on postgresql { }` and its counterpart in `on sqlite { }`");
    return {};
}

}  // namespace retort::dialects::sqlite
