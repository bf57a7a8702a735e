// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/spelling.h"

#include <array>

namespace retort::dialects::postgresql {
namespace {

using schema::OperatorClass;
using schema::SameFunction;

// https://www.postgresql.org/docs/current/functions-datetime.html, "Current Date/Time": now() and
// transaction_timestamp() are equivalent to CURRENT_TIMESTAMP.
constexpr std::array kSameFunctions{
    SameFunction{"now", "current_timestamp"},
    SameFunction{"transaction_timestamp", "current_timestamp"},
    SameFunction{"user", "current_user"},
    SameFunction{"char_length", "length"},
    SameFunction{"character_length", "length"},
};

// Until version 14 extract() was date_part(), and `similar to` another function.
constexpr std::array kSameFunctionsBefore14{
    SameFunction{"now", "current_timestamp"},
    SameFunction{"transaction_timestamp", "current_timestamp"},
    SameFunction{"user", "current_user"},
    SameFunction{"char_length", "length"},
    SameFunction{"character_length", "length"},
    SameFunction{"extract", "date_part"},
    SameFunction{"similar_to_escape", "similar_escape"},
};

// pg_opclass, where opcdefault.
constexpr std::array kOperatorClasses{
    OperatorClass{"btree", "integer", "int4_ops"},
    OperatorClass{"btree", "bigint", "int8_ops"},
    OperatorClass{"btree", "smallint", "int2_ops"},
    OperatorClass{"btree", "text", "text_ops"},
    OperatorClass{"btree", "varchar", "text_ops"},
    OperatorClass{"btree", "varchar", "varchar_ops"},
    OperatorClass{"btree", "char", "bpchar_ops"},
    OperatorClass{"btree", "date", "date_ops"},
    OperatorClass{"btree", "timestamp", "timestamp_ops"},
    OperatorClass{"btree", "timestamptz", "timestamptz_ops"},
    OperatorClass{"btree", "numeric", "numeric_ops"},
    OperatorClass{"btree", "uuid", "uuid_ops"},
    OperatorClass{"btree", "boolean", "bool_ops"},
    OperatorClass{"btree", "jsonb", "jsonb_ops"},
    OperatorClass{"btree", "real", "float4_ops"},
    OperatorClass{"btree", "double precision", "float8_ops"},
    OperatorClass{"btree", "time", "time_ops"},
    OperatorClass{"btree", "timetz", "timetz_ops"},
    OperatorClass{"btree", "interval", "interval_ops"},
    OperatorClass{"btree", "bytea", "bytea_ops"},
    OperatorClass{"btree", "inet", "inet_ops"},
    OperatorClass{"btree", "oid", "oid_ops"},
    OperatorClass{"hash", "integer", "int4_ops"},
    OperatorClass{"hash", "bigint", "int8_ops"},
    OperatorClass{"hash", "text", "text_ops"},
    OperatorClass{"hash", "varchar", "text_ops"},
    OperatorClass{"hash", "uuid", "uuid_ops"},
    OperatorClass{"gin", "jsonb", "jsonb_ops"},
    OperatorClass{"gin", "tsvector", "tsvector_ops"},
    OperatorClass{"gist", "tsvector", "tsvector_ops"},
    OperatorClass{"gist", "point", "point_ops"},
    OperatorClass{"gist", "box", "box_ops"},
    OperatorClass{"gist", "int4range", "range_ops"},
    OperatorClass{"gist", "int8range", "range_ops"},
    OperatorClass{"gist", "numrange", "range_ops"},
    OperatorClass{"gist", "tstzrange", "range_ops"},
    OperatorClass{"gist", "tsrange", "range_ops"},
    OperatorClass{"gist", "daterange", "range_ops"},
};

}  // namespace

schema::SpellingRules spelling_rules_of(int version, const std::string& schema) {
    schema::SpellingRules rules;
    rules.default_schema = schema.empty() ? "public" : schema;
    rules.catalog_schema = "pg_catalog";
    rules.keeps_meaning = true;
    rules.index_method = "btree";
    rules.table_method = "heap";
    rules.tablespace = "pg_default";
    rules.collation = "default";
    rules.null_default_is_none = true;
    rules.all_has_more = version >= 17;  // maintain
    rules.functions = known_functions();
    rules.same_functions = version < 14 ? std::span<const SameFunction>(kSameFunctionsBefore14)
                                        : std::span<const SameFunction>(kSameFunctions);
    rules.operator_classes = kOperatorClasses;
    // Until version 15 (release notes, E.1.2); a pg_dump from then on says it of older servers.
    rules.everybody_creates_in_public = version < 15;
    return rules;
}

}  // namespace retort::dialects::postgresql
