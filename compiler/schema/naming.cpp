// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/naming.h"

#include "compiler/schema/expression.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <vector>

namespace retort::schema {
namespace {

constexpr std::size_t kHashedPrefixBytes = 52;
constexpr std::size_t kHashCharacters = 10;

/// The longest prefix of at most `limit` bytes that ends between two characters.
std::string_view utf8_prefix(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) { return text; }
    std::size_t end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) { --end; }
    return text.substr(0, end);
}

std::string base32_of_sha256(std::string_view text, std::size_t characters) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    std::string result;
    unsigned int bits = 0;
    unsigned int pending = 0;
    for (unsigned int i = 0; i < size && result.size() < characters; ++i) {
        pending = (pending << 8U) | digest[i];
        bits += 8;
        while (bits >= 5 && result.size() < characters) {
            bits -= 5;
            result += alphabet[(pending >> bits) & 31U];
        }
    }
    return result;
}

/// PostgreSQL's makeObjectName: `first_second_label`, the longer of the first two cut until it
/// fits.
std::string make_object_name(std::string_view first, std::string_view second,
                             std::string_view label) {
    const std::size_t overhead = label.size() + 1 + (second.empty() ? 0 : 1);
    const std::size_t available = kMaxIdentifierBytes - overhead;
    std::size_t first_size = first.size();
    std::size_t second_size = second.size();
    if (first_size + second_size > available) {
        // Cutting byte by byte from the longer one, ties from the second, in closed form.
        const std::size_t half = available / 2;
        const std::size_t rest = available - half;
        if (first_size <= half) {
            second_size = available - first_size;
        } else if (second_size <= half) {
            first_size = available - second_size;
        } else {
            first_size = rest;
            second_size = half;
        }
    }
    std::string name(utf8_prefix(first, first_size));
    if (!second.empty()) {
        name += '_';
        name += utf8_prefix(second, second_size);
    }
    name += '_';
    name += label;
    return name;
}

/// make_object_name with the first number after the label that makes the name free.
std::string choose_name(std::string_view first, std::string_view second, std::string_view label,
                        const std::function<bool(std::string_view)>& taken) {
    std::string name = make_object_name(first, second, label);
    for (std::size_t pass = 1; taken(name); ++pass) {
        name = make_object_name(first, second, std::string(label) + std::to_string(pass));
    }
    return name;
}

/// What PostgreSQL calls an expression where a name is needed (FigureColname), or empty. `strength`
/// tells a real name (2) from one that a cast's type gave (1).
std::string figure_name(const Expr& expr, int& strength);

std::string strong(std::string name, int& strength) {
    strength = 2;
    return name;
}

std::string type_name_of_cast(const Expr& expr) {
    if (!expr.type) { return {}; }
    // PostgreSQL takes the last part of the type's internal name.
    switch (expr.type->kind) {
        case TypeKind::Named:
            return expr.type->name->name;
        case TypeKind::SmallInt:
            return "int2";
        case TypeKind::Integer:
            return "int4";
        case TypeKind::BigInt:
            return "int8";
        case TypeKind::Real:
            return "float4";
        case TypeKind::Double:
            return "float8";
        case TypeKind::Boolean:
            return "bool";
        case TypeKind::Char:
            return "bpchar";
        default:
            return std::string(type_keyword(expr.type->kind));
    }
}

std::string figure_name(const Expr& expr, int& strength) {
    switch (expr.kind) {
        case ExprKind::Call:
            if (!expr.names.empty() && expr.names.back().text == "trim") {
                // The word is syntax; these are the functions behind it.
                const bool left = expr.text.rfind("leading", 0) == 0;
                const bool right = expr.text.rfind("trailing", 0) == 0;
                return strong(left ? "ltrim" : right ? "rtrim" : "btrim", strength);
            }
            [[fallthrough]];
        case ExprKind::Column:
        case ExprKind::Field:
            return expr.names.empty() ? std::string() : strong(expr.names.back().text, strength);
        case ExprKind::Keyword:
            return strong(expr.text, strength);
        case ExprKind::Subscript:
        case ExprKind::Collate:
            return expr.args.empty() ? std::string() : figure_name(expr.args[0], strength);
        case ExprKind::Cast: {
            std::string inner = figure_name(expr.args[0], strength);
            if (strength > 1) { return inner; }
            strength = 1;
            return type_name_of_cast(expr);
        }
        case ExprKind::TypedString:
            strength = 1;
            return type_name_of_cast(expr);
        case ExprKind::Case: {
            const std::size_t pairs = expr.args.size() - (expr.flag ? 1 : 0);
            if (pairs % 2 == 1) {
                std::string otherwise = figure_name(expr.args.back(), strength);
                if (strength > 1) { return otherwise; }
            }
            strength = 1;
            return "case";
        }
        case ExprKind::Array:
            return strong("array", strength);
        case ExprKind::Row:
            return expr.flag ? strong("row", strength) : std::string();
        case ExprKind::Exists:
            return strong("exists", strength);
        case ExprKind::AtTimeZone:
            return strong("timezone", strength);
        case ExprKind::Null:
        case ExprKind::Default:
        case ExprKind::Boolean:
        case ExprKind::Number:
        case ExprKind::String:
        case ExprKind::Star:
        case ExprKind::Unary:
        case ExprKind::Binary:
        case ExprKind::Is:
        case ExprKind::IsDistinct:
        case ExprKind::Between:
        case ExprKind::In:
        case ExprKind::Quantified:
        case ExprKind::Query:
        case ExprKind::ByDialect:
            return {};
    }
    return {};
}

/// PostgreSQL's names of an index's columns, made unique by a number.
std::vector<std::string> index_column_names(const std::vector<IndexKey>& keys,
                                            const std::vector<Name>& include) {
    std::vector<std::string> names;
    const auto add = [&](const std::string& original) {
        std::string name = original;
        for (std::size_t i = 1; std::find(names.begin(), names.end(), name) != names.end(); ++i) {
            const std::string number = std::to_string(i);
            name = std::string(utf8_prefix(original, kMaxIdentifierBytes - number.size())) + number;
        }
        names.push_back(std::move(name));
    };
    for (const IndexKey& key : keys) {
        if (!key.column.empty()) {
            add(key.column.text);
        } else {
            int strength = 0;
            const std::string name =
                key.expression ? figure_name(*key.expression, strength) : std::string();
            add(name.empty() ? "expr" : name);
        }
    }
    for (const Name& column : include) { add(column.text); }
    return names;
}

/// The names joined by `_`, no longer than PostgreSQL's buffer for them.
std::string join_names(const std::vector<std::string>& names) {
    std::string joined;
    for (const std::string& name : names) {
        if (!joined.empty()) { joined += '_'; }
        joined += name;
        if (joined.size() > kMaxIdentifierBytes) { break; }
    }
    return joined;
}

std::vector<std::string> texts(const std::vector<Name>& names) {
    std::vector<std::string> result;
    for (const Name& name : names) { result.push_back(name.text); }
    return result;
}

std::vector<std::string> columns_of_check(const Constraint& constraint) {
    std::vector<std::string> columns;
    if (!constraint.check) { return columns; }
    for_each_column(*constraint.check, [&](const Expr& column) {
        const std::string& name = column.names.back().text;
        if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
            columns.push_back(name);
        }
    });
    return columns;
}

struct Placeholders {
    std::string_view table;
    std::vector<std::string> columns;
    std::string_view referred_table;
    std::string_view name;
};

void replace_all(std::string& text, std::string_view placeholder, std::string_view value) {
    for (std::size_t at = text.find(placeholder); at != std::string::npos;
         at = text.find(placeholder, at + value.size())) {
        text.replace(at, placeholder.size(), value);
    }
}

std::string expand(std::string rule, const Placeholders& values,
                   const std::function<bool(std::string_view)>& taken) {
    std::string joined;
    for (const std::string& column : values.columns) {
        if (!joined.empty()) { joined += '_'; }
        joined += column;
    }
    replace_all(rule, "{table}", values.table);
    replace_all(rule, "{columns}", joined);
    replace_all(rule, "{column}", values.columns.empty() ? "" : values.columns.front());
    replace_all(rule, "{referred_table}", values.referred_table);
    replace_all(rule, "{name}", values.name);
    std::string name = shorten_identifier(rule);
    for (std::size_t pass = 1; taken(name); ++pass) {
        name = shorten_identifier(rule + std::to_string(pass));
    }
    return name;
}

}  // namespace

std::string shorten_identifier(std::string_view name) {
    if (name.size() <= kMaxIdentifierBytes) { return std::string(name); }
    std::string_view prefix = utf8_prefix(name, kHashedPrefixBytes);
    while (!prefix.empty() && prefix.back() == '_') { prefix.remove_suffix(1); }
    return std::string(prefix) + '_' + base32_of_sha256(name, kHashCharacters);
}

std::string constraint_name(const NamingRules& rules, const Table& table,
                            const Constraint& constraint,
                            const std::function<bool(std::string_view)>& taken) {
    static const NamingRules standard;
    const std::string& table_name = table.name.name;
    const Placeholders values{table_name, texts(constraint.columns),
                              constraint.referenced_table.name, constraint.name.text};
    switch (constraint.kind) {
        case ConstraintKind::PrimaryKey:
            if (rules.primary_key != standard.primary_key) {
                return expand(rules.primary_key, values, taken);
            }
            return choose_name(table_name, "", "pkey", taken);
        case ConstraintKind::Unique:
            if (rules.unique != standard.unique) { return expand(rules.unique, values, taken); }
            {
                std::vector<IndexKey> keys;
                for (const Name& column : constraint.columns) {
                    keys.emplace_back();
                    keys.back().column = column;
                }
                return choose_name(table_name,
                                   join_names(index_column_names(keys, constraint.include)), "key",
                                   taken);
            }
        case ConstraintKind::Check: {
            std::vector<std::string> columns = columns_of_check(constraint);
            if (rules.check != standard.check) {
                return expand(
                    rules.check,
                    {values.table, std::move(columns), values.referred_table, values.name}, taken);
            }
            return choose_name(table_name, columns.size() == 1 ? columns[0] : "", "check", taken);
        }
        case ConstraintKind::ForeignKey:
            if (rules.foreign_key != standard.foreign_key) {
                return expand(rules.foreign_key, values, taken);
            }
            return choose_name(table_name, join_names(values.columns), "fkey", taken);
        case ConstraintKind::Exclude: {
            const std::vector<std::string> names =
                index_column_names(constraint.keys, constraint.include);
            if (rules.exclude != standard.exclude) {
                return expand(rules.exclude,
                              {values.table, names, values.referred_table, values.name}, taken);
            }
            return choose_name(table_name, join_names(names), "excl", taken);
        }
    }
    return {};
}

std::string index_name(const NamingRules& rules, const QualifiedName& table, const Index& index,
                       const std::function<bool(std::string_view)>& taken) {
    static const NamingRules standard;
    const std::vector<std::string> names = index_column_names(index.keys, index.include);
    if (rules.index != standard.index) {
        return expand(rules.index, {table.name, names, {}, index.name.name}, taken);
    }
    return choose_name(table.name, join_names(names), "idx", taken);
}

std::string sequence_name(std::string_view table, std::string_view column,
                          const std::function<bool(std::string_view)>& taken) {
    return choose_name(table, column, "seq", taken);
}

}  // namespace retort::schema
