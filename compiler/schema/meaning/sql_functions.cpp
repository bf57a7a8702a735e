// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_functions.h"

#include <algorithm>
#include <array>
#include <utility>

// Which of several functions is called:
// https://www.postgresql.org/docs/current/typeconv-func.html

namespace retort::schema {
namespace {

using Kind = SqlValue::Kind;

bool is_open(const SqlValue& value) {
    return value.kind == Kind::Literal || (value.kind == Kind::Null && value.type.empty());
}

bool is_any_type(std::string_view type) {
    return type.starts_with("any");
}
bool is_array_of_any(std::string_view type) {
    return type == "anyarray" || type == "anycompatiblearray";
}

/// Preferred types of their categories (pg_type.typispreferred).
bool is_preferred(std::string_view type) {
    constexpr std::array<std::string_view, 7> kPreferred{
        "text", "double precision", "timestamptz", "boolean", "interval", "inet", "oid"};
    return std::find(kPreferred.begin(), kPreferred.end(), type) != kPreferred.end();
}

const TypeName& wanted_at(const FunctionForm& form, std::size_t at) {
    return form.arguments[std::min(at, form.arguments.size() - 1)];
}

/// How well an argument fits: less than none, it does not.
constexpr int kUnfit = -1;
constexpr int kExact = 100;
int fit(const SqlValue& value, const TypeName& wanted) {
    if (is_open(value)) { return wanted == "text" ? 5 : is_any_type(wanted) ? 3 : 0; }
    if (is_any_type(wanted)) {
        if (is_array_of_any(wanted)) { return is_array_type(value.type) ? kExact - 1 : kUnfit; }
        const bool array = is_array_type(value.type);
        return wanted == "anynonarray" && array ? kUnfit : kExact - 1;
    }
    if (value.type == wanted) { return kExact; }
    if (value.type == "varchar" && wanted == "text") { return kExact - 1; }
    if (is_array_type(value.type) && is_array_type(wanted)) {
        const TypeName element = element_type(value.type);
        return element.empty() || (element == "varchar" && wanted == "text[]") ? kExact - 1
                                                                               : kUnfit;
    }
    if (!converts_silently(value.type, wanted)) { return kUnfit; }
    return is_preferred(wanted) ? 2 : 1;
}

}  // namespace

FunctionForm read_form(std::string_view arguments, std::string_view result) {
    FunctionForm form;
    form.result = TypeName(result);
    while (!arguments.empty()) {
        const std::size_t comma = std::min(arguments.find(", "), arguments.size());
        std::string_view type = arguments.substr(0, comma);
        arguments.remove_prefix(std::min(comma + 2, arguments.size()));
        constexpr std::string_view kVariadic = "variadic ";
        if (type.starts_with(kVariadic)) {
            type.remove_prefix(kVariadic.size());
            form.variadic = true;
        }
        form.arguments.emplace_back(type);
    }
    return form;
}

TypeName choose_function(const std::vector<FunctionForm>& forms, std::vector<SqlValue>& arguments) {
    const FunctionForm* best = nullptr;
    int best_fit = kUnfit;
    bool tie = false;
    for (const FunctionForm& form : forms) {
        const std::size_t count = form.arguments.size();
        const bool counted =
            form.variadic ? arguments.size() + 1 >= count && count != 0
                          : arguments.size() <= count && arguments.size() + form.defaults >= count;
        if (!counted) { continue; }
        int total = 0;
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            if (arguments[i].type.empty() && !is_open(arguments[i])) {
                // Only a function that is alone can be told by the number of its arguments.
                if (forms.size() != 1) { return {}; }
                continue;
            }
            const int each = fit(arguments[i], wanted_at(form, i));
            if (each == kUnfit) {
                total = kUnfit;
                break;
            }
            total += each;
        }
        if (total == kUnfit) { continue; }
        tie = total == best_fit;
        if (total > best_fit) {
            best = &form;
            best_fit = total;
        }
    }
    if (best == nullptr || tie) { return {}; }
    TypeName any;
    std::vector<const SqlValue*> open;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const TypeName& wanted = wanted_at(*best, i);
        if (!is_any_type(wanted)) { continue; }
        const bool element = is_array_of_any(wanted);
        const TypeName& type = arguments[i].type;
        if (wanted != "any" && !type.empty() && any.empty()) {
            any = element ? element_type(type) : type;
        }
    }
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const TypeName& wanted = wanted_at(*best, i);
        SqlValue& argument = arguments[i];
        if (wanted == "any") {
            if (is_open(argument)) { argument = coerce(std::move(argument), "text"); }
        } else if (is_array_of_any(wanted)) {
            argument = coerce(std::move(argument), any.empty() ? any : any + "[]");
        } else if (is_any_type(wanted)) {
            argument = coerce(std::move(argument), any);
        } else {
            argument = coerce(std::move(argument), wanted);
        }
    }
    if (is_array_of_any(best->result)) { return any.empty() ? any : any + "[]"; }
    return is_any_type(best->result) ? any : best->result;
}

}  // namespace retort::schema
