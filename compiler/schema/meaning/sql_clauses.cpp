// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_translator.h"

// What stands behind a call: `filter`, `over`, `order by`.

namespace retort::schema {

std::string SqlTranslator::order_term(const SqlTree& term, const std::string& value) {
    return value + (term.text.empty() ? "" : " desc") + (term.flag ? " first" : "");
}

std::string SqlTranslator::order_terms(const std::vector<SqlTree>& terms,
                                       const VisibleScope& scope) {
    std::string text;
    for (const SqlTree& term : terms) {
        if (!text.empty()) { text += ", "; }
        text += order_term(term, value(term.args[0], scope).text);
    }
    return text;
}

std::string SqlTranslator::clauses(const SqlTree& tree, const VisibleScope& scope) {
    std::string text;
    for (const auto& [word, terms] : tree.clauses) {
        if (word == "within group") { continue; }
        text += " " + word + "(";
        if (word == "filter") {
            text += condition(terms[0], scope).text;
        } else if (word == "over") {
            text += window(terms[0], scope);
        } else if (word == "order by") {
            text += order_terms(terms, scope);
        }
        text += ")";
    }
    return text;
}

std::string SqlTranslator::window(const SqlTree& tree, const VisibleScope& scope) {
    std::string text = tree.text;
    for (const auto& [word, terms] : tree.clauses) {
        text += (text.empty() ? "" : " ") + word + " ";
        if (word == "order by") {
            text += order_terms(terms, scope);
            continue;
        }
        std::string list;
        for (const SqlTree& each : terms) {
            if (!list.empty()) { list += ", "; }
            list += value(each, scope).text;
        }
        text += list;
    }
    return text;
}

}  // namespace retort::schema
