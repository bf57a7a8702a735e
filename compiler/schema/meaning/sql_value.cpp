// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_value.h"

#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace retort::schema {
namespace {

using Kind = SqlValue::Kind;

// From narrow to wide: what two of them become is the wider one.
constexpr std::array<std::string_view, 6> kNumbers{"smallint", "integer", "bigint",
                                                   "numeric",  "real",    "double precision"};

bool is_whole(std::string_view raw) {
    return raw.find_first_not_of("0123456789", raw.starts_with("-") ? 1 : 0) ==
           std::string_view::npos;
}

/// How many characters, not bytes.
std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

SqlValue wrapped(SqlValue value, const std::string& as, const TypeName& type) {
    return plain_value(as + "(" + value.text + ")", type);
}

/// The number loses nothing by the type.
bool keeps(const SqlValue& number, const TypeName& type) {
    if (number.type == type) { return true; }
    if (is_integer_type(type)) { return is_integer_type(number.type); }
    return is_integer_type(number.type) || number.type == "numeric";
}

}  // namespace

SqlValue plain_value(std::string text, TypeName type) {
    SqlValue value;
    value.text = std::move(text);
    value.type = std::move(type);
    return value;
}

SqlValue untyped_literal(std::string raw) {
    SqlValue value = plain_value(quoted_literal(raw), {});
    value.kind = Kind::Literal;
    value.raw = std::move(raw);
    return value;
}

SqlValue number_value(std::string raw, TypeName type) {
    SqlValue value = plain_value(raw + ":" + type, type);
    value.kind = Kind::Number;
    value.raw = std::move(raw);
    return value;
}

TypeName number_type(std::string_view raw) {
    if (!is_whole(raw)) { return "numeric"; }
    const bool negative = raw.starts_with("-");
    const std::string_view digits = raw.substr(negative ? 1 : 0);
    const auto fits = [&](std::string_view most) {
        return digits.size() < most.size() || (digits.size() == most.size() && digits <= most);
    };
    if (fits("2147483647")) { return "integer"; }
    return fits("9223372036854775807") ? "bigint" : "numeric";
}

SqlValue array_value(std::vector<SqlValue> elements, TypeName element) {
    SqlValue value;
    value.kind = Kind::Array;
    value.type = element.empty() ? std::string() : element + "[]";
    value.text = "[";
    for (const SqlValue& each : elements) {
        if (value.text.size() > 1) { value.text += ", "; }
        value.text += each.text;
    }
    // What an empty one holds tells nothing.
    value.text += "]" + (elements.empty() ? value.type : std::string());
    value.elements = std::move(elements);
    return value;
}

SqlValue typed_literal(const std::string& raw, const TypeName& type) {
    if (is_number_type(type)) {
        if (auto number = plain_number(raw, type)) { return number_value(*number, type); }
    }
    if (is_array_type(type)) {
        if (auto items = array_elements(raw)) {
            std::vector<SqlValue> elements;
            for (const std::optional<std::string>& item : *items) {
                if (item) {
                    elements.push_back(typed_literal(*item, element_type(type)));
                } else {
                    SqlValue null = plain_value("null", element_type(type));
                    null.kind = Kind::Null;
                    elements.push_back(std::move(null));
                }
            }
            return array_value(std::move(elements), element_type(type));
        }
    }
    std::string value = raw;
    if (type == "boolean") {
        const std::string small = lower_case(raw);
        for (const char* yes : {"t", "true", "yes", "on", "1", "y"}) {
            if (small == yes) { return plain_value("true", type); }
        }
        for (const char* no : {"f", "false", "no", "off", "0", "n"}) {
            if (small == no) { return plain_value("false", type); }
        }
    } else if (type == "uuid" || type == "macaddr" || type == "inet" || type == "cidr") {
        value = lower_case(raw);
    } else if (type == "interval") {
        value = plain_interval(raw);
    } else if (type == "date" || type == "timestamp" || type == "timestamptz" || type == "time") {
        value = plain_moment(raw, type);
    } else if (type == "jsonb") {
        value = plain_document(raw);
    } else if (type == "bytea") {
        value = plain_bytes(raw);
    } else if (type == "point" || type == "box") {
        value = plain_points(raw, type);
    }
    return plain_value((type == "varchar" ? std::string("text") : type) + quoted_literal(value),
                       type);
}

int number_rank(std::string_view type) {
    const auto found = std::find(kNumbers.begin(), kNumbers.end(), type);
    return found == kNumbers.end() ? -1 : static_cast<int>(found - kNumbers.begin());
}
bool is_number_type(std::string_view type) {
    return number_rank(type) >= 0;
}
bool is_integer_type(std::string_view type) {
    return type == "smallint" || type == "integer" || type == "bigint";
}
bool is_text_type(std::string_view type) {
    return type == "text" || type == "varchar";
}
bool is_array_type(std::string_view type) {
    return type.ends_with("[]");
}
TypeName element_type(const TypeName& array) {
    return is_array_type(array) ? array.substr(0, array.size() - 2) : TypeName();
}

bool converts_silently(std::string_view from, std::string_view to) {
    if (from == to) { return true; }
    const int rank = number_rank(from);
    if (rank >= 0) {
        return (number_rank(to) > rank) || (to == "oid" && is_integer_type(from)) ||
               (to == "regclass" && is_integer_type(from));
    }
    using Pair = std::pair<std::string_view, std::string_view>;
    // pg_cast, where castcontext is `i`.
    static constexpr std::array kCasts{
        Pair{"varchar", "text"},     Pair{"text", "varchar"},     Pair{"char", "text"},
        Pair{"char", "varchar"},     Pair{"text", "char"},        Pair{"varchar", "char"},
        Pair{"date", "timestamp"},   Pair{"date", "timestamptz"}, Pair{"timestamp", "timestamptz"},
        Pair{"time", "timetz"},      Pair{"time", "interval"},    Pair{"bit", "varbit"},
        Pair{"varbit", "bit"},       Pair{"cidr", "inet"},        Pair{"regclass", "oid"},
        Pair{"varchar", "regclass"}, Pair{"text", "regclass"},    Pair{"name", "text"},
        Pair{"macaddr", "macaddr8"}, Pair{"oid", "regclass"},
    };
    return std::find(kCasts.begin(), kCasts.end(), Pair{from, to}) != kCasts.end();
}

SqlValue coerce(SqlValue value, const TypeName& type) {
    if (type.empty()) { return value; }
    switch (value.kind) {
        case Kind::Literal:
            return typed_literal(value.raw, type);
        case Kind::Null:
            value.type = type;
            return value;
        case Kind::Number:
            if (is_number_type(type) && keeps(value, type)) {
                auto number = plain_number(value.raw, type);
                if (number) { return number_value(*number, type); }
            }
            break;
        case Kind::Array:
            if (is_array_type(type)) {
                const TypeName element = element_type(type);
                for (SqlValue& each : value.elements) { each = coerce(std::move(each), element); }
                return array_value(std::move(value.elements), element);
            }
            break;
        case Kind::Plain:
            break;
    }
    if (value.type == type || value.type.empty()) { return value; }
    // Blanks at the end of a `char` count for nothing, and no other type of text keeps them.
    if (value.type == "char" && is_text_type(type) && value.text.starts_with("char'")) {
        std::string raw = value.text.substr(5, value.text.size() - 6);
        raw.erase(raw.find_last_not_of(' ') + 1);
        for (std::size_t at = 0; (at = raw.find("''", at)) != std::string::npos; ++at) {
            raw.erase(at, 1);
        }
        return typed_literal(raw, type);
    }
    const auto is_text = [](const TypeName& name) {
        return is_text_type(is_array_type(name) ? element_type(name) : name);
    };
    if (is_text(value.type) && is_text(type) && is_array_type(value.type) == is_array_type(type)) {
        value.type = type;
        return value;
    }
    return wrapped(std::move(value), type, type);
}

SqlValue cast(SqlValue value, const TypeName& type, const std::string& modifiers) {
    if (modifiers.empty()) {
        switch (value.kind) {
            case Kind::Number:
                if (!keeps(value, type) && is_number_type(type) && !is_integer_type(type)) {
                    return number_value(value.raw, type);
                }
                break;
            case Kind::Array:
                if (is_array_type(type)) {
                    const TypeName element = element_type(type);
                    for (SqlValue& each : value.elements) {
                        each = cast(std::move(each), element, {});
                    }
                    return array_value(std::move(value.elements), element);
                }
                break;
            case Kind::Plain:
                if (value.type.empty()) { return wrapped(std::move(value), type, type); }
                break;
            case Kind::Literal:
            case Kind::Null:
                break;
        }
        return coerce(std::move(value), type);
    }
    if (value.kind == Kind::Null) {
        value.type = type;
        return value;
    }
    if (value.kind == Kind::Literal) {
        // A string that is short enough is not cut.
        const bool fits = (type == "varchar" || type == "char") && modifiers.size() < 9 &&
                          is_whole(modifiers) && length_of(value.raw) <= std::stoul(modifiers);
        value = typed_literal(value.raw, type);
        if (fits) { return value; }
    }
    return wrapped(std::move(value), type + "(" + modifiers + ")", type);
}

TypeName common_type(const std::vector<const SqlValue*>& values) {
    TypeName type;
    bool typed = false;
    for (const SqlValue* value : values) {
        const bool open =
            value->kind == Kind::Literal || (value->kind == Kind::Null && value->type.empty());
        if (open) { continue; }
        if (value->type.empty()) { return {}; }
        if (!typed) {
            type = value->type;
            typed = true;
        } else if (type != value->type && converts_silently(type, value->type) &&
                   !(type == "text" && value->type != "text")) {
            type = value->type;
        }
    }
    return typed ? type : TypeName("text");
}

void compare(SqlValue& left, SqlValue& right) {
    const auto open = [](const SqlValue& value) {
        return value.kind == Kind::Literal || (value.kind == Kind::Null && value.type.empty());
    };
    if (open(left) && open(right)) {
        left = coerce(std::move(left), "text");
        right = coerce(std::move(right), "text");
    } else if (open(left)) {
        left = coerce(std::move(left), right.type);
    } else if (open(right)) {
        right = coerce(std::move(right), left.type);
    } else if (is_number_type(left.type) && is_number_type(right.type)) {
        const int wider = std::max(number_rank(left.type), number_rank(right.type));
        constexpr int kNumeric = 3;
        constexpr int kReal = 4;
        for (SqlValue* side : {&left, &right}) {
            const TypeName& other = side == &left ? right.type : left.type;
            const int rank = number_rank(side->type);
            if (wider < kNumeric) {
                // Integers of different widths compare as they are; a constant has no width.
                if (side->kind == Kind::Number) { *side = coerce(std::move(*side), other); }
            } else if (wider == kNumeric) {
                *side = coerce(std::move(*side), "numeric");
            } else if (rank < kReal) {
                *side = coerce(std::move(*side), "double precision");
            }
        }
    } else if (left.type == "char" || right.type == "char") {
        SqlValue& other = left.type == "char" ? right : left;
        SqlValue& character = left.type == "char" ? left : right;
        if (other.type == "text") { character = coerce(std::move(character), "text"); }
        if (other.type == "varchar") { other = coerce(std::move(other), "char"); }
    }
}

}  // namespace retort::schema
