// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_definition_reader.h"
#include "compiler/schema/meaning/sql_meaning.h"
#include "compiler/schema/meaning/sql_translator.h"
#include "compiler/schema/routine_head.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

// Functions and procedures in one spelling.

namespace retort::schema {

/// `begin atomic …; …; end`: the catalog keeps the queries themselves and prints them anew.
std::string Meanings::atomic_body(const std::string& body, const VisibleScope& arguments) {
    const Words words = split_sql(body);
    const Definition d(body, words);
    std::string result = "begin atomic";
    std::size_t cases = 0;
    std::size_t begin = 2;
    for (std::size_t i = begin; i < d.end; ++i) {
        if (words[i].is("case")) { ++cases; }
        if (words[i].is("end") && cases > 0) { --cases; }
        if (!words[i].is(";") || cases > 0) { continue; }
        const std::string statement = d.part(begin, i);
        begin = i + 1;
        if (statement.empty()) { continue; }
        SqlTranslator translator(*this);
        std::string meaning;
        if (const auto query = read_sql_query(statement)) {
            meaning = translator.query(*query, &arguments).text;
        }
        const bool clear = !meaning.empty() && translator.understood();
        result += " " + (clear ? meaning : "?" + in_words(statement)) + ";";
    }
    return result + " end";
}

std::string Meanings::routine(const CodeObject& object) {
    const Words words = split_sql(object.definition);
    Definition d(object.definition, words);
    const RoutineHead head = read_routine_head(words);
    std::string result;
    const auto type_text_of = [&](SqlPart part) {
        const auto tree = read_sql_expression("null::" + d.part(part.first, part.second));
        return tree && tree->kind == SqlTree::Kind::Cast
                   ? type(tree->type)
                   : in_words(d.part(part.first, part.second));
    };
    const auto arguments = [&](const std::vector<RoutineArgument>& list) {
        for (const RoutineArgument& argument : list) {
            std::size_t first = argument.type.first;
            std::string mode = argument.in ? argument.out ? "inout" : "in" : "out";
            while (first > 0 && !words[first - 1].is("(") && !words[first - 1].is(",")) { --first; }
            if (words[first].is("variadic")) { mode = "variadic"; }
            result += mode + " " + sql_name(argument.name) + " " + type_text_of(argument.type);
            if (argument.has_default) {
                std::size_t end = argument.type.second + 1;
                const std::size_t begin = end;
                while (end < d.end && !words[end].is(",") && !words[end].is(")")) {
                    end = words[end].is("(") ? d.closing(end, d.end) + 1 : end + 1;
                }
                const auto tree = read_sql_expression(
                    "null::" + d.part(argument.type.first, argument.type.second));
                const TypeName wanted =
                    tree && tree->kind == SqlTree::Kind::Cast ? base_type(tree->type) : TypeName();
                result += " = " + text(d.part(begin, std::min(end, d.end)), no_columns(), wanted);
            }
            result += ", ";
        }
    };
    result += "(";
    arguments(head.arguments);
    result += ")";
    std::size_t at = d.is(0, "(") ? d.closing(0, d.end) + 1 : 0;
    const bool gives = std::any_of(head.arguments.begin(), head.arguments.end(),
                                   [](const RoutineArgument& each) { return each.out; });
    if (head.returns && gives) {
        // Its `out` arguments say what it returns.
        result += head.returns_set ? " setof" : "";
        at = head.result.second;
    } else if (head.returns) {
        result += head.returns_set ? " setof " : " returns ";
        if (!head.columns.empty()) {
            result += "(";
            arguments(head.columns);
            result += ")";
            while (at < d.end && !words[at].is("(")) { ++at; }
            at = d.closing(at, d.end) + 1;
        } else {
            result += type_text_of(head.result);
            at = head.result.second;
        }
    }
    std::map<std::string, std::string> options{{"volatility", "volatile"},
                                               {"null", "called"},
                                               {"security", "invoker"},
                                               {"parallel", "unsafe"},
                                               {"leakproof", "not"}};
    const auto word = [&](std::size_t i) { return i < d.end ? in_words(d.part(i, i + 1)) : ""; };
    std::set<std::string> settings;
    std::string body;
    while (at < d.end) {
        const std::string option = word(at);
        if (option == "language") {
            const bool string = at + 1 < d.end && words[at + 1].kind == SqlWord::Kind::String;
            options["language"] =
                lower_case(string ? body_of(d.part(at + 1, at + 2)) : words[at + 1].text);
            at += 2;
        } else if (option == "immutable" || option == "stable" || option == "volatile") {
            options["volatility"] = option;
            ++at;
        } else if (option == "strict") {
            options["null"] = "strict";
            ++at;
        } else if (option == "returns" && word(at + 1) == "null") {
            options["null"] = "strict";
            at += 5;  // on null input
        } else if (option == "called") {
            options["null"] = "called";
            at += 4;
        } else if (option == "external") {
            ++at;
        } else if (option == "security" || option == "parallel") {
            options[option] = word(at + 1);
            at += 2;
        } else if (option == "cost" || option == "rows") {
            options[option] = word(at + 1);
            at += 2;
        } else if (option == "leakproof") {
            options["leakproof"] = "yes";
            ++at;
        } else if (option == "not" && word(at + 1) == "leakproof") {
            at += 2;
        } else if (option == "window") {
            options["window"] = "yes";
            ++at;
        } else if (option == "set") {
            // `set name = value, …` or `to`; it ends where another option begins.
            std::string setting = word(at + 1) + " =";
            at += 2;
            if (d.is(at, "to") || d.is(at, "=")) { ++at; }
            do {
                const bool string = at < d.end && words[at].kind == SqlWord::Kind::String;
                setting += " " + (string ? body_of(d.part(at, at + 1)) : word(at));
                ++at;
            } while (d.is(at, ",") && ++at < d.end);
            settings.insert(setting);
        } else if (option == "as") {
            for (++at; at < d.end && (words[at].kind == SqlWord::Kind::String || d.is(at, ","));
                 ++at) {
                body += d.is(at, ",") ? "," : "as " + body_of(d.part(at, at + 1));
            }
        } else if (option == "return" || option == "begin") {
            VisibleScope scope;
            for (const RoutineArgument& argument : head.arguments) {
                const auto tree = read_sql_expression(
                    "null::" + d.part(argument.type.first, argument.type.second));
                const bool typed = tree && tree->kind == SqlTree::Kind::Cast;
                scope.columns.push_back({argument.name, typed ? base_type(tree->type) : TypeName(),
                                         sql_name(argument.name)});
            }
            body = option == "return" ? "return " + text(d.part(at + 1, d.end), scope, {})
                                      : atomic_body(d.part(at, d.end), scope);
            at = d.end;
        } else {
            return "?" + in_words(object.definition);
        }
    }
    // https://www.postgresql.org/docs/current/sql-createfunction.html: what these are by default.
    const bool native = options["language"] == "c" || options["language"] == "internal";
    if (options["cost"] == (native ? "1" : "100")) { options.erase("cost"); }
    if (options["cost"].empty()) { options.erase("cost"); }
    if (options["rows"].empty() || options["rows"] == "1000") { options.erase("rows"); }
    if (options["language"].empty()) { options["language"] = "sql"; }
    for (const auto& [name, value] : options) { result += " " + name + "=" + value; }
    for (const std::string& setting : settings) { result += " set " + setting; }
    return result + " " + body;
}

}  // namespace retort::schema
