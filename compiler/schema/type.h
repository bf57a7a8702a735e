// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/box.h"
#include "compiler/base/names.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace retort::schema {

/// The built-in types by PostgreSQL's canonical names (its manual, chapter 8), aliases folded
/// (`int4` is Integer, `character varying` is Varchar, `timestamp with time zone` is Timestamptz).
/// `Named` is any other name: an enum, a domain, an extension's type, taken as it is.
enum class TypeKind : unsigned char {
    SmallInt,
    Integer,
    BigInt,
    SmallSerial,
    Serial,
    BigSerial,
    Numeric,
    Real,
    Double,
    Boolean,
    Text,
    Varchar,
    Char,
    Bytea,
    Date,
    Time,
    Timetz,
    Timestamp,
    Timestamptz,
    Interval,
    Uuid,
    Json,
    Jsonb,
    Xml,
    Bit,
    Varbit,
    Inet,
    Cidr,
    Macaddr,
    Macaddr8,
    Money,
    Tsvector,
    Tsquery,
    Point,
    Line,
    Lseg,
    BoxShape,
    Path,
    Polygon,
    Circle,
    Int4range,
    Int8range,
    Numrange,
    Tsrange,
    Tstzrange,
    Daterange,
    Oid,
    Regclass,
    Named,
};

struct Type;
/// One arm of `by_dialect(postgresql => tsvector, sqlite => text)`.
using DialectType = std::pair<std::string, Type>;

/// A column's type as written, aliases folded. Value; small because every column has one.
struct Type {
    TypeKind kind = TypeKind::Text;
    /// Array dimensions: `text[]` has 1. PostgreSQL ignores declared bounds, so they are not kept.
    unsigned char dimensions = 0;
    /// `varchar(20)`, `numeric(10, 2)`, `geometry(Point, 4326)`; for Interval also the fields
    /// (`year to month`) as one argument, before the precision.
    std::vector<std::string> arguments;
    /// Set exactly when `kind` is Named.
    Box<QualifiedName> name;
    /// Not empty exactly for `by_dialect(…)`; replay replaces such a type by its dialect's arm.
    std::vector<DialectType> by_dialect;
    Span span;

    friend bool operator==(const Type& a, const Type& b);
};

/// The canonical name of a built-in type (`character varying` prints as `varchar`); empty for
/// Named.
[[nodiscard]] std::string_view type_keyword(TypeKind kind);

/// The canonical spelling in the migration language: `varchar(20)[]`, `timestamptz`, `"Mood"`.
[[nodiscard]] std::string type_text(const Type& type);

/// The built-in type that `word` names (any alias of one word, ASCII case ignored), or Named.
[[nodiscard]] TypeKind type_kind(std::string_view word);

[[nodiscard]] bool is_serial(TypeKind kind);

}  // namespace retort::schema
