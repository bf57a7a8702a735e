// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/keywords.h"

#include <algorithm>
#include <cctype>

namespace retort::dialects::postgresql {

const QuotingRules kQuoting{is_reserved, true, false};

namespace {

using schema::Type;
using schema::TypeKind;

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return result;
}

void write_dimensions(SqlWriter& out, const Type& type) {
    for (unsigned char i = 0; i < type.dimensions; ++i) { out.raw("[]"); }
}

/// The arguments as they were written: numbers, or words of an extension's type.
void write_arguments(SqlWriter& out, const Type& type, std::size_t first) {
    if (type.arguments.size() <= first) { return; }
    out.raw("(");
    for (std::size_t i = first; i < type.arguments.size(); ++i) {
        if (i != first) { out.raw(", "); }
        out.user_sql(type.arguments[i]);
    }
    out.raw(")");
}

bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

void write_type(SqlWriter& out, const Type& type, const Settings& settings) {
    const std::string key = lower(type.name ? type.name->text() : schema::type_keyword(type.kind));
    const auto chosen = settings.types.find(key);
    if (chosen != settings.types.end()) {
        out.user_sql(chosen->second);
        write_dimensions(out, type);
        return;
    }
    std::size_t first_argument = 0;
    if (type.name) {
        out.name(*type.name);
    } else {
        out.word(schema::type_keyword(type.kind));
        const bool has_fields = type.kind == TypeKind::Interval && !type.arguments.empty() &&
                                !is_number(type.arguments.front());
        if (has_fields) {
            out.raw(" ").user_sql(type.arguments.front());
            first_argument = 1;
        }
    }
    write_arguments(out, type, first_argument);
    write_dimensions(out, type);
}

void write_stored_type(SqlWriter& out, const Type& type, const Settings& settings) {
    Type stored = type;
    if (type.kind == TypeKind::SmallSerial) { stored.kind = TypeKind::SmallInt; }
    if (type.kind == TypeKind::Serial) { stored.kind = TypeKind::Integer; }
    if (type.kind == TypeKind::BigSerial) { stored.kind = TypeKind::BigInt; }
    write_type(out, stored, settings);
}

std::string type_sql(const Type& type, const Settings& settings) {
    SqlWriter out(kQuoting);
    write_type(out, type, settings);
    return out.take();
}

}  // namespace retort::dialects::postgresql
