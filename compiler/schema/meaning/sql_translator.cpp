// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_translator.h"

#include "compiler/schema/meaning/sql_functions.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <utility>

namespace retort::schema {
namespace {

using Kind = SqlTree::Kind;

SqlValue row_of(const VisibleSource& source) {
    return plain_value(source.label + "*", {});
}

std::string list_text(const std::vector<SqlValue>& values) {
    std::string text;
    for (const SqlValue& value : values) {
        if (!text.empty()) { text += ", "; }
        text += value.text;
    }
    return text;
}

}  // namespace

const VisibleScope& no_columns() {
    static const VisibleScope kNone;
    return kNone;
}

SqlValue SqlTranslator::unclear() {
    understood_ = false;
    return {};
}

SqlValue SqlTranslator::value(const SqlTree& tree, const VisibleScope& scope) {
    if (!understood_) { return {}; }
    switch (tree.kind) {
        case Kind::Null: {
            SqlValue null = plain_value("null", {});
            null.kind = SqlValue::Kind::Null;
            return null;
        }
        case Kind::Boolean:
            return plain_value(tree.text, "boolean");
        case Kind::Number: {
            const auto number = plain_number(tree.text, "numeric");
            const bool whole = tree.text.find_first_of(".eE") == std::string::npos;
            return number ? number_value(*number, whole ? number_type(*number) : "numeric")
                          : unclear();
        }
        case Kind::String:
            return untyped_literal(tree.text);
        case Kind::Column:
            return column(tree, scope);
        case Kind::Star: {
            if (tree.names.empty()) { return plain_value("*", {}); }
            // `t.*` as a value is the row.
            for (const VisibleScope* each = &scope; each != nullptr; each = each->outer) {
                for (const VisibleSource& source : each->sources) {
                    if (source.alias == tree.names.back()) { return row_of(source); }
                }
            }
            return unclear();
        }
        case Kind::Keyword:
        case Kind::Call:
            return call(tree, scope);
        case Kind::Operator:
            return tree.args.size() == 1 ? unary(tree, scope) : binary(tree, scope);
        case Kind::And:
            return joined(tree, scope, " and ");
        case Kind::Or:
            return joined(tree, scope, " or ");
        case Kind::Not:
            return plain_value("not (" + condition(tree.args[0], scope).text + ")", "boolean");
        case Kind::Cast:
            return cast_value(tree, scope);
        case Kind::Is: {
            SqlValue operand = value(tree.args[0], scope);
            if (tree.text != "null") { operand = coerce(std::move(operand), "boolean"); }
            return plain_value(
                "(" + operand.text + (tree.flag ? " is not " : " is ") + tree.text + ")",
                "boolean");
        }
        case Kind::Distinct: {
            SqlValue left = value(tree.args[0], scope);
            SqlValue right = value(tree.args[1], scope);
            compare(left, right);
            return plain_value("(" + left.text + " is distinct from " + right.text + ")",
                               "boolean");
        }
        case Kind::Quantified:
            return quantified(tree, scope);
        case Kind::Case:
            return case_value(tree, scope);
        case Kind::Collate: {
            SqlValue operand = value(tree.args[0], scope);
            if (is_open(operand)) { operand = coerce(std::move(operand), "text"); }
            return plain_value("(" + operand.text + " collate " + sql_name(tree.names.back()) + ")",
                               operand.type);
        }
        case Kind::Array:
            return array(tree, scope);
        case Kind::Subscript: {
            const SqlValue operand = value(tree.args[0], scope);
            std::string text = operand.text + "[";
            for (std::size_t i = 1; i < tree.args.size(); ++i) {
                SqlValue bound = value(tree.args[i], scope);
                const bool of_array = is_array_type(operand.type);
                text +=
                    (i > 1 ? ":" : "") + coerce(std::move(bound), of_array ? "integer" : "").text;
            }
            return plain_value(text + "]", tree.flag ? operand.type : element_type(operand.type));
        }
        case Kind::Row: {
            std::string text = "row(";
            for (const SqlTree& each : tree.args) {
                if (text.size() > 4) { text += ", "; }
                text += value(each, scope).text;
            }
            return plain_value(text + ")", {});
        }
        case Kind::Field:
            if (tree.args[0].names.size() == 1) {
                // `(t).a` is `t.a` where `t` is no column.
                SqlTree direct;
                direct.kind = Kind::Column;
                direct.names = {tree.args[0].names[0], tree.names.back()};
                for (const VisibleScope* each = &scope; each != nullptr; each = each->outer) {
                    for (const VisibleSource& source : each->sources) {
                        if (source.alias == direct.names[0]) { return column(direct, scope); }
                    }
                }
            }
            return plain_value(
                "(" + value(tree.args[0], scope).text + ")." + sql_name(tree.names.back()), {});
        case Kind::Query: {
            const QueryMeaning meaning = query(*tree.query, &scope);
            return plain_value("(" + meaning.text + ")",
                               meaning.columns.size() == 1 ? meaning.columns[0].type : TypeName());
        }
        case Kind::Exists:
            return plain_value("exists " + value(tree.args[0], scope).text, "boolean");
        case Kind::Order:
            return unclear();
    }
    return unclear();
}

SqlValue SqlTranslator::column(const SqlTree& tree, const VisibleScope& scope) {
    const std::vector<std::string>& names = tree.names;
    const std::string& name = names.back();
    for (const VisibleScope* each = &scope; each != nullptr; each = each->outer) {
        if (names.size() == 1) {
            const VisibleColumn* found = nullptr;
            for (const VisibleColumn& column : each->columns) {
                if (column.name != name) { continue; }
                if (found != nullptr && found->text != column.text) { return unclear(); }
                found = &column;
            }
            if (found != nullptr) { return plain_value(found->text, found->type); }
            if (each->nothing_bare) { continue; }
            const VisibleSource* open = nullptr;
            for (const VisibleSource& source : each->sources) {
                // A table's name alone means its row.
                if (source.known) { continue; }
                if (open != nullptr) { return unclear(); }
                open = &source;
            }
            for (const VisibleSource& source : each->sources) {
                if (source.alias == name) { return row_of(source); }
            }
            if (open != nullptr) { return plain_value(open->label + sql_name(name), {}); }
            continue;
        }
        if (names.size() > 3) { return unclear(); }
        const std::string& owner = names[names.size() - 2];
        for (const VisibleSource& source : each->sources) {
            if (source.alias != owner) { continue; }
            if (names.size() == 3 && source.schema != names[0]) { continue; }
            for (const VisibleColumn& column : source.columns) {
                if (column.name == name) { return plain_value(column.text, column.type); }
            }
            // A system column, or one of a source whose columns are not known.
            return plain_value(source.label + sql_name(name), {});
        }
    }
    return unclear();
}

SqlValue SqlTranslator::condition(const SqlTree& tree, const VisibleScope& scope) {
    return coerce(value(tree, scope), "boolean");
}

SqlValue SqlTranslator::joined(const SqlTree& tree, const VisibleScope& scope,
                               const std::string& word) {
    std::string text;
    for (const SqlTree& each : tree.args) {
        if (!text.empty()) { text += word; }
        text += condition(each, scope).text;
    }
    return plain_value("(" + text + ")", "boolean");
}

SqlValue SqlTranslator::quantified(const SqlTree& tree, const VisibleScope& scope) {
    SqlValue left = value(tree.args[0], scope);
    const std::string word = tree.flag ? " all " : " any ";
    const bool query_side = tree.args[1].kind == Kind::Query;
    SqlValue right = value(tree.args[1], scope);
    if (query_side) {
        SqlValue one = plain_value("", right.type);
        compare(left, one);
        return plain_value("(" + left.text + " " + tree.text + word + right.text + ")", "boolean");
    }
    if (is_open(right)) {
        if (!left.type.empty()) { right = coerce(std::move(right), left.type + "[]"); }
    } else {
        const TypeName element = element_type(right.type);
        SqlValue one = plain_value("", element);
        if (!element.empty() && right.kind == SqlValue::Kind::Array && !is_open(left)) {
            // Constants become what they are compared with.
            std::vector<const SqlValue*> all{&left};
            for (const SqlValue& each : right.elements) { all.push_back(&each); }
            const TypeName wanted = common_type(all);
            right = coerce(std::move(right), wanted.empty() ? wanted : wanted + "[]");
            one = plain_value("", element_type(right.type));
        }
        if (is_match(tree.text)) {
            if (is_open(left)) { left = coerce(std::move(left), "text"); }
        } else {
            compare(left, one);
        }
    }
    return plain_value("(" + left.text + " " + tree.text + word + right.text + ")", "boolean");
}

SqlValue SqlTranslator::case_value(const SqlTree& tree, const VisibleScope& scope) {
    std::string text = "case";
    SqlValue operand;
    if (tree.flag) {
        operand = value(tree.args[0], scope);
        if (is_open(operand)) { operand = coerce(std::move(operand), "text"); }
        text += " " + operand.text;
    }
    std::vector<std::string> conditions;
    std::vector<SqlValue> results;
    const std::size_t first = tree.flag ? 1 : 0;
    for (std::size_t i = first; i + 1 < tree.args.size(); i += 2) {
        if (tree.flag) {
            SqlValue when = value(tree.args[i], scope);
            SqlValue copy = operand;
            compare(copy, when);
            conditions.push_back(copy.text == operand.text ? when.text
                                                           : copy.text + " = " + when.text);
        } else {
            conditions.push_back(condition(tree.args[i], scope).text);
        }
        results.push_back(value(tree.args[i + 1], scope));
    }
    results.push_back(value(tree.args.back(), scope));
    std::vector<const SqlValue*> all;
    for (const SqlValue& each : results) { all.push_back(&each); }
    const TypeName type = common_type(all);
    for (SqlValue& each : results) { each = coerce(std::move(each), type); }
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        text += " when " + conditions[i] + " then " + results[i].text;
    }
    return plain_value(text + " else " + results.back().text + " end", type);
}

SqlValue SqlTranslator::array(const SqlTree& tree, const VisibleScope& scope) {
    std::vector<SqlValue> elements;
    for (const SqlTree& each : tree.args) { elements.push_back(value(each, scope)); }
    if (tree.args.size() == 1 && tree.args[0].kind == Kind::Query) {
        const TypeName& type = elements[0].type;
        return plain_value("array" + elements[0].text, type.empty() ? type : type + "[]");
    }
    if (elements.empty()) { return array_value({}, {}); }
    std::vector<const SqlValue*> all;
    for (const SqlValue& each : elements) { all.push_back(&each); }
    const bool open = std::all_of(elements.begin(), elements.end(), is_open);
    const TypeName type = common_type(all);
    // Strings alone wait for what the array is compared with, or cast to.
    if (open) {
        SqlValue result = array_value(std::move(elements), {});
        for (SqlValue& each : result.elements) { each.type.clear(); }
        result.type = "text[]";
        return result;
    }
    for (SqlValue& each : elements) { each = coerce(std::move(each), type); }
    return array_value(std::move(elements), type);
}

SqlValue SqlTranslator::cast_value(const SqlTree& tree, const VisibleScope& scope) {
    SqlValue operand = value(tree.args[0], scope);
    // The catalog says of a row of which table it is: `t.*::t`.
    if (tree.args[0].kind == Kind::Star) { return operand; }
    std::string modifiers;
    for (const std::string& each : tree.type.arguments) {
        modifiers += (modifiers.empty() ? "" : ", ") + each;
    }
    return cast(std::move(operand), meanings_.base_type(tree.type), modifiers);
}

SqlValue SqlTranslator::alike(const std::string& name, std::vector<SqlValue> args) {
    std::vector<const SqlValue*> all;
    for (const SqlValue& each : args) { all.push_back(&each); }
    const TypeName type = common_type(all);
    for (SqlValue& each : args) { each = coerce(std::move(each), type); }
    return plain_value(name + "(" + list_text(args) + ")", type);
}

SqlValue SqlTranslator::call(const SqlTree& tree, const VisibleScope& scope) {
    std::vector<SqlValue> args;
    for (const SqlTree& each : tree.args) { args.push_back(value(each, scope)); }
    const bool keyword = tree.kind == Kind::Keyword;
    std::string name = keyword ? tree.text : tree.names.back();
    const std::string schema = !keyword && tree.names.size() > 1 ? tree.names.front() : "";
    if (tree.names.size() > 2) { return unclear(); }
    if (!keyword && schema.empty()) {
        if (name == "coalesce" || name == "greatest" || name == "least") {
            return alike(name, std::move(args));
        }
        if (name == "nullif" && args.size() == 2) {
            const TypeName type = args[0].type;
            compare(args[0], args[1]);
            return plain_value("nullif(" + list_text(args) + ")", type);
        }
    }
    const bool built_in = schema.empty() || schema == rules_.catalog_schema;
    if (built_in) { name = meanings_.same_function(name, args.size()); }
    // Where no escape character is named, this one gets a null.
    if (name == "similar_escape" && args.size() == 1) {
        SqlValue null = plain_value("null", {});
        null.kind = SqlValue::Kind::Null;
        args.push_back(std::move(null));
    }
    TypeName type;
    const bool own = !keyword && schema != rules_.catalog_schema;
    // What an ordered set is ordered by counts as arguments.
    const std::size_t direct = args.size();
    const auto group = std::find_if(tree.clauses.begin(), tree.clauses.end(),
                                    [](const auto& each) { return each.first == "within group"; });
    if (group != tree.clauses.end()) {
        for (const SqlTree& term : group->second) { args.push_back(value(term.args[0], scope)); }
    }
    const std::vector<FunctionForm>* forms =
        own ? meanings_.own_functions(meanings_.plain(QualifiedName(schema, name))) : nullptr;
    if (forms != nullptr) {
        type = choose_function(*forms, args);
    } else if (built_in) {
        type = choose_function(meanings_.functions(name), args);
    }
    std::string text = built_in || schema == rules_.default_schema
                           ? sql_name(name)
                           : sql_name(schema) + "." + sql_name(name);
    text += tree.flag ? "(distinct " : "(";
    const std::vector<SqlValue> ordered(args.begin() + static_cast<std::ptrdiff_t>(direct),
                                        args.end());
    args.resize(direct);
    text += list_text(args) + ")";
    if (!ordered.empty()) {
        text += " of (" + list_text(ordered) + ")";
        for (const SqlTree& term : group->second) { text += order_term(term, ""); }
    }
    return plain_value(text + clauses(tree, scope), type);
}

}  // namespace retort::schema
