// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/type.h"

#include "compiler/schema/spelling.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace retort::schema {
namespace {

struct KindName {
    TypeKind kind;
    std::string_view name;
};

/// Canonical names, in the order of the enumeration.
constexpr std::array kKeywords{
    KindName{TypeKind::SmallInt, "smallint"},
    KindName{TypeKind::Integer, "integer"},
    KindName{TypeKind::BigInt, "bigint"},
    KindName{TypeKind::SmallSerial, "smallserial"},
    KindName{TypeKind::Serial, "serial"},
    KindName{TypeKind::BigSerial, "bigserial"},
    KindName{TypeKind::Numeric, "numeric"},
    KindName{TypeKind::Real, "real"},
    KindName{TypeKind::Double, "double precision"},
    KindName{TypeKind::Boolean, "boolean"},
    KindName{TypeKind::Text, "text"},
    KindName{TypeKind::Varchar, "varchar"},
    KindName{TypeKind::Char, "char"},
    KindName{TypeKind::Bytea, "bytea"},
    KindName{TypeKind::Date, "date"},
    KindName{TypeKind::Time, "time"},
    KindName{TypeKind::Timetz, "timetz"},
    KindName{TypeKind::Timestamp, "timestamp"},
    KindName{TypeKind::Timestamptz, "timestamptz"},
    KindName{TypeKind::Interval, "interval"},
    KindName{TypeKind::Uuid, "uuid"},
    KindName{TypeKind::Json, "json"},
    KindName{TypeKind::Jsonb, "jsonb"},
    KindName{TypeKind::Xml, "xml"},
    KindName{TypeKind::Bit, "bit"},
    KindName{TypeKind::Varbit, "varbit"},
    KindName{TypeKind::Inet, "inet"},
    KindName{TypeKind::Cidr, "cidr"},
    KindName{TypeKind::Macaddr, "macaddr"},
    KindName{TypeKind::Macaddr8, "macaddr8"},
    KindName{TypeKind::Money, "money"},
    KindName{TypeKind::Tsvector, "tsvector"},
    KindName{TypeKind::Tsquery, "tsquery"},
    KindName{TypeKind::Point, "point"},
    KindName{TypeKind::Line, "line"},
    KindName{TypeKind::Lseg, "lseg"},
    KindName{TypeKind::BoxShape, "box"},
    KindName{TypeKind::Path, "path"},
    KindName{TypeKind::Polygon, "polygon"},
    KindName{TypeKind::Circle, "circle"},
    KindName{TypeKind::Int4range, "int4range"},
    KindName{TypeKind::Int8range, "int8range"},
    KindName{TypeKind::Numrange, "numrange"},
    KindName{TypeKind::Tsrange, "tsrange"},
    KindName{TypeKind::Tstzrange, "tstzrange"},
    KindName{TypeKind::Daterange, "daterange"},
    KindName{TypeKind::Oid, "oid"},
    KindName{TypeKind::Regclass, "regclass"},
};
static_assert(kKeywords.size() == static_cast<std::size_t>(TypeKind::Named));

/// Aliases of one word (PostgreSQL's manual, table 8.1, and what its grammar accepts besides).
constexpr std::array kAliases{
    KindName{TypeKind::SmallInt, "int2"},       KindName{TypeKind::Integer, "int"},
    KindName{TypeKind::Integer, "int4"},        KindName{TypeKind::BigInt, "int8"},
    KindName{TypeKind::SmallSerial, "serial2"}, KindName{TypeKind::Serial, "serial4"},
    KindName{TypeKind::BigSerial, "serial8"},   KindName{TypeKind::Numeric, "decimal"},
    KindName{TypeKind::Numeric, "dec"},         KindName{TypeKind::Real, "float4"},
    KindName{TypeKind::Double, "float8"},       KindName{TypeKind::Double, "float"},
    KindName{TypeKind::Boolean, "bool"},        KindName{TypeKind::Char, "character"},
    KindName{TypeKind::Double, "double"},
};

bool equal_ignoring_case(std::string_view word, std::string_view lower) {
    return word.size() == lower.size() &&
           std::equal(word.begin(), word.end(), lower.begin(), [](char a, char b) {
               return std::tolower(static_cast<unsigned char>(a)) == b;
           });
}

std::string joined_arguments(const Type& type, std::size_t first) {
    if (type.arguments.size() <= first) { return {}; }
    std::string text = "(";
    for (std::size_t i = first; i < type.arguments.size(); ++i) {
        if (i != first) { text += ", "; }
        text += type.arguments[i];
    }
    return text + ")";
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The name of a type that the language has no word for; quoted where it would be read as one.
std::string named_text(const QualifiedName& name) {
    if (!name.schema.empty()) {
        return spell_name(name.schema) + "." + spell_folding_name(name.name);
    }
    constexpr std::array<std::string_view, 5> kWords{"by_dialect", "character", "double", "nulls",
                                                     "renamed"};
    const bool word = type_kind(name.name) != TypeKind::Named ||
                      std::any_of(kWords.begin(), kWords.end(), [&](std::string_view known) {
                          return equal_ignoring_case(name.name, known);
                      });
    return word ? quote_name(name.name) : spell_folding_name(name.name);
}

std::string scalar_text(const Type& type) {
    if (type.kind == TypeKind::Named) { return named_text(*type.name) + joined_arguments(type, 0); }
    std::string text(type_keyword(type.kind));
    if (type.kind == TypeKind::Interval && !type.arguments.empty() &&
        !is_number(type.arguments.front())) {
        return text + " " + type.arguments.front() + joined_arguments(type, 1);
    }
    return text + joined_arguments(type, 0);
}

}  // namespace

bool operator==(const Type& a, const Type& b) {
    return a.kind == b.kind && a.dimensions == b.dimensions && a.arguments == b.arguments &&
           a.name == b.name && a.by_dialect == b.by_dialect;
}

std::string_view type_keyword(TypeKind kind) {
    return kind == TypeKind::Named ? std::string_view{}
                                   : kKeywords[static_cast<std::size_t>(kind)].name;
}

std::string type_text(const Type& type) {
    if (!type.by_dialect.empty()) {
        std::string text = "by_dialect(";
        for (std::size_t i = 0; i < type.by_dialect.size(); ++i) {
            if (i != 0) { text += ", "; }
            text += type.by_dialect[i].first + " => " + type_text(type.by_dialect[i].second);
        }
        return text + ")";
    }
    std::string text = scalar_text(type);
    for (unsigned char i = 0; i < type.dimensions; ++i) { text += "[]"; }
    return text;
}

TypeKind type_kind(std::string_view word) {
    for (const KindName& entry : kKeywords) {
        if (equal_ignoring_case(word, entry.name)) { return entry.kind; }
    }
    for (const KindName& entry : kAliases) {
        if (equal_ignoring_case(word, entry.name)) { return entry.kind; }
    }
    return TypeKind::Named;
}

bool is_serial(TypeKind kind) {
    return kind == TypeKind::SmallSerial || kind == TypeKind::Serial || kind == TypeKind::BigSerial;
}

}  // namespace retort::schema
